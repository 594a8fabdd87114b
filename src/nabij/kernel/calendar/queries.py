"""Reads of the calendar: frozen values for the pure rules."""

from __future__ import annotations

from datetime import date, time

from nabij.kernel.errors import NotFound

from . import models, rules

_DAYS_OF_WEEK = 7


def calendar_for(organisation_id: int) -> rules.Calendar:
    """Holidays, closing days and weekly hours of one organisation. Needs a scope that reads it, otherwise only the
    legal holidays are in it. Three queries; keep the answer for the length of a request or job."""
    return rules.Calendar(
        holiday_rules=legal_holidays(),
        closing_days=tuple(
            rules.ClosingDay(row.period.lower, row.period.upper, row.name_nl, row.unit)
            for row in models.ClosingDay.objects.filter(organisation_id=organisation_id)
        ),
        patterns=tuple(
            _pattern(row) for row in models.WorkingPattern.objects.filter(organisation_id=organisation_id)
        ),
    )


def legal_holidays() -> tuple[rules.HolidayRule, ...]:
    """The rules of the legal holidays, of every period."""
    return tuple(
        rules.HolidayRule(
            code=row.code, name_nl=row.name_nl, name_fr=row.name_fr, month=row.month, day=row.day,
            easter_offset=row.easter_offset, first=row.valid.lower or date.min, until=row.valid.upper,
        )
        for row in models.HolidayRule.objects.all()
    )


def term_rule(code: str, on: date) -> rules.TermRule:
    """The rule of a term for an event on that day. Raises ``NotFound``."""
    row = models.TermRule.objects.filter(code=code, valid__contains=on).first()
    if row is None:
        raise NotFound(f"Voor deze termijn ({code}) is op die datum geen regel bekend.")
    return rules.TermRule(
        code=row.code, amount=row.amount, unit=row.unit, month_method=row.month_method, roll=row.roll,
        local_days=row.local_days, name_nl=row.name_nl, source=row.source,
    )


def _pattern(row: models.WorkingPattern) -> rules.WorkingPattern:
    return rules.WorkingPattern(
        hours=week_hours(row.hours), unit=row.unit, first=row.valid.lower or date.min, until=row.valid.upper
    )


def week_hours(stored: list[list[list[str]]]) -> tuple[rules.Hours, ...]:
    """Stored hours as times; days that are missing at the end of the week are closed."""
    week = [tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in day) for day in stored]
    return tuple(week + [()] * (_DAYS_OF_WEEK - len(week)))
