"""Reads of retention and destruction: what is due, a list with who said what, the content of a certificate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Sum

from nabij.kernel.errors import NotFound

from ..models import Component, DisposalDecision, DisposalItem, DisposalList, DisposalPolicy, Dossier, RetentionVerdict
from ..rules.disposal import ROLE_NL, ItemState, ListState, Role, Said, roles_needed
from ..rules.retention import OUTCOME_NL, Outcome
from .dossiers import my_audiences

PAGE = 100


@dataclass(frozen=True, slots=True)
class Due:
    """Dossiers by outcome: counts of all, and the first ones of each kind that asks for a person."""

    counts: dict[Outcome, int]
    overdue: tuple[RetentionVerdict, ...]
    may_go: tuple[RetentionVerdict, ...]
    missing: tuple[RetentionVerdict, ...]

    @property
    def lines(self) -> list[tuple[str, int]]:
        return [(OUTCOME_NL[outcome], count) for outcome, count in self.counts.items() if count]


def due(organisation_id: int, today: date) -> Due:
    """What the archivist's page shows. Outcomes are as computed; an end that passed since the last night counts as passed."""
    rows = RetentionVerdict.objects.filter(organisation_id=organisation_id).exclude(dossier__state="destroyed")
    counted = Counter({Outcome(c["outcome"]): c["n"] for c in rows.values("outcome").annotate(n=Count("id"))})
    readable = rows.filter(dossier__audience_id__in=my_audiences()).select_related("dossier__series").order_by("latest", "earliest")
    standing = readable.exclude(dossier__state="in_disposal")
    return Due(
        {outcome: counted.get(outcome, 0) for outcome in Outcome},
        tuple(standing.filter(outcome=Outcome.OVERDUE)[:PAGE]), tuple(standing.filter(outcome=Outcome.MAY_GO)[:PAGE]),
        tuple(readable.filter(outcome__in=[Outcome.MISSING, Outcome.CONFLICT]).exclude(dossier__state="open")[:PAGE]),
    )


def overdue_count(organisation_id: int) -> int:
    return RetentionVerdict.objects.filter(organisation_id=organisation_id, outcome=Outcome.OVERDUE).exclude(
        dossier__state__in=["destroyed", "in_disposal"]
    ).count()


def may_go(organisation_id: int, ids: Sequence[UUID]) -> list[Dossier]:
    """Of these, the closed dossiers that may go today and that stand on no other list."""
    found = Dossier.objects.select_for_update(of=("self",)).filter(
        organisation_id=organisation_id, id__in=list(ids), state="closed", verdict__outcome__in=[Outcome.MAY_GO, Outcome.OVERDUE],
        audience_id__in=my_audiences(),
    )
    return list(found.order_by("number"))


def weight(of: Dossier) -> tuple[int, int]:
    """(records, bytes) of a dossier."""
    found = Component.objects.filter(record__dossier=of).aggregate(n=Count("record", distinct=True), size=Sum("blob__size"))
    return found["n"] or 0, found["size"] or 0


def policy(organisation_id: int) -> DisposalPolicy:
    """The decided policy, or the careful one of the house: three people, thirty days."""
    return DisposalPolicy.objects.filter(organisation_id=organisation_id).first() or DisposalPolicy(organisation_id=organisation_id)


def lists(organisation_id: int) -> list[DisposalList]:
    return list(DisposalList.objects.filter(organisation_id=organisation_id).select_related("made_by"))


def list_row(list_id: UUID) -> DisposalList:
    """Raises NotFound."""
    found = DisposalList.objects.filter(id=list_id).select_related("made_by").first()
    if found is None:
        raise NotFound("Deze lijst vinden we niet.")
    return found


def list_for_update(list_id: UUID) -> DisposalList:
    """Held until the end of the transaction: two approvals never cross. Raises NotFound."""
    found = DisposalList.objects.select_for_update(of=("self",)).filter(id=list_id).first()
    if found is None:
        raise NotFound("Deze lijst vinden we niet.")
    return found


def item_for_update(of: DisposalList, item_id: UUID) -> DisposalItem:
    """Raises NotFound."""
    found = DisposalItem.objects.select_for_update(of=("self",)).filter(list=of, id=item_id).first()
    if found is None:
        raise NotFound("Dit dossier staat niet op de lijst.")
    return found


def digest(list_id: UUID) -> str:
    """SHA-256 of the set of dossiers that would go: what every decision is bound to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.archive_list_digest(%s)", [list_id])
        return str(cursor.fetchone()[0])


def said(of: DisposalList) -> list[Said]:
    return [Said(d.account_id, Role(d.role), d.approves, d.digest) for d in DisposalDecision.objects.filter(list=of)]


@dataclass(frozen=True, slots=True)
class Stage:
    """One role of a list: who took it about this very set, if anyone did."""

    role: str
    decision: DisposalDecision | None


@dataclass(frozen=True, slots=True)
class ListView:
    row: DisposalList
    stages: tuple[Stage, ...]
    decisions: tuple[DisposalDecision, ...]
    items: tuple[DisposalItem, ...]
    counts: dict[str, int]
    digest: str
    years: str
    certificate: Any

    @property
    def goes(self) -> int:
        return self.counts.get(ItemState.PROPOSED, 0)


def list_view(list_id: UUID) -> ListView:
    """A list as its page shows it."""
    row = list_row(list_id)
    now = digest(row.id)
    decisions = tuple(DisposalDecision.objects.filter(list=row).select_related("account"))
    stages = tuple(Stage(ROLE_NL[role], _approval(decisions, role, now)) for role in roles_needed(row.min_persons))
    items = tuple(row.items.select_related("dossier__series").order_by("dossier__number")[:PAGE])
    counts = {c["state"]: c["n"] for c in row.items.values("state").annotate(n=Count("id"))}
    years = sorted({item.dossier.opened_on.year for item in items})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]) if years else ""
    return ListView(row, stages, decisions, items, counts, now, span, row.certificates.first())


def _approval(decisions: Sequence[DisposalDecision], role: Role, now: str) -> DisposalDecision | None:
    return next((d for d in decisions if d.role == role and d.approves and d.digest == now), None)


def waiting_for_second(organisation_id: int) -> list[DisposalList]:
    """Lists that ask for another person."""
    return list(DisposalList.objects.filter(organisation_id=organisation_id, state=ListState.IN_REVIEW).select_related("made_by"))


def certificate_content(of: DisposalList, backups_until: date) -> dict[str, Any]:
    """Counts, series, dates, roles: no title, no name of a person in a dossier."""
    items = list(of.items.select_related("dossier__series"))
    gone = [item for item in items if item.state == ItemState.DESTROYED]
    days = sorted(item.dossier.opened_on for item in gone)
    return {
        "list": str(of.id), "organisation": of.organisation_id, "min_persons": of.min_persons,
        "series": sorted({item.dossier.series.code for item in gone}), "dossiers": len(gone),
        "records": sum(item.records for item in gone), "bytes": sum(item.bytes for item in gone),
        "numbers": sorted(item.dossier.number for item in gone),
        "period": [days[0].isoformat(), days[-1].isoformat()] if days else [],
        "kept": [{"number": item.dossier.number, "state": item.state} for item in items if item.state != ItemState.DESTROYED],
        "decisions": [
            {"role": d.role, "function": d.function, "at": d.at.isoformat()}
            for d in DisposalDecision.objects.filter(list=of, approves=True, digest=digest(of.id))
        ],
        "executed": of.executed_at.isoformat() if of.executed_at else "", "backups_lapse_on": backups_until.isoformat(),
    }
