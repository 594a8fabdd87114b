"""Forms of the website's staff pages."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms

from nabij.design.fields import DateField
from nabij.kernel.calendar.rules import BRUSSELS
from nabij.kernel.errors import Invalid

from .models import NewsItem, Place
from .rules import hours
from .rules.hours import Interval
from .rules.services import CHANNEL_NL, ChannelKind

LINES = "Eén zin of alinea per regel. Een regel die begint met “- ” wordt een punt in een lijst."


class FieldForm(forms.Form):
    """Own words on one field of a service."""

    text = forms.CharField(label="Uw tekst", required=False, widget=forms.Textarea(attrs={"rows": 6}), help_text=LINES)
    reason = forms.CharField(label="Waarom eigen woorden?", required=False, max_length=300, help_text="Wie na u komt, leest het.")


class AdditionForm(forms.Form):
    """One own line behind the shared ones."""

    title = forms.CharField(label="Titel", required=False, max_length=120)
    description = forms.CharField(label="Tekst", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=LINES)


class WayForm(forms.Form):
    """One more way to ask for a service."""

    kind = forms.ChoiceField(label="Welke weg voegt u toe?", choices=[(k.value, CHANNEL_NL[k]) for k in ChannelKind])
    place = forms.ChoiceField(label="Waar?", required=False, help_text="Nodig voor het loket.")
    words = forms.CharField(
        label="Wat moet men doen?", required=False, max_length=300, help_text="Bijvoorbeeld: bel ons, wij vullen het samen in."
    )
    url = forms.CharField(
        label="Adres van het formulier", required=False, max_length=300, help_text="Alleen voor online, beginnend met https://."
    )

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "Geen plaats"), *((str(p.id), p.name) for p in places)]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Waarom?", required=False, max_length=300, help_text="Eén zin is genoeg.")


class NewsForm(forms.Form):
    """News or a notice. ``bilingual``: the French text is asked as well."""

    kind = forms.ChoiceField(label="Wat is het?", choices=NewsItem.Kind.choices, widget=forms.RadioSelect, initial=NewsItem.Kind.NEWS)
    title_nl = forms.CharField(label="Titel", max_length=120, required=False)
    body_nl = forms.CharField(label="Tekst", required=False, widget=forms.Textarea(attrs={"rows": 8}), help_text=LINES)
    title_fr = forms.CharField(label="Titel in het Frans", max_length=120, required=False, widget=forms.TextInput(attrs={"lang": "fr"}))
    body_fr = forms.CharField(
        label="Tekst in het Frans", required=False, widget=forms.Textarea(attrs={"rows": 8, "lang": "fr"}), help_text=LINES
    )

    def __init__(self, *args: Any, bilingual: bool, fixed_kind: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not bilingual:
            del self.fields["title_fr"], self.fields["body_fr"]
        if fixed_kind:
            del self.fields["kind"]


class PictureForm(forms.Form):
    """A picture and what stands on it."""

    photo = forms.FileField(label="Foto", required=False, help_text="Een foto van hoogstens 10 MB.")
    alt = forms.CharField(
        label="Wat staat er op de foto?", required=False, max_length=200, help_text="Eén zin, voor wie de foto niet ziet."
    )
    alt_fr = forms.CharField(label="En in het Frans?", required=False, max_length=200, widget=forms.TextInput(attrs={"lang": "fr"}))
    decorative = forms.BooleanField(label="De foto versiert alleen: er staat niets op dat men moet weten", required=False)

    def __init__(self, *args: Any, bilingual: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not bilingual:
            del self.fields["alt_fr"]


class WhenForm(forms.Form):
    """Now, or on a day at an hour."""

    day = DateField(label="Wanneer? Leeg = nu", required=False)
    hour = forms.CharField(label="Hoe laat?", required=False, max_length=5, initial="9.00", help_text="Bijvoorbeeld 9.00.")

    def moment(self) -> datetime | None:
        """Raises ``Invalid`` for an hour that does not exist."""
        day = self.cleaned_data.get("day")
        if day is None:
            return None
        try:
            hour, _, minute = (self.cleaned_data["hour"] or "9.00").replace(":", ".").partition(".")
            return datetime.combine(day, time(int(hour), int(minute or 0)), BRUSSELS)
        except ValueError as wrong:
            raise Invalid({"hour": "Schrijf het uur als 9.00."}) from wrong


class WeekForm(forms.Form):
    """The weekly hours of a place, one line per day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(hours.DAYS_NL):
            self.fields[f"day_{number}"] = forms.CharField(label=name.capitalize(), required=False, max_length=120)
        self.fields["first"] = DateField(label="Vanaf welke dag?")
        self.fields["decision_ref"] = forms.CharField(
            label="Besluit", required=False, max_length=200, help_text="Nodig als er minder uren zonder afspraak overblijven."
        )

    def week(self) -> dict[int, list[hours.Interval]]:
        """Raises ``Invalid`` at the day whose hours cannot be."""
        found, wrong = {}, {}
        for number, name in enumerate(hours.DAYS_NL):
            try:
                found[number] = hours.read_day(self.cleaned_data.get(f"day_{number}", ""), name)
            except ValueError as error:
                wrong[f"day_{number}"] = str(error)
        if wrong:
            raise Invalid(wrong)
        return found


class ExceptionForm(forms.Form):
    """Other hours, or closed, on some days."""

    first = DateField(label="Eerste dag")
    last = DateField(label="Laatste dag")
    hours = forms.CharField(label="Uren", required=False, max_length=120, help_text="Bijvoorbeeld 9.00-12.00. Leeg = gesloten.")
    reason_nl = forms.CharField(
        label="Waarom?", required=False, max_length=200, help_text="Dit staat naast de dag, bijvoorbeeld: inventaris."
    )
    emergency = forms.BooleanField(label="Dit is een noodgeval en gaat voor op al het andere", required=False)

    def intervals(self) -> list[Interval]:
        """Raises ``Invalid``."""
        try:
            return hours.read_day(self.cleaned_data.get("hours", ""), "die dag")
        except ValueError as wrong:
            raise Invalid({"hours": str(wrong)}) from wrong
