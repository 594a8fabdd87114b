"""How long a dossier stays, and why: a verdict that explains itself. Years are whole years of retention; terms in working days
or with holidays are ``kernel.calendar``'s.

Source of the shape: termijnspecificatie of the Serieregister; maxima for personal data: Bestuursdecreet III.87 (to be confirmed).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from nabij.kernel.errors import Invalid


class Destination(StrEnum):
    KEEP = "keep"
    DESTROY = "destroy"
    SAMPLE = "sample"


class Bound(StrEnum):
    MINIMUM = "minimum"
    MAXIMUM = "maximum"


class Trigger(StrEnum):
    CLOSING = "closing"
    HANDLING = "handling"
    BIRTH = "birth"
    END_OF_CONTRACT = "end_of_contract"
    LAST_PAYMENT = "last_payment"


class CountFrom(StrEnum):
    DAY_AFTER = "day_after"
    TRIGGER_DAY = "trigger_day"
    NEXT_1_JANUARY = "next_1_january"


class Outcome(StrEnum):
    """What the verdict means today."""

    KEEP = "keep"
    NOT_YET = "not_yet"
    MAY_GO = "may_go"
    OVERDUE = "overdue"
    HELD = "held"
    MISSING = "missing"
    CONFLICT = "conflict"
    NO_RULE = "no_rule"


DESTINATION_NL = {Destination.KEEP: "bewaren", Destination.DESTROY: "vernietigen", Destination.SAMPLE: "een steekproef bewaren"}
BOUND_NL = {Bound.MINIMUM: "minimum", Bound.MAXIMUM: "maximum"}
TRIGGER_NL = {
    Trigger.CLOSING: "het afsluiten van het dossier", Trigger.HANDLING: "de afhandeling", Trigger.BIRTH: "de geboorte",
    Trigger.END_OF_CONTRACT: "het einde van het contract", Trigger.LAST_PAYMENT: "de laatste betaling",
}
TRIGGER_MISSING_NL = {
    Trigger.CLOSING: "het dossier is nog niet afgesloten", Trigger.HANDLING: "de datum van afhandeling ontbreekt",
    Trigger.BIRTH: "de geboortedatum ontbreekt", Trigger.END_OF_CONTRACT: "de einddatum van het contract ontbreekt",
    Trigger.LAST_PAYMENT: "de datum van de laatste betaling ontbreekt",
}
COUNT_NL = {
    CountFrom.DAY_AFTER: "vanaf de dag erna", CountFrom.TRIGGER_DAY: "vanaf de dag zelf",
    CountFrom.NEXT_1_JANUARY: "vanaf 1 januari erna",
}
OUTCOME_NL = {
    Outcome.KEEP: "altijd bewaren", Outcome.NOT_YET: "nog te bewaren", Outcome.MAY_GO: "mag vernietigd worden",
    Outcome.OVERDUE: "had al weg moeten zijn", Outcome.HELD: "geblokkeerd", Outcome.MISSING: "kan nog niet",
    Outcome.CONFLICT: "termijnen spreken elkaar tegen", Outcome.NO_RULE: "geen selectieregel",
}
_LENGTH = re.compile(r"^P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?$")


@dataclass(frozen=True, slots=True)
class Length:
    """An ISO 8601 duration in years, months and days."""

    years: int = 0
    months: int = 0
    days: int = 0

    @property
    def words(self) -> str:
        names = ((self.years, "jaar", "jaar"), (self.months, "maand", "maanden"), (self.days, "dag", "dagen"))
        return " en ".join(f"{n} {one if n == 1 else many}" for n, one, many in names if n) or "0 dagen"


def read_length(text: str) -> Length:
    """``P10Y`` → 10 years. Raises Invalid with the way it is written."""
    found = _LENGTH.match(text.strip().upper())
    if not found or not any(found.groups()):
        raise Invalid({"value": "Schrijf een termijn als P10Y (10 jaar), P6M (6 maanden) of P30D (30 dagen)."})
    return Length(*(int(part or 0) for part in found.groups()))


def add(day: date, length: Length) -> date:
    """The same day later; 29 February becomes 28 February where that year has none."""
    month = day.month - 1 + length.months
    year, month = day.year + length.years + month // 12, month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last)) + timedelta(days=length.days)


def term_end(trigger: date, length: Length, count_from: CountFrom) -> date:
    """The last day of the term."""
    if count_from is CountFrom.NEXT_1_JANUARY:
        return add(date(trigger.year + 1, 1, 1), length) - timedelta(days=1)
    end = add(trigger, length)
    return end if count_from is CountFrom.DAY_AFTER else end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    bound: Bound
    length: Length
    trigger: Trigger
    count_from: CountFrom = CountFrom.DAY_AFTER
    ground: str = ""
    source: str = ""
    to_confirm: bool = False
    local: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """``series`` is its name for people."""

    series: str
    destination: Destination
    motivation: str = ""
    published: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    kind: Trigger
    on: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class HoldFact:
    reason: str
    reference: str
    placed_on: date
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of the explanation. ``decides``: this line gives the date of the verdict."""

    kind: str
    text: str
    ground: str = ""
    source: str = ""
    end: date | None = None
    decides: bool = False
    to_confirm: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """``earliest``: last day of the longest minimum. ``latest``: last day of the longest maximum. Gone may be from the day after."""

    earliest: date | None
    latest: date | None
    destination: Destination | None
    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    conflict: bool = False
    held: bool = False

    @property
    def may_go(self) -> bool:
        """The only question that destruction asks."""
        return self.outcome in (Outcome.MAY_GO, Outcome.OVERDUE)


