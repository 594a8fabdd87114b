"""Rows of the calendar: holidays and terms as code lists, closing days and weekly hours per organisation."""

from .holidays import ClosingDay, HolidayRule, WorkingPattern
from .terms import TermRule

__all__ = ["ClosingDay", "HolidayRule", "TermRule", "WorkingPattern"]
