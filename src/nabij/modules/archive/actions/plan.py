"""Writes of the plan: nodes, series and rules by the region; local values by the municipality itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.overlay.dated import Origin

from .. import access
from ..models import OVERLAY_NL, LocalOverlay, PlanNode, RetentionTerm, SelectionRule, Sensitivity, Series
from ..queries import plan as queries
from ..rules import retention as rules
from ..rules.strategy import require_motivation
from . import verdicts


def _steer(partnership_id: int) -> dict[str, Any]:
    authorise(access.PLAN_STEER)
    require_own(partnership_id)
    return {"organisation_id": partnership_id, "audience": f"partnership:{partnership_id}"}


def add_node(*, partnership_id: int, code: str, title: str, parent: PlanNode | None = None) -> PlanNode:
    """A heading of the regional plan."""
    node = PlanNode.objects.create(**_steer(partnership_id), code=code, title=title, parent=parent)
    entries.record("archive.node.added", node, detail={"code": code})
    return node


def add_series(*, partnership_id: int, node: PlanNode, code: str, title: str, sensitivity: str, **fields: Any) -> Series:
    """A series under a node; a concept until ``publish_series``."""
    series = Series.objects.create(
        **_steer(partnership_id), node=node, code=code.lower(), title=title, sensitivity=sensitivity, **fields
    )
    entries.record("archive.series.added", series, detail={"code": series.code})
    return series


def set_rule(
    *, series: Series, destination: str, motivation: str, since: date, terms: Sequence[dict[str, Any]], sample_share: Any = None
) -> SelectionRule:
    """The rule of a series from a day on; the one before ends there and keeps explaining its own time.

    ``terms``: columns of ``RetentionTerm``. Raises Invalid for a length that cannot be read.
    """
    owner = _steer(series.organisation_id)
    for term in terms:
        rules.read_length(term["length"])
    for running in SelectionRule.objects.select_for_update().filter(series=series, valid__contains=since):
        running.valid = DateRange(running.valid.lower, since)
        running.save(update_fields=["valid"])
    rule = SelectionRule.objects.create(
        **owner, series=series, destination=destination, motivation=motivation, sample_share=sample_share, valid=DateRange(since, None)
    )
    RetentionTerm.objects.bulk_create([RetentionTerm(**owner, rule=rule, **term) for term in terms])
    entries.record("archive.rule.set", rule, detail={"series": series.code, "destination": destination})
    return rule


def publish_series(*, series: Series, approved_by: str, on: date) -> Series:
    """From concept to published: from then on its terms may lead to destruction. Raises RuleViolation while they do not make sense."""
    _steer(series.organisation_id)
    view = queries.one_series(series.code, series.organisation_id)
    terms = queries.terms_of(view)
    problem = rules.require_sensible(
        [t for t in terms if t.bound is rules.Bound.MINIMUM], [t for t in terms if t.bound is rules.Bound.MAXIMUM],
        personal=series.sensitivity == Sensitivity.PERSONAL,
    )
    if problem or not terms:
        raise RuleViolation(problem or "Deze serie heeft nog geen termijnen.")
    series.approved_by, series.published_on = approved_by, on
    series.save(update_fields=["approved_by", "published_on"])
    entries.record("archive.series.published", series, detail={"code": series.code})
    return series


def deviate(*, organisation_id: int, code: str, field: str, value: str, motivation: str, since: date | None = None) -> LocalOverlay:
    """A local value for one field of a series from a day on, with its reason; verdicts of the own dossiers follow at once.

    Raises RuleViolation for what a decree fixes or a minimum that outlasts the maximum, Invalid for what cannot be read.
    """
    require_own(organisation_id)
    authorise(access.OVERLAY)
    if field not in OVERLAY_NL:
        raise Invalid({"field": "Kies een veld van de serie."})
    view = queries.one_series(code, organisation_id)
    if view.fields[field].origin is Origin.DECREE:
        raise RuleViolation(f"De {OVERLAY_NL[field]} is bij decreet bepaald. Daar kan geen gemeente van afwijken.")
    require_motivation(motivation)
    value = _readable(view, field, value)
    day = since or clock.today()
    _end(organisation_id, view.row, field, day)
    row = LocalOverlay.objects.create(
        organisation_id=organisation_id, audience=view.row.audience, series_organisation_id=view.row.organisation_id, series=view.row,
        field=field, value=value, motivation=motivation.strip(), period=DateRange(day, None),
    )
    _require_still_sensible(code, organisation_id)
    entries.record("archive.overlay.written", row, detail={"series": code, "field": field})
    verdicts.recompute_series(organisation_id=organisation_id, code=view.code)
    return row


def follow_region(*, organisation_id: int, code: str, field: str) -> None:
    """End the own value of a field, from today on."""
    require_own(organisation_id)
    authorise(access.OVERLAY)
    view = queries.one_series(code, organisation_id)
    _end(organisation_id, view.row, field, clock.today())
    entries.record("archive.overlay.ended", view.row, organisation_id=organisation_id, detail={"series": code, "field": field})
    verdicts.recompute_series(organisation_id=organisation_id, code=view.code)


def _readable(view: queries.SeriesView, field: str, value: str) -> str:
    value = value.strip()
    if field in ("minimum", "maximum"):
        rules.read_length(value)
        value = value.upper()
    if not value or value == view.fields[field].regional:
        raise Invalid({"value": "Schrijf wat bij u anders is dan de regionale tekst."})
    return value


def _end(organisation_id: int, series: Series, field: str, day: date) -> None:
    """An own value that began today is withdrawn; an older one ends and stays as history."""
    rows = LocalOverlay.objects.filter(organisation_id=organisation_id, series=series, field=field, period__contains=day)
    for row in rows:
        if row.period.lower == day:
            row.delete()
        else:
            row.period = DateRange(row.period.lower, day)
            row.save(update_fields=["period"])


def _require_still_sensible(code: str, organisation_id: int) -> None:
    terms = queries.terms_of(queries.one_series(code, organisation_id))
    minimum = [t for t in terms if t.bound is rules.Bound.MINIMUM]
    maximum = [t for t in terms if t.bound is rules.Bound.MAXIMUM]
    problem = rules.require_sensible(minimum, maximum, personal=False)
    if problem:
        raise RuleViolation(problem)


def impact(*, organisation_id: int, code: str, field: str, value: str) -> verdicts.Impact:
    """What an own length would change: dossiers whose dates move, and how many would be due. Nothing is written."""
    authorise(access.PLAN_READ)
    return verdicts.impact(organisation_id=organisation_id, code=code, bound=field, length=rules.read_length(value))

