"""What is wrong with the coming weeks of a line, in rows and in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nabij.kernel.calendar import words

from ..models.duty import ContactMethod, DutyLine, DutyPerson, Role
from ..models.rota import Absence, DutyRule, RotaCheck, RotaFinding
from ..rules import duty_rules, quality
from ..rules.duty_rules import RuleCode
from ..rules.quality import Finding, FindingKind
from ..rules.turns import BRUSSELS
from .rota import roles_of, schedule_of


def rules_on(organisation_id: int, at: datetime) -> list[duty_rules.DutyRule]:
    """The rules of work and weights that hold on a day."""
    rows = DutyRule.objects.filter(organisation_id=organisation_id, period__contains=at.astimezone(BRUSSELS).date())
    return [duty_rules.DutyRule(RuleCode(row.code), row.value, row.role) for row in rows]


def rule_rows(organisation_id: int) -> list[DutyRule]:
    """The rules with their sources, for the page."""
    return list(DutyRule.objects.filter(organisation_id=organisation_id).order_by("code", "role"))


def leaves(organisation_id: int, after: datetime) -> list[duty_rules.Leave]:
    """Absences that are not over."""
    rows = Absence.objects.filter(organisation_id=organisation_id, period__endswith__gt=after)
    return [duty_rules.Leave(str(row.person_id), row.period.lower, row.period.upper) for row in rows]


def situation(line: DutyLine, at: datetime) -> quality.Situation:
    """Everything that the rota of a line is judged by."""
    proven = ContactMethod.objects.filter(organisation_id=line.organisation_id, verified_at__isnull=False)
    return quality.Situation(
        {role: schedule_of(line, role) for role in roles_of(line)},
        frozenset(str(person) for person in proven.values_list("person_id", flat=True)),
        rules_on(line.organisation_id, at),
        leaves(line.organisation_id, at),
    )


def people_of(line: DutyLine) -> dict[str, DutyPerson]:
    """Everyone on the list of the line's organisation, by text id."""
    rows = DutyPerson.objects.filter(organisation_id=line.organisation_id).select_related("employer")
    return {str(row.id): row for row in rows}


def findings(line: DutyLine, at: datetime) -> list[Finding]:
    """Everything that is wrong in the coming eight weeks, in order of time."""
    return quality.quality(situation(line, at), at)


def open_findings(line: DutyLine) -> list[RotaFinding]:
    """What the daily look keeps an eye on."""
    return list(RotaFinding.objects.filter(line=line, solved_at__isnull=True))


def last_check(line: DutyLine) -> datetime | None:
    """When the rota was last looked at by itself."""
    return RotaCheck.objects.filter(line=line).order_by("-at").values_list("at", flat=True).first()


@dataclass(frozen=True)
class Told:
    """A finding in words. `heading` for a list, `sentence` to read, `days` until it begins."""

    kind: str
    heading: str
    sentence: str
    days: int
    start: datetime
    person_id: UUID | None = None
    role: str = ""
    due_person: str = ""

    @property
    def is_gap(self) -> bool:
        """Nobody stands there."""
        return self.kind == FindingKind.GAP


def in_words(found: Iterable[Finding], people: dict[str, DutyPerson], at: datetime) -> list[Told]:
    """Sentences for planner and municipality (T16 for a gap)."""
    return [_told(one, people.get(one.person), at) for one in found]


def _told(one: Finding, person: DutyPerson | None, at: datetime) -> Told:
    days = (one.start.astimezone(BRUSSELS).date() - at.astimezone(BRUSSELS).date()).days
    role = Role(one.role).label if one.role else ""
    sentence = _SENTENCES[one.kind](one, person, role)
    if one.kind is FindingKind.GAP:
        sentence = f"{sentence} {left(days)} Vraag de coördinator of neem de wacht zelf over."
    return Told(one.kind, _HEADINGS[one.kind], sentence, days, one.start, person.id if person else None, role, str(person or ""))


def left(days: int) -> str:
    """ "Nog 17 dagen." """
    return "Dat is nu." if days <= 0 else f"Nog {days} {'dag' if days == 1 else 'dagen'}."


def period_words(start: datetime, end: datetime) -> str:
    """ "vrijdag 16 april van 8.00 tot 17.00 uur", or both days when they differ."""
    first, last = start.astimezone(BRUSSELS), end.astimezone(BRUSSELS)
    if first.date() == last.date():
        hours = f"van {words.time_text(first).removesuffix(' uur')} tot {words.time_text(last)}"
        return f"{words.date_text(first, year=False)} {hours}"
    return " tot ".join(f"{words.date_text(edge, year=False)} {words.time_text(edge)}" for edge in (first, last))


def _gap(one: Finding, person: DutyPerson | None, role: str) -> str:
    who = str(person.employer) if person else f"de {role}"
    return f"Op {period_words(one.start, one.end)} heeft {who} niemand van wacht."


def _unreachable(one: Finding, person: DutyPerson | None, role: str) -> str:
    return f"{person} staat op {period_words(one.start, one.end)} als {role}, maar heeft geen nummer dat nagekeken is: niemand kan bellen."


def _leave(one: Finding, person: DutyPerson | None, role: str) -> str:
    return f"{person} is afwezig op {period_words(one.start, one.end)} en staat dan van wacht. Zoek iemand anders."


def _rest(one: Finding, person: DutyPerson | None, role: str) -> str:
    when = period_words(one.start, one.end)
    return f"{person} heeft op {when} maar {one.amount} uur rust tussen twee beurten. De regel vraagt {one.limit} uur."


def _week(one: Finding, person: DutyPerson | None, role: str) -> str:
    week = words.date_text(one.start, year=False)
    return f"{person} staat in de week van {week} {one.amount} uur van wacht. De regel laat {one.limit} uur toe."


def _imbalance(one: Finding, person: DutyPerson | None, role: str) -> str:
    more = f"{person} draagt als {role} de komende acht weken {one.amount} % meer dan een gelijk deel."
    return f"{more} De afspraak is hoogstens {one.limit} %."


_SENTENCES = {
    FindingKind.GAP: _gap, FindingKind.UNREACHABLE: _unreachable, FindingKind.LEAVE: _leave, FindingKind.REST: _rest,
    FindingKind.WEEK: _week, FindingKind.IMBALANCE: _imbalance,
}  # fmt: skip
_HEADINGS = {
    FindingKind.GAP: "niemand", FindingKind.UNREACHABLE: "niet bereikbaar", FindingKind.LEAVE: "afwezig", FindingKind.REST: "rust",
    FindingKind.WEEK: "weekgrens", FindingKind.IMBALANCE: "ongelijk",
}  # fmt: skip


def breach_words(breach: duty_rules.Breach, person: DutyPerson) -> str:
    """Why a shift may not be taken by oneself."""
    kinds = {RuleCode.REST: FindingKind.REST, RuleCode.WEEK: FindingKind.WEEK, RuleCode.LEAVE: FindingKind.LEAVE}
    one = Finding(kinds[breach.code], "", breach.start, breach.end, str(person.id), breach.hours, breach.limit)
    return _SENTENCES[one.kind](one, person, "")
