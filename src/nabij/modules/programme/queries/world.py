"""Collects what a preview of consequences looks at."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from nabij.kernel.modules import queries as enablement
from nabij.kernel.modules import registry
from nabij.kernel.modules.manifest import Indicator

from ..models import CostKey, Population
from ..rules.membership import Change, Fact
from ..rules.preview import Cost, World, payers
from ..rules.states import State
from ..rules.switches import Switch
from . import membership, programme
from .programme import Member, ProjectView

log = logging.getLogger(__name__)


def world(project: ProjectView, own: Member, change: Change, today: date, now: datetime) -> World:
    """Everything that a change of ``own`` in ``project`` could touch. Needs a scope that reads ``own``."""
    near = switch_world(project, own, today, now)
    lines, unknown = module_lines(project.operates_module, own.id, told_as(near.facts, change, now), change.effective_from)
    return replace(
        near, facts=membership.facts([project.id]),
        cost=cost(project, change.effective_from), module_lines=lines, module_unknown=unknown,
    )


def switch_world(project: ProjectView, own: Member, today: date, now: datetime) -> World:
    """What decides when the operated module is on for ``own``: its own facts, gates and log; nobody else's."""
    module = project.operates_module
    siblings = [i for i in (programme.operating(module) if module else []) if i != project.id]
    elsewhere = {i: membership.facts([i], own.id) for i in siblings}
    gates = membership.go_lives(own.id, [project.id, *siblings])
    return World(
        own=own.key, project=project.id, facts=membership.facts([project.id], own.id),
        go_lives={i: gate.passed_on for i, gate in gates.items()}, today=today, now=now, module=module,
        elsewhere=elsewhere, log=switch_log(own.id, module),
    )


def switch_log(organisation_id: int, module: str) -> tuple[Switch, ...]:
    """The kernel's enablement log of one module, oldest first."""
    if not module:
        return ()
    found = enablement.facts(organisation_id)
    return tuple(Switch(f.effective, f.state == "on") for f in found if f.module == module)


@dataclass(frozen=True, slots=True)
class Costs:
    """Cost keys of one project and everyone's inhabitants, read once; ``on`` picks what counts on a date."""

    keys: tuple[CostKey, ...]
    populations: tuple[Population, ...]

    def on(self, day: date) -> Cost | None:
        """Yearly cost on a date and the figures to divide it by; None when the project has no cost then."""
        key = next((k for k in self.keys if k.valid.lower <= day and (k.valid.upper is None or day < k.valid.upper)), None)
        if key is None:
            return None
        return Cost(key.yearly_cents, key.kind == CostKey.Kind.EQUAL, figures(self.populations, day))


def costs(project: ProjectView) -> Costs:
    """Two queries, whatever number of dates is asked afterwards."""
    return Costs(
        tuple(CostKey.objects.filter(project_id=project.id)),
        tuple(Population.objects.select_related("organisation").order_by("reference_date")),
    )


def cost(project: ProjectView, on: date) -> Cost | None:
    """Yearly cost of a project on one date."""
    return costs(project).on(on)


def figures(populations: Iterable[Population], day: date) -> dict[tuple[str, int], int]:
    """Inhabitants per organisation by the last reference date up to ``day``; the earliest one when all are later."""
    found: dict[tuple[str, int], int] = {}
    for row in populations:
        key = (row.organisation.nis, row.organisation_id)
        if row.reference_date <= day or key not in found:
            found[key] = row.inhabitants
    return found


def told_as(own_facts: Iterable[Fact], change: Change, now: datetime) -> str:
    """What a change is to the operated module: "in", "left", or nothing when it neither opens nor closes."""
    takes_part = bool(payers(list(own_facts), change.effective_from, now))
    if change.state is State.IN:
        return "in"
    return "left" if takes_part else ""


def module_lines(module: str, organisation_id: int, told: str, on: date) -> tuple[tuple[str, ...], bool]:
    """Lines that the operated module itself gives, and whether it failed to answer (then it is said, never hidden)."""
    manifest = next((m for m in registry.installed() if m.name == module), None)
    if manifest is None or not told or not manifest.membership_consequences:
        return (), False
    try:
        with transaction.atomic():
            lines = registry.call(manifest.membership_consequences, organisation_id, told, on)
        return tuple(lines), False
    except Exception:
        log.exception("consequences of module %s are not known", module)
        return (), True


def indicators(project: ProjectView, organisation_id: int, today: date) -> list[Indicator]:
    """What the operated module measures of its own benefit; nothing when it measures nothing or does not answer."""
    manifest = next((m for m in registry.installed() if m.name == project.operates_module), None)
    if manifest is None or not manifest.indicators:
        return []
    try:
        with transaction.atomic():
            return list(registry.call(manifest.indicators, organisation_id, today))
    except Exception:
        log.exception("indicators of module %s are not known", project.operates_module)
        return []
