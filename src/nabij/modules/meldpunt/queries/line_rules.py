"""The rules of a line for who sets them: hours of the week per role, rules of work with what comes and what was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ..models.duty import DutyLine, DutyPerson, Role, Rotation
from ..models.rota import DutyRule, ScheduleRule

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


@dataclass(frozen=True)
class WeekRow:
    """One rule of the week in words."""

    days: str
    hours: str
    who: str
    first: date
    until: date | None

    def comes_later(self, on: date) -> bool:
        return self.first > on


@dataclass(frozen=True)
class RoleWeek:
    """One role with its rules; without rules the turn is always on duty, when there is one."""

    role: str
    rows: tuple[WeekRow, ...]
    has_turn: bool


def week(line: DutyLine, on: date) -> list[RoleWeek]:
    """Every role, first line before backup; rules that are over are left out."""
    standing = Q(period__endswith__isnull=True) | Q(period__endswith__gt=on)
    rules = ScheduleRule.objects.filter(standing, line=line).select_related("person", "rotation").order_by("period", "id")
    turns = set(Rotation.objects.filter(line=line, name="").values_list("role", flat=True))
    found: dict[str, list[WeekRow]] = {role: [] for role in Role.values}
    for rule in rules:
        found[rule.role].append(_row(rule))
    return [RoleWeek(Role(role).label, tuple(rows), role in turns) for role, rows in found.items()]


def _row(rule: ScheduleRule) -> WeekRow:
    days = "elke dag" if len(set(rule.weekdays)) == len(DAYS) else ", ".join(DAYS[day] for day in sorted(set(rule.weekdays)))
    over = " (de volgende dag)" if rule.end <= rule.start else ""
    name = rule.rotation.name if rule.rotation else ""
    who = str(rule.person) if rule.person else f"de beurtrol {name}".strip()
    return WeekRow(days, f"van {_hour(rule.start)} tot {_hour(rule.end)} uur{over}", who, rule.period.lower, rule.period.upper)


def _hour(value: object) -> str:
    return f"{value:%-H.%M}"


def available(line: DutyLine, on: date) -> list[DutyPerson]:
    """Who may still be planned on this line, by name."""
    rows = DutyPerson.objects.filter(organisation_id=line.organisation_id).exclude(until__lte=on).select_related("employer")
    return list(rows.order_by("given_name", "family_name"))


def turns(line: DutyLine) -> list[Rotation]:
    """The turns of a line, the ordinary one of each role and those with a name."""
    return list(Rotation.objects.filter(line=line).order_by("role", "name"))


def work(organisation_id: int, on: date) -> list[DutyRule]:
    """The rules that hold or come, by rule and role."""
    standing = Q(period__endswith__isnull=True) | Q(period__endswith__gt=on)
    return list(DutyRule.objects.filter(standing, organisation_id=organisation_id).order_by("code", "role", "period"))
