"""A merger: the new municipality takes over what the old ones took part in, until its own board confirms it (programme 4.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid
from nabij.kernel.events import facade as events

from .. import access
from ..events import MEMBERSHIP_CHANGED
from ..models import GoLive, Membership, Population
from ..queries import membership, programme
from ..queries.programme import Member, ProjectView
from ..rules.membership import Change
from ..rules.states import WORDS, Presented
from ..rules.succession import Inherited, inherited
from . import rectangles, switching

#: A new board has this long before its confirmation counts as late; it is a day in a list, nothing switches off.
CONFIRM_WITHIN = timedelta(days=183)


def inherit(*, organisation_id: int, predecessor_ids: Sequence[int], on: date, reference: str) -> list[Inherited]:
    """Write for the successor what it takes over from ``on``; returns it, with the answers that conflict.

    For importers only (system actor), in a scope that writes for the successor alone: nothing of a predecessor is written. Its
    go-live gates and inhabitants come along. Raises Invalid for fewer than two predecessors, or a successor that answered itself.
    """
    authorise(access.IMPORT)
    require_own(organisation_id)
    if len(set(predecessor_ids)) < 2 or organisation_id in predecessor_ids:
        raise Invalid({"predecessors": "Noem minstens twee gemeenten die samengaan, en niet de nieuwe zelf."})
    own, before = programme.member_by_id(organisation_id), [programme.member_by_id(id) for id in predecessor_ids]
    if Membership.objects.filter(organisation_id=own.id).exists():
        raise Invalid({"successor": f"{own.name} gaf zelf al een antwoord. Dan erft ze niets meer."})
    views = {view.id: view for view in programme.projects()}
    names = {member.key: member.name for member in before}
    found = inherited(membership.facts(views), list(names), on - timedelta(days=1), clock.now())
    _inhabitants(own, before, on)
    for one in found:
        _take_over(views[one.project], own, one, names, on, reference)
    return found


def _inhabitants(own: Member, before: Sequence[Member], on: date) -> None:
    rows = {row.organisation_id: row for row in Population.objects.filter(
        organisation_id__in=[member.id for member in before], reference_date__lte=on
    ).order_by("reference_date")}
    if len(rows) == len(before):
        Population.objects.create(
            organisation_id=own.id, audience=f"partnership:{programme.partnership_id()}", reference_date=on,
            inhabitants=sum(row.inhabitants for row in rows.values()), source=f"som van {', '.join(one.name for one in before)}",
        )


def _take_over(project: ProjectView, own: Member, one: Inherited, names: dict[tuple[str, int], str], on: date, reference: str) -> None:
    heirs = " en ".join(names[key] for key in one.heirs_of)
    reason = f"Overgenomen van {heirs} ({reference})."
    if one.conflicting:
        words = {key: WORDS[Presented(state)] if state else "nog geen antwoord" for key, state in one.others.items()}
        reason += f" Anders was: {'; '.join(f'{names[key]}: {word}' for key, word in words.items())}."
    change = Change(one.state, on, None, one.level)
    row = rectangles.write([], change, project=project, own=own, now=clock.now(), fields={
        "entry": Membership.Entry.INHERITED, "reason": reason[:600], "decision_due": on + CONFIRM_WITHIN,
    })
    _gate(project, own, [key[1] for key in one.heirs_of])
    switching.follow(project, own, row, reference)
    detail = {
        "project": project.slug, "from": "", "to": change.state, "effective": on.isoformat(), "entry": str(row.entry),
    }
    entries.record("programme.membership.inherited", row, detail={**detail, "from_ids": [key[1] for key in one.heirs_of]})
    events.publish(MEMBERSHIP_CHANGED, row, data={**detail, "project_id": str(project.id)})


def _gate(project: ProjectView, own: Member, predecessor_ids: Sequence[int]) -> None:
    """The earliest gate of a predecessor: its agreement and its way without a screen hold on for the successor."""
    gate = GoLive.objects.filter(project_id=project.id, organisation_id__in=predecessor_ids).order_by("passed_on").first()
    if gate is None:
        return
    GoLive.objects.create(
        organisation_id=own.id, audience=gate.audience, project_organisation_id=gate.project_organisation_id, project_id=project.id,
        passed_on=gate.passed_on, agreement_ref=gate.agreement_ref, inclusion_ref=gate.inclusion_ref, human_route=gate.human_route,
        recorded_at=clock.now(),
    )
