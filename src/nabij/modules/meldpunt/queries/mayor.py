"""What a mayor reads on one page: who was called, who comes before, and what it costs in people's hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nabij.kernel.calendar import words
from nabij.kernel.tenancy import queries as organisations

from ..models.duty import DutyLine, DutyParticipation, EscalationPolicy, Role, Shift
from ..rules import mayor as rules
from ..rules.last_resort import Office
from ..rules.rota import BRUSSELS
from . import contacted, last_resort, rota
from .participation import members

SOON_DAYS = 7


@dataclass(frozen=True)
class Before:
    """One person in the order of a chain; `minutes` after the alarm began."""

    number: int
    name: str
    what: str
    minutes: int
    you: bool = False


@dataclass(frozen=True)
class Chain:
    """The order in which people are called from a day on; empty when there is no line or no list then."""

    on: date
    people: tuple[Before, ...]
    ending: str
    reference: str

    @property
    def place(self) -> str:
        """Where the mayor stands, in a sentence; empty when the list does not name the mayor."""
        mine = next((one.number for one in self.people if one.you), None)
        return rules.place_sentence(mine, len(self.people)) if mine else "Uw gemeente zette de burgemeester niet op de lijst."


@dataclass(frozen=True)
class MayorPage:
    """The one sentence, the order, and the duty hours and turns of the own people in the coming eight weeks."""

    sentence: str
    chain: Chain | None
    participation: DutyParticipation | None
    hours: int
    turns: int
    own_total: int
    weekend: rules.Weekend


def mayor_page(organisation_id: int, at: datetime) -> MayorPage:
    """Everything of the page, from rows."""
    today = at.astimezone(BRUSSELS).date()
    weekend = rules.last_weekend(today)
    counted = contacted.own(organisation_id, weekend.since, weekend.until)
    decided = contacted.own_baseline(organisation_id)
    line = decided.line if decided else DutyLine.objects.order_by("slug").first()
    parts = [rules.calls_sentence(weekend, counted.mayor, counted.director)]
    if line is not None:
        parts.append(_line_sentence(line, today))
        parts.append(_joins(organisations.name_of(organisation_id), decided, today))
    on = max(today, decided.period.lower) if decided else today
    return MayorPage(
        " ".join(part for part in parts if part), _chain(organisation_id, line, on, at) if line and decided else None, decided,
        *_hours(organisation_id, at), counted.total, weekend,
    )  # fmt: skip


def _line_sentence(line: DutyLine, today: date) -> str:
    now = contacted.of_the_line(line, today.replace(day=1), Office.MAYOR)
    before = contacted.of_the_line(line, contacted.previous_month(today), Office.MAYOR)
    return rules.line_sentence(len(members(line, today)), now, before)


def _joins(name: str, decided: DutyParticipation | None, today: date) -> str:
    """ "Lendelede sluit donderdag aan."."""
    if decided is None:
        return f"{name} doet niet mee aan de wachtlijn."
    since = decided.period.lower
    if since <= today:
        return ""
    day = words.date_text(since, year=False)
    return f"{name} sluit {day.split()[0] if (since - today).days < SOON_DAYS else f'op {day}'} aan."


def _chain(organisation_id: int, line: DutyLine, on: date, at: datetime) -> Chain | None:
    """The steps of the line with who stands on duty on that day at noon (or now), then the own list."""
    list_ = last_resort.list_on(organisation_id, on)
    policy = EscalationPolicy.objects.filter(line=line).order_by("-version").first()
    if list_ is None or policy is None:
        return None
    then = at if on == at.astimezone(BRUSSELS).date() else datetime.combine(on, time(12), BRUSSELS)
    duty = rota.on_now(line, then)
    people: list[Before] = []
    minutes = 0
    for step in policy.steps.all():
        label = Role(step.role).label
        people += [
            Before(len(people) + n, one.name, f"{label}, {one.employer}", minutes)
            for n, one in enumerate((one for one in duty if one.role == step.role), 1)
        ]
        minutes += step.delay_minutes
    minutes *= policy.repeat + 1
    for place in list_.places:
        people.append(Before(len(people) + 1, place.title, "laatste vangnet", minutes, place.office is Office.MAYOR))
        minutes += place.minutes
    return Chain(on, tuple(people), list_.ending, list_.row.reference)


def _hours(organisation_id: int, at: datetime) -> tuple[int, int]:
    """Hours and number of turns of the own people in the coming eight weeks, together."""
    end = at + timedelta(weeks=8)
    rows = list(Shift.objects.filter(employer_id=organisation_id, period__startswith__lt=end, period__endswith__gt=at))
    seconds = sum((min(row.period.upper, end) - max(row.period.lower, at)).total_seconds() for row in rows)
    return round(seconds / 3600), len(rows)
