"""Publishing the escalation of a line: always a new version. A running alarm keeps the version with which it started."""

from __future__ import annotations

from collections.abc import Sequence

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Stale
from nabij.kernel.tenancy.scope import current

from ..models.duty import DutyLine, EscalationPolicy, EscalationStep
from ..queries.participation import members
from ..rules import policy as rules
from ..rules.policy import Drafted

PLAN = "meldpunt.duty.plan"


def publish_policy(
    *, line: DutyLine, steps: Sequence[Drafted], repeat: int = 0, ack_minutes: int = 30, based_on: int | None = None
) -> EscalationPolicy:
    """A new version of the escalation. `based_on` is the version that the planner saw.

    Raises `Refused` for who does not plan this line, `Stale` when somebody published in between, `Invalid` with every reason.
    """
    authorise(PLAN)
    require_own(line.organisation_id)
    latest = EscalationPolicy.objects.filter(line=line).order_by("-version").first()
    if based_on is not None and latest and latest.version != based_on:
        raise Stale(
            f"{latest.published_by or 'Iemand'} publiceerde intussen versie {latest.version}. Uw stappen staan er nog. "
            "Kijk ze na en publiceer opnieuw."
        )
    without = [one.name for one in members(line, clock.today()) if not one.has_list]
    found = rules.problems(steps, repeat, ack_minutes, without)
    if found:
        raise Invalid({"steps": " ".join(found)})
    return _write(line, steps, repeat, ack_minutes, latest.version + 1 if latest else 1)


def _write(line: DutyLine, steps: Sequence[Drafted], repeat: int, ack_minutes: int, version: int) -> EscalationPolicy:
    owner = {"organisation_id": line.organisation_id, "audience": line.audience}
    policy = EscalationPolicy.objects.create(
        **owner, line=line, version=version, repeat=repeat, ack_minutes=ack_minutes, published_at=clock.now(),
        published_by=current().actor.label[:120],
    )  # fmt: skip
    for position, step in enumerate(steps):
        EscalationStep.objects.create(
            **owner, policy=policy, position=position, role=step.role, delay_minutes=step.minutes, mode=step.mode,
            window_from=step.window.since if step.window else None, window_to=step.window.until if step.window else None,
            multi_ack=step.multi_ack,
        )  # fmt: skip
    audit.record("meldpunt.policy.published", policy, detail={"version": version, "steps": [[s.role, s.minutes] for s in steps]})
    return policy
