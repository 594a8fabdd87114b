"""Forms of the rota: a stretch of time in local days and hours, a deviation, a temporary schedule, a decision, a period of hours."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from nabij.design.fields import DateField

from .models.duty import DutyLine, DutyPerson, Role
from .models.rota import DutyKind
from .rules.rota import BRUSSELS, OverrideKind, Unit
from .rules.turns import instant

HOUR_UNCLEAR = "Schrijf het uur zo: 8.00 of 17.30."
OVERRIDES = [
    (OverrideKind.REMOVE.value, "iemand wordt weggehaald"), (OverrideKind.REPLACE.value, "iemand vervangt een ander"),
    (OverrideKind.ADD.value, "er komt iemand bij"),
]  # fmt: skip


class HourField(forms.CharField):
    """ "8", "8.00", "8:30" or "17u30" → a time."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": HOUR_UNCLEAR})
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6, "maxlength": 12}), **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, time) or not value:
            return value or None
        found = re.fullmatch(r"\s*(\d{1,2})(?:\s*[.:uUhH]\s*(\d{2})?)?\s*(?:uur)?\s*", str(value))
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            raise forms.ValidationError(HOUR_UNCLEAR)
        return time(hour % 24, minute)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour}.{value.minute:02d}" if isinstance(value, time) else value


class StretchForm(forms.Form):
    """From a local day and hour until a local day and hour. ``cleaned_data`` gets ``start`` and ``end`` as moments."""

    start_day = DateField(label="Vanaf welke dag?")
    start_hour = HourField(label="Vanaf hoe laat?")
    end_day = DateField(label="Tot welke dag?")
    end_hour = HourField(label="Tot hoe laat?")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if all(given.get(name) is not None for name in ("start_day", "start_hour", "end_day", "end_hour")):
            given["start"] = instant(datetime.combine(given["start_day"], given["start_hour"]), BRUSSELS)
            given["end"] = instant(datetime.combine(given["end_day"], given["end_hour"]), BRUSSELS)
            if given["end"] <= given["start"]:
                self.add_error("end_day", "Kies een einde dat na het begin ligt.")
        return given


def stretch_of(start: datetime, end: datetime) -> dict[str, Any]:
    """Initial values of a ``StretchForm``."""
    first, last = start.astimezone(BRUSSELS), end.astimezone(BRUSSELS)
    return {"start_day": first.date(), "start_hour": first.time(), "end_day": last.date(), "end_hour": last.time()}


