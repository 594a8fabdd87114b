"""Computing verdicts: from rule, terms, facts and holds to the dates that lists and screens read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from nabij.kernel import crypto
from nabij.kernel.calendar import clock

from ..models import Dossier, Hold, RetentionFact, RetentionVerdict
from ..queries import plan
from ..rules.retention import Bound, Fact, HoldFact, Length, Term, Trigger, Verdict, retention_verdict

PURPOSE = "archive.birth"
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Impact:
    """How many dossiers a change touches: all of the series, those that may go earlier or later, those due at once."""

    dossiers: int
    earlier: int
    later: int
    due_now: int


def recompute(*, organisation_id: int, dossier_ids: Iterable[UUID]) -> int:
    """Compute and keep the verdicts of these dossiers; returns how many. Runs inside the action that changed something."""
    done = 0
    ids = list(dossier_ids)
    for start in range(0, len(ids), AT_ONCE):
        rows = list(_rows(organisation_id).filter(id__in=ids[start : start + AT_ONCE]))
        views = {view.row.id: view for view in plan.all_series(organisation_id)}
        _keep([(row, _verdict(row, views[row.series_id], clock.today())) for row in rows])
        done += len(rows)
    return done


def recompute_series(*, organisation_id: int, code: str) -> int:
    """After a rule of one series changed."""
    ids = Dossier.objects.filter(organisation_id=organisation_id, series__code=code).exclude(state="destroyed").values_list("id", flat=True)
    return recompute(organisation_id=organisation_id, dossier_ids=ids)


def recompute_all(*, organisation_id: int) -> int:
    """The night's work: what became due since yesterday."""
    ids = Dossier.objects.filter(organisation_id=organisation_id).exclude(state="destroyed").values_list("id", flat=True)
    return recompute(organisation_id=organisation_id, dossier_ids=ids)


def impact(*, organisation_id: int, code: str, bound: str, length: Length) -> Impact:
    """What another length would do to the dossiers of a series, without writing."""
    view, today = plan.one_series(code, organisation_id), clock.today()
    changed = [replace(t, length=length, local=True) if t.bound is Bound(bound) else t for t in plan.terms_of(view)]
    rows = list(_rows(organisation_id).filter(series=view.row).exclude(state="destroyed"))
    pairs = [(_verdict(row, view, today), _verdict(row, view, today, changed)) for row in rows]
    ends = [(b.earliest or date.max, a.earliest or date.max, a) for b, a in pairs]
    return Impact(
        len(rows), sum(after < before for before, after, _ in ends), sum(after > before for before, after, _ in ends),
        sum(verdict.may_go for *_, verdict in ends),
    )


def verdict_of(dossier: Dossier) -> Verdict:
    """The verdict of one dossier, computed now."""
    view = next(v for v in plan.all_series(dossier.organisation_id) if v.row.id == dossier.series_id)
    row = _rows(dossier.organisation_id).get(id=dossier.id)
    return _verdict(row, view, clock.today())


def _rows(organisation_id: int) -> Any:
    return Dossier.objects.filter(organisation_id=organisation_id).prefetch_related("facts", "holds").select_related("series")


def _verdict(row: Dossier, view: plan.SeriesView, today: date, terms: list[Term] | None = None) -> Verdict:
    holds = [h for h in row.holds.all() if h.released_on is None] + _series_holds(row)
    return retention_verdict(
        plan.rule_of(view), plan.terms_of(view) if terms is None else terms, facts_of(row), [_hold(h) for h in holds], today
    )


def _series_holds(row: Dossier) -> list[Hold]:
    return list(Hold.objects.filter(organisation_id=row.organisation_id, series_code=row.series.code, released_on=None))


def facts_of(row: Dossier) -> list[Fact]:
    """Dated facts of a dossier; a sealed day of birth is opened here and nowhere kept."""
    closing = [Fact(Trigger.CLOSING, row.closed_on, "datum van afsluiten")] if row.closed_on else []
    return closing + [Fact(Trigger(fact.kind), opened(fact), fact.source) for fact in row.facts.all() if fact.kind != Trigger.CLOSING]


def opened(fact: RetentionFact) -> date:
    """The day of a fact, unsealed where it is a birth."""
    if fact.on is not None:
        return fact.on
    assert fact.sealed is not None, "a birth is sealed"
    return date.fromisoformat(crypto.unseal(fact.organisation_id, PURPOSE, fact.sealed))


def _hold(row: Hold) -> HoldFact:
    return HoldFact(row.reason, row.reference, row.placed_on, row.review_on)


def _keep(pairs: list[tuple[Dossier, Verdict]]) -> None:
    rows = [_verdict_row(dossier, verdict) for dossier, verdict in pairs]
    RetentionVerdict.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["dossier"],
        update_fields=["earliest", "latest", "destination", "outcome", "reasons", "complete", "computed_on"],
    )


def _verdict_row(dossier: Dossier, verdict: Verdict) -> RetentionVerdict:
    birth = any(fact.kind == Trigger.BIRTH for fact in dossier.facts.all())
    # The lines of a verdict that rests on a birth would write that day down again in the clear: they are computed when shown.
    lines = [] if birth else [{"kind": r.kind, "text": r.text} for r in verdict.reasons]
    return RetentionVerdict(
        organisation_id=dossier.organisation_id, dossier=dossier, earliest=verdict.earliest, latest=verdict.latest,
        destination=verdict.destination or "", outcome=verdict.outcome, reasons=lines, complete=not verdict.missing,
        computed_on=clock.today(),
    )
