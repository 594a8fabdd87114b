"""Who does what in one organisation, and who may do what. Needs a scope that reads the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nabij.kernel.identity.models import Function, FunctionKind
from nabij.kernel.modules import registry

AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Holder:
    """One dated function. ``until`` is the first day without it."""

    name: str
    label: str
    unit: str
    since: date | None
    until: date | None
    deputy: str
    last_seen: datetime | None
    ends_soon: bool


@dataclass(frozen=True, slots=True)
class Staff:
    holders: list[Holder]
    missing: list[str]
    rights: list[tuple[str, list[str]]]


def staff(organisation_id: int, on: date) -> Staff:
    """Functions that run or still begin, the required ones that nobody holds on the date, and what each function may do."""
    kinds = {kind.code: kind for kind in FunctionKind.objects.all()}
    rows = Function.objects.filter(organisation_id=organisation_id, period__endswith__gt=on) | Function.objects.filter(
        organisation_id=organisation_id, period__endswith__isnull=True
    )
    functions = list(rows.select_related("account", "deputy").order_by("account__display_name", "kind"))
    now = {f.kind for f in functions if f.period.lower is None or f.period.lower <= on}
    return Staff(
        [_holder(f, kinds, on) for f in functions],
        [kind.label_nl for code, kind in kinds.items() if kind.required_per_organisation and code not in now],
        [(kinds[code].label_nl, _rights(code)) for code in sorted({f.kind for f in functions}) if code in kinds],
    )


def _holder(function: Function, kinds: dict[str, FunctionKind], on: date) -> Holder:
    period, kind = function.period, kinds.get(function.kind)
    return Holder(
        name=function.account.display_name, label=kind.label_nl if kind else function.kind, unit=function.unit,
        since=period.lower, until=period.upper, deputy=function.deputy.display_name if function.deputy else "",
        last_seen=function.account.last_login, ends_soon=period.upper is not None and period.upper <= on + AHEAD,
    )


def _rights(function: str) -> list[str]:
    verbs = registry.permissions()
    return sorted({verbs[verb].label_nl for verb in registry.verbs_of(function)})
