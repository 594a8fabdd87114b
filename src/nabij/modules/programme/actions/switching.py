"""Lets the kernel's enablement follow the memberships, in the transaction that changed them (kernel 4.3)."""

from __future__ import annotations

from datetime import date

from nabij.kernel.calendar import clock
from nabij.kernel.modules import facade as modules
from nabij.kernel.references import Reference

from ..models import GoLive, Membership
from ..queries import membership, programme, world
from ..queries.programme import Member, ProjectView
from ..rules.preview import module_switches, wanted_periods
from ..rules.switches import Period, Switch


def follow(
    project: ProjectView, own: Member, by: Membership | GoLive, decision_ref: str, *, imported: bool = False
) -> list[Switch]:
    """Add what the enablement log lacks, from today on; returns the switches that were made.

    Without go-live nothing is switched on: membership never waits for papers, the switch does.
    """
    if not project.operates_module:
        return []
    seen = world.switch_world(project, own, clock.today(), clock.now())
    wanted = wanted_periods(seen.facts, seen)
    made = module_switches(seen.facts, seen)
    for switch in made:
        if switch.enabled:
            start = _since(wanted, switch) if imported else switch.on
            _enable(project, own, by, decision_ref, Switch(start, True))
        else:
            modules.disable(
                organisation_id=own.id, module=project.operates_module, on=switch.on, decision_ref=decision_ref,
                set_by=Reference.to(by),
            )
    return made


def _since(wanted: list[Period], switch: Switch) -> date:
    return next(period.start for period in wanted if switch.on in period)


def _enable(project: ProjectView, own: Member, by: Membership | GoLive, decision_ref: str, switch: Switch) -> None:
    gates = membership.go_lives(own.id, programme.operating(project.operates_module))
    gate = gates.get(project.id) or next(iter(gates.values()))
    modules.enable(
        organisation_id=own.id, module=project.operates_module, effective=switch.on, decision_ref=decision_ref,
        agreement_ref=gate.agreement_ref, inclusion_ref=gate.inclusion_ref, set_by=Reference.to(by),
    )