@dataclass(slots=True)
class _Ends:
    minimum: list[tuple[date, Term]] = field(default_factory=list)
    maximum: list[tuple[date, Term]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def retention_verdict(
    rule: Rule | None, terms: Sequence[Term], facts: Sequence[Fact], holds: Sequence[HoldFact], today: date
) -> Verdict:
    """The longest minimum gives ``earliest``, the longest maximum ``latest``. A missing fact or a conflict never yields
    "destroy", it yields a task; a hold blocks whatever the date."""
    hold_lines = tuple(_hold_line(hold) for hold in holds)
    if rule is None:
        line = Reason("rule", "Voor deze serie is er nog geen selectieregel. Daarom blijft alles bewaard.", decides=True)
        return Verdict(None, None, None, Outcome.NO_RULE, (line, *hold_lines), held=bool(holds))
    known = {fact.kind: fact for fact in facts}
    ends = _ends(terms, known)
    earliest = max((end for end, _ in ends.minimum), default=None)
    latest = max((end for end, _ in ends.maximum), default=None)
    conflict = earliest is not None and latest is not None and earliest > latest
    outcome = _outcome(rule, terms, ends, (earliest, latest), bool(holds), conflict, today)
    lines = (_rule_line(rule), *_term_lines(ends, known, earliest, latest), *_extra_lines(ends, conflict), *hold_lines)
    return Verdict(earliest, latest, rule.destination, outcome, lines, tuple(ends.missing), conflict, bool(holds))


def _ends(terms: Sequence[Term], known: dict[Trigger, Fact]) -> _Ends:
    ends = _Ends()
    for term in terms:
        fact = known.get(term.trigger)
        if fact is None:
            ends.missing.append(TRIGGER_MISSING_NL[term.trigger])
            continue
        side = ends.minimum if term.bound is Bound.MINIMUM else ends.maximum
        side.append((term_end(fact.on, term.length, term.count_from), term))
    ends.missing = list(dict.fromkeys(ends.missing))
    return ends


def _outcome(
    rule: Rule, terms: Sequence[Term], ends: _Ends, dates: tuple[date | None, date | None], held: bool, conflict: bool, today: date
) -> Outcome:
    earliest, latest = dates
    if held:
        return Outcome.HELD
    if conflict:
        return Outcome.CONFLICT
    if rule.destination is not Destination.DESTROY:
        return Outcome.KEEP
    if ends.missing or not any(term.bound is Bound.MINIMUM for term in terms) or not rule.published:
        return Outcome.MISSING
    if latest is not None and today > latest:
        return Outcome.OVERDUE
    return Outcome.MAY_GO if earliest is not None and today > earliest else Outcome.NOT_YET


def _rule_line(rule: Rule) -> Reason:
    text = f"Regel van de serie “{rule.series}”: {DESTINATION_NL[rule.destination]}."
    if not rule.published:
        text += " De serie is nog een concept: er mag niets vernietigd worden."
    return Reason("rule", text, ground=rule.motivation)


def _term_lines(ends: _Ends, known: dict[Trigger, Fact], earliest: date | None, latest: date | None) -> list[Reason]:
    lines = []
    for side, deciding in ((ends.minimum, earliest), (ends.maximum, latest)):
        for end, term in side:
            fact = known[term.trigger]
            text = (
                f"{BOUND_NL[term.bound].capitalize()} {term.length.words} na {TRIGGER_NL[term.trigger]} op "
                f"{fact.on.day}/{fact.on.month:02d}/{fact.on.year}, {COUNT_NL[term.count_from]}."
            )
            if term.local:
                text += " Deze termijn is een eigen afwijking van uw gemeente."
            lines.append(Reason(term.bound, text, term.ground, term.source, end, end == deciding, term.to_confirm))
    return lines


def _extra_lines(ends: _Ends, conflict: bool) -> list[Reason]:
    lines = [Reason("missing", f"Kan nog niet: {text}.", decides=True) for text in ends.missing]
    if conflict:
        text = "De minimumtermijn eindigt na de maximumtermijn. Een archivaris kijkt dit na; er gaat niets weg."
        lines.append(Reason("conflict", text, decides=True))
    return lines


def _hold_line(hold: HoldFact) -> Reason:
    again = f" Opnieuw na te kijken op {hold.review_on.day}/{hold.review_on.month:02d}/{hold.review_on.year}." if hold.review_on else ""
    return Reason("hold", f"Blokkering: {hold.reason}. Zolang ze geldt, gaat niets weg.{again}", ground=hold.reference, decides=True)


def require_sensible(minimum: Sequence[Term], maximum: Sequence[Term], *, personal: bool) -> str:
    """Why a series can only be a concept; "" when it may be published. Same trigger: a maximum shorter than the minimum is refused."""
    if personal and not maximum:
        return "Een serie met persoonsgegevens heeft een maximumtermijn nodig. Zonder blijft ze een concept."
    day = date(2001, 1, 1)
    for low in minimum:
        for high in maximum:
            if low.trigger is high.trigger and term_end(day, high.length, high.count_from) < term_end(day, low.length, low.count_from):
                return "De maximumtermijn is korter dan de minimumtermijn. Kijk de termijnen na."
    return ""
