"""What is wrong with the coming weeks of a rota: gaps, people who cannot be reached, rules of work, imbalance. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from . import duty_rules
from .duty_rules import Duty, DutyRule, Leave, RuleCode
from .rota import Schedule, on_call, spans

WEEKS = 8
#: A gap that lies nearer than this is paged to the coordinator.
PAGED_WITHIN = timedelta(hours=48)


class FindingKind(StrEnum):
    """What was found."""

    GAP = "gap"
    UNREACHABLE = "unreachable"
    REST = "rest"
    WEEK = "week"
    LEAVE = "leave"
    IMBALANCE = "imbalance"


#: Of these the planner and the municipality hear; the others stand on the rota.
TOLD = (FindingKind.GAP, FindingKind.UNREACHABLE, FindingKind.LEAVE)
#: Nobody will answer: near enough, the coordinator is paged.
PAGED = (FindingKind.GAP, FindingKind.UNREACHABLE)
_KIND_OF = {RuleCode.REST: FindingKind.REST, RuleCode.WEEK: FindingKind.WEEK, RuleCode.LEAVE: FindingKind.LEAVE}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `person` is who would have been (gap) or is concerned; `amount` of `limit` in hours or percent."""

    kind: FindingKind
    role: str
    start: datetime
    end: datetime
    person: str = ""
    amount: int = 0
    limit: int = 0

    @property
    def fingerprint(self) -> str:
        """The same thing tomorrow has the same fingerprint, so that nobody is told twice."""
        return f"{self.kind}|{self.role}|{self.person}|{self.start:%Y-%m-%dT%H:%M}"


@dataclass(frozen=True)
class Situation:
    """Everything that the rota of one line is judged by. `reachable` are persons with a verified method."""

    schedules: Mapping[str, Schedule]
    reachable: frozenset[str]
    rules: Sequence[DutyRule] = ()
    leaves: Sequence[Leave] = ()


def quality(line: Situation, at: datetime, weeks: int = WEEKS) -> list[Finding]:
    """All findings from `at` on, in order of time. It looks back as far as ahead, so that a running gap keeps its real beginning."""
    start, end = at - timedelta(weeks=weeks), at + timedelta(weeks=weeks)
    gaps, duties = [], []
    for role, schedule in line.schedules.items():
        for span in (s for s in spans(schedule, start, end) if s.end > at):
            if span.is_gap:
                gaps.append(Finding(FindingKind.GAP, role, span.start, span.end, whose_turn(schedule, span.start)))
            duties += [Duty(on.person, role, span.start, span.end) for on in span.people]
    worked = duty_rules.breaches(duties, line.rules, line.leaves)
    found = [
        *gaps,
        *_unreachable(duties, line.reachable),
        *(Finding(_KIND_OF[b.code], "", b.start, b.end, b.person, b.hours, b.limit) for b in worked if b.end > at),
        *_imbalance([d for d in duties if _takes_turns(line.schedules[d.role], d.person)], line.rules, at, end),
    ]
    return sorted(found, key=lambda f: (f.start, f.kind, f.role, f.person))


def whose_turn(schedule: Schedule, at: datetime) -> str:
    """A gap belongs to whoever's turn it was before the deviation; empty when it was nobody's."""
    planned = on_call(Schedule(schedule.rotation, rules=schedule.rules), at)
    return planned[0].person if planned else ""


def _unreachable(duties: Iterable[Duty], reachable: frozenset[str]) -> list[Finding]:
    return [Finding(FindingKind.UNREACHABLE, d.role, d.start, d.end, d.person) for d in duties if d.person not in reachable]


def _takes_turns(schedule: Schedule, person: str) -> bool:
    """Who only stands in a deviation, a single turn of another municipality, is no part of what is divided equally."""
    turns = [schedule.rotation, *(rule.target for rule in schedule.rules if not isinstance(rule.target, str))]
    named = {rule.target for rule in schedule.rules if isinstance(rule.target, str)}
    return person in named or any(turn is not None and person in turn.members for turn in turns)


def _imbalance(duties: Sequence[Duty], rules: Sequence[DutyRule], at: datetime, end: datetime) -> list[Finding]:
    """Who carries so many percent more than an equal part of a role in these weeks."""
    limit = next((rule.value for rule in rules if rule.code is RuleCode.IMBALANCE), 0)
    found = []
    for role in sorted({d.role for d in duties}) if limit else ():
        hours: dict[str, timedelta] = {}
        for d in (d for d in duties if d.role == role):
            hours[d.person] = hours.get(d.person, timedelta(0)) + d.end - max(d.start, at)
        equal = sum(hours.values(), timedelta(0)) / len(hours)
        found += [
            Finding(FindingKind.IMBALANCE, role, at.replace(hour=0, minute=0, second=0, microsecond=0), end, person, over, limit)
            for person, spent in sorted(hours.items())
            if len(hours) > 1 and (over := int((spent / equal - 1) * 100)) > limit
        ]
    return found
