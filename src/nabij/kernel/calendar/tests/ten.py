"""The shipped holiday rules, read from the migration that ships them, for tests without a database."""

from importlib import import_module

from nabij.kernel.calendar.rules import HolidayRule

_shipped = import_module("nabij.kernel.calendar.migrations.0003_legal_holidays")

TEN = (
    *(HolidayRule(code, nl, fr, month=month, day=day) for code, nl, fr, month, day in _shipped.FIXED),
    *(HolidayRule(code, nl, fr, easter_offset=offset) for code, nl, fr, offset in _shipped.AROUND_EASTER),
)
