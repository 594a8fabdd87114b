"""Reads of the plan: the tree as it counts for one municipality, and the rule of a series with its terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound
from nabij.kernel.overlay.dated import Effective, Origin, Overlay, effective
from nabij.kernel.overlay.difference import Piece, changes

from ..models import OVERLAY_NL, LocalOverlay, PlanNode, RetentionTerm, SelectionRule, Series
from ..rules.retention import Bound, CountFrom, Destination, Rule, Term, Trigger, read_length


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a series: the value that counts, whose it is, and the difference in words when it is local."""

    name: str
    label: str
    value: str
    origin: Origin
    regional: str
    pieces: tuple[Piece, ...]
    motivation: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series as it counts for one municipality on a day."""

    row: Series
    rule: SelectionRule | None
    terms: tuple[RetentionTerm, ...]
    fields: dict[str, FieldView]

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def title(self) -> str:
        return self.fields["title"].value

    @property
    def local(self) -> list[FieldView]:
        return [one for one in self.fields.values() if one.origin is Origin.MUNICIPALITY]


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of the plan with what hangs under it."""

    node: PlanNode
    series: tuple[SeriesView, ...]
    branches: tuple[Branch, ...]


def tree(organisation_id: int, *, on: date | None = None) -> list[Branch]:
    """The whole plan. Four queries whatever its size."""
    views: dict[object, list[SeriesView]] = {}
    for view in all_series(organisation_id, on=on):
        views.setdefault(view.row.node_id, []).append(view)
    nodes = list(PlanNode.objects.order_by("code"))
    return _under(None, nodes, views)


def _under(parent: object, nodes: list[PlanNode], views: dict[object, list[SeriesView]]) -> list[Branch]:
    return [
        Branch(node, tuple(views.get(node.id, ())), tuple(_under(node.id, nodes, views))) for node in nodes if node.parent_id == parent
    ]


def all_series(organisation_id: int, *, on: date | None = None, codes: Iterable[str] | None = None) -> list[SeriesView]:
    """Series by code, with rule, terms and local values that hold on the day (today by default)."""
    day = on or clock.today()
    rows = Series.objects.select_related("node").order_by("code")
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    rules = {
        rule.series_id: rule for rule in SelectionRule.objects.filter(valid__contains=day).prefetch_related("terms")
    }
    overlays: dict[object, list[LocalOverlay]] = {}
    for overlay in LocalOverlay.objects.filter(organisation_id=organisation_id):
        overlays.setdefault(overlay.series_id, []).append(overlay)
    return [_view(row, rules.get(row.id), overlays.get(row.id, []), day) for row in rows]


def one_series(code: str, organisation_id: int, *, on: date | None = None) -> SeriesView:
    """Raises NotFound."""
    found = all_series(organisation_id, on=on, codes=[code.lower()])
    if not found:
        raise NotFound(f"De serie {code} staat niet in het ordeningsplan.")
    return found[0]


def _view(row: Series, rule: SelectionRule | None, overlays: list[LocalOverlay], day: date) -> SeriesView:
    terms = tuple(rule.terms.all()) if rule else ()
    base = {"title": row.title, "description": row.description} | {bound.value: _lengths(terms, bound) for bound in Bound}
    decreed = frozenset(bound.value for bound in Bound if any(t.by_decree for t in terms if t.bound == bound))
    found = effective(base, [_overlay(o) for o in overlays], day, decreed)
    why = {o.field: o.motivation for o in overlays if _overlay(o).holds(day)}
    return SeriesView(row, rule, terms, {name: _field(name, found[name], base[name], why) for name in OVERLAY_NL})


def _lengths(terms: Iterable[RetentionTerm], bound: Bound) -> str:
    return " ".join(term.length for term in terms if term.bound == bound)


def _overlay(row: LocalOverlay) -> Overlay:
    return Overlay(row.field, row.value, row.period.lower, row.period.upper)


def _field(name: str, found: Effective, regional: str, why: dict[str, str]) -> FieldView:
    local = found.origin is Origin.MUNICIPALITY
    pieces = tuple(changes(regional, found.value)) if local else ()
    return FieldView(name, OVERLAY_NL[name], found.value, found.origin, regional, pieces, why.get(name, "") if local else "")


def rule_of(view: SeriesView) -> Rule | None:
    """The rule as the verdict wants it; None while the series has none."""
    if view.rule is None:
        return None
    return Rule(view.title, Destination(view.rule.destination), view.rule.motivation, view.row.published_on is not None)


def terms_of(view: SeriesView) -> list[Term]:
    """The terms as they count here: an own length replaces the regional one of the same bound."""
    return [_term(view, row) for row in view.terms]


def _term(view: SeriesView, row: RetentionTerm) -> Term:
    own = view.fields[row.bound]
    local = own.origin is Origin.MUNICIPALITY
    return Term(
        Bound(row.bound), read_length(own.value if local else row.length), Trigger(row.trigger), CountFrom(row.count_from),
        own.motivation if local else row.ground, "eigen afwijking" if local else row.source, row.to_confirm and not local, local,
    )


def history(series: Series) -> list[SelectionRule]:
    """Every rule that a series ever had, newest first."""
    return list(SelectionRule.objects.filter(series=series).prefetch_related("terms").order_by("-valid"))
