"""The three-box date of the house, as a plain Django form field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from nabij.kernel.calendar import clock

from .dates import DateUnclear, read_date

PARTS = (("day", "Dag", "bday-day"), ("month", "Maand", "bday-month"), ("year", "Jaar", "bday-year"))


class DateBoxes(forms.MultiWidget):
    """Day, month, year. What was typed comes back as typed, also after an error."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        self.birthday = birthday
        super().__init__({name: forms.TextInput() for name, _, _ in PARTS}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, date):
            return [value.day, value.month, value.year]
        return [None, None, None]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """Read the boxes; a caller with one whole date (address, import, draft) may send that under the plain name."""
        if name in data:
            typed = str(data[name])
            # Always three parts: Django draws one box per part.
            return typed.split("-")[::-1] if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", typed) else [typed, "", ""]
        return [data.get(f"{name}_{part}", "") for part, _, _ in PARTS]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and all(f"{name}_{part}" not in data for part, _, _ in PARTS)


class DateField(forms.Field):
    """A date from three boxes. ``year_needed`` for dates of birth: then no year is guessed; ``birthday`` sets autocomplete."""

    widget = DateBoxes
    default_error_messages = {"required": "Vul de datum in, bijvoorbeeld 3 3 2025."}

    def __init__(self, *, year_needed: bool = False, birthday: bool = False, **kwargs: Any) -> None:
        self.year_needed = year_needed or birthday
        kwargs.setdefault("widget", DateBoxes(birthday=birthday))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Return the date, or None when every box is empty. Raises ValidationError with the sentence for the field."""
        if value is None or isinstance(value, date):
            return value
        try:
            day, month, year = (str(part or "") for part in (*value, "", "", "")[:3])
            return read_date(day, month, year, today=clock.today(), year_needed=self.year_needed)
        except DateUnclear as unclear:
            raise forms.ValidationError(str(unclear), code="invalid") from unclear

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except forms.ValidationError:
            return True
