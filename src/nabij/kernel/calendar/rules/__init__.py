"""Pure rules of time: holidays, working time, terms. No clock, no Django."""

from .holidays import (
    BRUSSELS,
    Calendar,
    ClosingDay,
    Holiday,
    HolidayRule,
    Hours,
    WorkingPattern,
    easter_sunday,
    holidays_in,
)
from .terms import TermEnd, TermRule, Toll, add_months, term_end
from .working_time import NoWorkingHours, add_elapsed, add_working_time, hours_problem, working_time_between

__all__ = [
    "BRUSSELS",
    "Calendar",
    "ClosingDay",
    "Holiday",
    "HolidayRule",
    "Hours",
    "NoWorkingHours",
    "TermEnd",
    "TermRule",
    "Toll",
    "WorkingPattern",
    "add_elapsed",
    "add_months",
    "add_working_time",
    "easter_sunday",
    "holidays_in",
    "hours_problem",
    "term_end",
    "working_time_between",
]
