"""When a project stands still, and who hears of it (programme 4.5, founding note N17).

Activity is a real act: a decision, a gathering with a decision, a gate, a test. Reading, editing text and mails are not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Step(StrEnum):
    """Who hears of silence, in order."""

    OWNER = "owner"
    LEAD = "lead"
    EXELLO = "exello"
    CONFERENTIE = "conferentie"


STEP_WORDS = {
    Step.OWNER: "de trekker van het project",
    Step.LEAD: "de trekker van de werkgroep",
    Step.EXELLO: "Exello",
    Step.CONFERENTIE: "de agenda van de Conferentie",
}
#: Days without an act after which each step hears of it (N17); a row ``SignalStep`` may say otherwise.
DEFAULT_DAYS: dict[Step, int] = {Step.OWNER: 28, Step.LEAD: 35, Step.EXELLO: 42, Step.CONFERENTIE: 70}
#: Steps that get a mail; the last one is a line on an agenda.
MAILED = frozenset({Step.OWNER, Step.LEAD, Step.EXELLO})


@dataclass(frozen=True, slots=True)
class Act:
    """Something that really happened in a project on a day, in words."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Days:
    """Half-open days that do not count."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder of one project: after so many days, this one hears of it."""

    step: Step
    after_days: int
    told: str


@dataclass(frozen=True, slots=True)
class Due:
    """A step of the ladder with the day on which it is reached when nothing happens."""

    rung: Rung
    on: date


def last_act(acts: Iterable[Act], today: date) -> Act | None:
    """The latest act up to today; what lies in the future has not happened."""
    return max((act for act in acts if act.on <= today), key=lambda act: act.on, default=None)


def quiet_days(since: date, today: date, quiet: Sequence[Days] = ()) -> int:
    """Whole days since an act, without the days that do not count."""
    return max(0, (today - since).days - sum(_overlap(since, today, period) for period in quiet))


def _overlap(since: date, today: date, period: Days) -> int:
    start, end = max(since, period.start), min(today, period.end)
    return max(0, (end - start).days)


def reached_on(since: date, after_days: int, quiet: Sequence[Days] = ()) -> date:
    """The first day on which so many days have passed without an act."""
    day = since + timedelta(days=after_days)
    while quiet_days(since, day, quiet) < after_days:
        day += timedelta(days=after_days - quiet_days(since, day, quiet))
    return day


def ladder(rungs: Mapping[Step, Rung]) -> list[Rung]:
    """The steps in order; a step nobody wrote down is missing, not guessed."""
    return [rungs[step] for step in Step if step in rungs]


def due(rungs: Sequence[Rung], since: date, until: date, done: Collection[Step], quiet: Sequence[Days] = ()) -> list[Due]:
    """Steps reached up to ``until`` that did not hear of this silence yet; each once."""
    found = [Due(rung, reached_on(since, rung.after_days, quiet)) for rung in rungs if rung.step not in done]
    return [step for step in found if step.on <= until]


def stalls(days: int, rungs: Sequence[Rung]) -> bool:
    """True from the first step on."""
    return bool(rungs) and days >= min(rung.after_days for rung in rungs)