class _Planning(StretchForm):
    """What each change of the planner says: role, stretch, why."""

    role = forms.ChoiceField(label="Welke rol?", choices=Role.choices)
    reason = forms.CharField(
        label="Waarom? Dit staat op het rooster.", max_length=200, error_messages={"required": "Zeg kort waarom, bijvoorbeeld: ruil."}
    )

    def __init__(self, data: Any = None, *, people: list[DutyPerson], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.people = {str(person.id): person for person in people}
        self.choices = [("", "kies iemand"), *((key, f"{person}, {person.employer}") for key, person in self.people.items())]

    def person_of(self, name: str) -> DutyPerson | None:
        """The chosen person, or None."""
        return self.people.get(self.cleaned_data.get(name) or "")


class OverrideForm(_Planning):
    """A deviation: one more, one less, one instead of another."""

    field_order = ("kind", "role", "person", "replaces", "start_day", "start_hour", "end_day", "end_hour", "reason")
    kind = forms.ChoiceField(label="Wat verandert er?", choices=OVERRIDES, widget=forms.RadioSelect, initial=OverrideKind.REPLACE.value)
    person = forms.ChoiceField(label="Wie?", error_messages={"required": "Kies iemand uit de lijst."})
    replaces = forms.ChoiceField(label="Wie wordt vervangen?", required=False, help_text="Alleen als iemand een ander vervangt.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "replaces"):
            self.fields[name].choices = self.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        replacing = given.get("kind") == OverrideKind.REPLACE
        if replacing and not given.get("replaces"):
            self.add_error("replaces", "Kies wie vervangen wordt.")
        if not replacing:
            given["replaces"] = ""
        return given


class TemporaryForm(_Planning):
    """A temporary schedule: who, in turn, for so many hours each; empty hours = everyone the whole time."""

    field_order = ("role", "start_day", "start_hour", "end_day", "end_hour", "first", "second", "third", "fourth", "hours", "reason")
    first = forms.ChoiceField(label="Wie begint?", error_messages={"required": "Kies wie begint."})
    second = forms.ChoiceField(label="Wie volgt?", required=False)
    third = forms.ChoiceField(label="Wie is de derde?", required=False)
    fourth = forms.ChoiceField(label="Wie is de vierde?", required=False)
    hours = forms.IntegerField(
        label="Hoeveel uur duurt één beurt?", required=False, min_value=1, max_value=9000, help_text="Leeg: iedereen staat de hele tijd."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second", "third", "fourth"):
            self.fields[name].choices = self.choices  # type: ignore[attr-defined]

    def shifts(self) -> list[tuple[DutyPerson, datetime, datetime]]:
        """The shifts that follow from the answers."""
        start, end, hours = (self.cleaned_data[name] for name in ("start", "end", "hours"))
        people = [person for name in ("first", "second", "third", "fourth") if (person := self.person_of(name))]
        if not hours:
            return [(person, start, end) for person in dict.fromkeys(people)]
        step = timedelta(hours=hours)
        found: list[tuple[DutyPerson, datetime, datetime]] = []
        while start < end:
            found.append((people[len(found) % len(people)], start, min(start + step, end)))
            start += step
        return found


UNITS = [(Unit.WEEKLY.value, "weken"), (Unit.DAILY.value, "dagen"), (Unit.HOURLY.value, "uren"), (Unit.MONTHLY.value, "maanden")]


class TurnForm(forms.Form):
    """The turn of a role: who, in which order, how long each, from when."""

    role = forms.ChoiceField(label="Welke rol?", choices=Role.choices)
    length = forms.IntegerField(label="Hoe lang duurt één beurt?", min_value=1, max_value=9000, initial=1)
    unit = forms.ChoiceField(label="In welke eenheid?", choices=UNITS)
    start_day = DateField(label="Op welke dag wisselt de beurt voor het eerst?")
    start_hour = HourField(label="Hoe laat wisselt de beurt?", help_text="Dat uur blijft hetzelfde, ook als de klok verspringt.")
    first = forms.ChoiceField(label="Wie begint?", error_messages={"required": "Kies wie begint."})
    second = forms.ChoiceField(label="Wie volgt?", required=False)
    third = forms.ChoiceField(label="Wie is de derde?", required=False)
    fourth = forms.ChoiceField(label="Wie is de vierde?", required=False)
    fifth = forms.ChoiceField(label="Wie is de vijfde?", required=False)
    sixth = forms.ChoiceField(label="Wie is de zesde?", required=False)
    PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")

    def __init__(self, data: Any = None, *, people: list[DutyPerson], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.people = {str(person.id): person for person in people}
        choices = [("", "kies iemand"), *((key, f"{person}, {person.employer}") for key, person in self.people.items())]
        for name in self.PLACES:
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def members(self) -> list[DutyPerson]:
        """In order, empty places left out. Someone may stand in it twice."""
        return [self.people[key] for name in self.PLACES if (key := self.cleaned_data.get(name))]

    def start_local(self) -> str:
        """Wall-clock time as the rotation keeps it."""
        begin = datetime.combine(self.cleaned_data["start_day"], self.cleaned_data["start_hour"])
        return begin.isoformat(timespec="minutes")


class PeriodForm(forms.Form):
    """Which days, which role: the filter of the hours."""

    van = DateField(label="Van", required=False)
    tot = DateField(label="Tot en met", required=False)
    rol = forms.ChoiceField(label="Rol", required=False, choices=[("", "alle rollen"), *Role.choices])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("van"), given.get("tot")
        if first and last and not timedelta(0) <= last - first <= timedelta(days=366):
            self.add_error("tot", "Kies een laatste dag na de eerste, hoogstens een jaar verder.")
        return given


class LeaveForm(forms.Form):
    """From which day the municipality leaves the line, and who answers then."""

    on = DateField(label="Vanaf welke dag?")
    public_number = forms.CharField(
        label="Welk nummer antwoordt dan?", max_length=30, error_messages={"required": "Vul het nummer in dat dan antwoordt."}
    )
    reference = forms.CharField(
        label="Welke beslissing?",
        max_length=120,
        error_messages={"required": "Noem de beslissing, bijvoorbeeld: gemeenteraad van 3 mei 2027."},
    )


class CoverageForm(forms.Form):
    """Who answers for a kind of duty from a day on."""

    kind = forms.ChoiceField(label="Voor welke wachtsoort?", required=False)
    line = forms.ChoiceField(label="Welke wachtlijn antwoordt?", required=False)
    public_number = forms.CharField(label="Of welk eigen nummer?", max_length=30, required=False)
    first = DateField(label="Vanaf welke dag?")
    reference = LeaveForm.base_fields["reference"]

    def __init__(self, data: Any = None, *, kinds: list[DutyKind], lines: list[DutyLine], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["kind"].choices = [("", "alle soorten"), *((k.code, k.name) for k in kinds)]  # type: ignore[attr-defined]
        self.lines = {str(line.id): line for line in lines}
        self.fields["line"].choices = [("", "geen wachtlijn"), *((key, line.name) for key, line in self.lines.items())]  # type: ignore[attr-defined]

    def chosen_line(self) -> DutyLine | None:
        """The line, or None."""
        return self.lines.get(self.cleaned_data["line"])


def day_or(value: date | None, otherwise: date) -> date:
    """A typed day, or the one that the page proposes."""
    return value or otherwise
