"""One person's duty over a stretch of time goes to another. Used by take-over, swap and the planner; the caller checked who may."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nabij.kernel.calendar import words
from nabij.kernel.errors import Invalid

from ..models.duty import DutyLine, DutyPerson, RotaOverride, Shift
from ..models.rota import SwapRequest, TemporarySchedule
from ..queries import rota_quality
from ..rules import duty_rules
from ..rules.duty_rules import RuleCode
from ..rules.rota import OverrideKind
from ..rules.swaps import SwapState

LIMITS = (RuleCode.REST, RuleCode.WEEK, RuleCode.LEAVE)


def hand(*, line: DutyLine, role: str, giver: DutyPerson, taker: DutyPerson, start: datetime, end: datetime) -> None:
    """Write the deviations, never a chain of them: what the giver had from somebody else goes straight to the taker.

    Raises ``Invalid`` when the taker has a deviation of their own then, or a temporary schedule holds.
    """
    period = DateTimeTZRange(start, end)
    if TemporarySchedule.objects.filter(line=line, role=role, period__overlap=period).exists():
        raise Invalid({"": "In die tijd geldt een tijdelijk rooster. Vraag de planner om het aan te passen."})
    reason = f"overgenomen van {giver}"
    left = [(start, end)]
    held = RotaOverride.objects.filter(line=line, role=role, person=giver, period__overlap=period).exclude(kind=OverrideKind.REMOVE)
    for override in held.order_by("id"):
        begin, until = max(start, override.period.lower), min(end, override.period.upper)
        kind, replaces = override.kind, override.replaces
        _cut(override, begin, until)
        left = [piece for old in left for piece in _minus(old, begin, until)]
        if replaces is None or replaces.id != taker.id:
            _deviate(line, role, OverrideKind(kind), taker, replaces, begin, until, reason)
    for begin, until in left:
        _deviate(line, role, OverrideKind.REPLACE, taker, giver, begin, until, reason)


def _cut(override: RotaOverride, begin: datetime, until: datetime) -> None:
    rest = _minus((override.period.lower, override.period.upper), begin, until)
    if not rest:
        override.delete()
        return
    override.period = DateTimeTZRange(*rest[0])
    override.save(update_fields=["period"])
    for piece in rest[1:]:
        _deviate(override.line, override.role, OverrideKind(override.kind), override.person, override.replaces, *piece, override.reason)


def _minus(old: tuple[datetime, datetime], begin: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    pieces = [(old[0], min(old[1], begin)), (max(old[0], until), old[1])]
    return [piece for piece in pieces if piece[0] < piece[1]]


def _deviate(
    line: DutyLine,
    role: str,
    kind: OverrideKind,
    person: DutyPerson,
    replaces: DutyPerson | None,
    start: datetime,
    end: datetime,
    reason: str,
) -> None:
    try:
        with transaction.atomic():
            RotaOverride.objects.create(
                organisation_id=line.organisation_id, audience=line.audience, line=line, role=role, kind=kind, person=person,
                replaces=replaces, period=DateTimeTZRange(start, end), reason=reason[:200],
            )  # fmt: skip
    except IntegrityError:
        raise Invalid({"": f"{person} heeft in die tijd al een afwijking. Vraag de planner om die eerst aan te passen."}) from None


def shift_of(line: DutyLine, role: str, person: DutyPerson, start: datetime, end: datetime) -> Shift:
    """The shift of a person that holds the whole of [start, end). Raises ``Invalid`` that names who stands there now."""
    found = Shift.objects.filter(line=line, role=role, person=person, period__contains=DateTimeTZRange(start, end)).first()
    if found is None:
        raise Invalid({"": _who_stands_there(line, role, person, start, end)})
    return found


def _who_stands_there(line: DutyLine, role: str, person: DutyPerson, start: datetime, end: datetime) -> str:
    period = DateTimeTZRange(start, end)
    taken = (
        SwapRequest.objects.filter(line=line, role=role, asker=person, state=SwapState.APPLIED, period__overlap=period)
        .select_related("taker")
        .order_by("-decided_at")
        .first()
    )
    if taken is not None and taken.decided_at is not None:
        return f"{taken.taker} nam deze wachtbeurt al over om {words.time_text(taken.decided_at)}."
    there = Shift.objects.filter(line=line, role=role, period__overlap=period).exclude(person=person).select_related("person")
    names = ", ".join(sorted({str(shift.person) for shift in there}))
    return f"{names} heeft deze wachtbeurt al." if names else f"{person} staat dan niet meer van wacht. Ververs de bladzijde."


def new_breaches(line: DutyLine, role: str, taker: DutyPerson, start: datetime, end: datetime) -> list[str]:
    """Rules of work that the taker would no longer keep with this duty, in sentences."""
    organisation_id = line.organisation_id
    rules = [rule for rule in rota_quality.rules_on(organisation_id, start) if rule.code in LIMITS]
    away = rota_quality.leaves(organisation_id, start)
    rows = Shift.objects.filter(organisation_id=organisation_id, person=taker)
    now = [duty_rules.Duty(str(taker.id), row.role, row.period.lower, row.period.upper) for row in rows]
    then = [*now, duty_rules.Duty(str(taker.id), role, start, end)]
    before = set(duty_rules.breaches(now, rules, away))
    # Who is on duty in leave already may not take on more of it, so leave is judged by the new duty alone.
    found = [b for b in duty_rules.breaches(then, rules, away) if b not in before and b.code is not RuleCode.LEAVE]
    found += [b for b in duty_rules.breaches(then[-1:], rules, away) if b.code is RuleCode.LEAVE]
    return [rota_quality.breach_words(b, taker) for b in found]
