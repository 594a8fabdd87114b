"""Django forms of the reporting point. Fields, questions and limits come from ``rules.form``: declared once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import phonenumbers
from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from nabij.design.fields import DateField
from nabij.kernel.calendar import clock

from .models import Category, Report
from .queries import catalogue
from .queries.intake import Assessment, assess
from .rules import form as spec
from .rules.danger import URGENCY_NL, Urgency
from .rules.form import Contact, FieldSpec, Typed
from .rules.report_states import CLOSED, WORDS_NL, State
from .rules.routing import Outcome

EMAIL_UNCLEAR = "Kijk dit adres na, bijvoorbeeld an@voorbeeld.be. U mag het ook leeg laten."
DANGER = [("yes", "Ja"), ("no", "Nee")]


def _labels(field: FieldSpec) -> dict[str, Any]:
    return {"label": field.label, "help_text": field.hint}


def _attributes(field: FieldSpec, **more: Any) -> dict[str, Any]:
    given = {"autocomplete": field.autocomplete, "inputmode": field.inputmode} | more
    return {name: value for name, value in given.items() if value}


def belgian_phone(typed: str) -> str:
    """"056 12 34 56" → "+3256123456". Raises ValidationError with a sentence for what cannot be a number."""
    try:
        number = phonenumbers.parse(typed, "BE")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise forms.ValidationError("Kijk dit nummer na, bijvoorbeeld 0470 12 34 56. U mag het ook leeg laten.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def chosen_municipality(sent: Mapping[str, str]) -> int | None:
    """The organisation id picked near a border; None for no answer or for anything that is no id."""
    typed = sent.get("gemeente", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


class ReportFields(forms.Form):
    """What a report needs, the same for a resident and for staff. Nothing typed is ever cut or wiped."""

    text = forms.CharField(
        strip=False, widget=forms.Textarea(attrs={"rows": 4}), error_messages={"required": spec.TEXT_MISSING},
        **_labels(spec.FIELDS["text"]),
    )
    place_text = forms.CharField(
        strip=False, widget=forms.TextInput(attrs={"autocomplete": "off"}), error_messages={"required": spec.PLACE_MISSING},
        **_labels(spec.FIELDS["place_text"]),
    )
    category = forms.ChoiceField(required=False, widget=forms.RadioSelect, **_labels(spec.FIELDS["category"]))
    danger_now = forms.ChoiceField(
        required=False, choices=DANGER, widget=forms.RadioSelect, **_labels(spec.FIELDS["danger_now"])
    )
    name = forms.CharField(
        required=False, max_length=120, widget=forms.TextInput(attrs=_attributes(spec.FIELDS["name"])),
        **_labels(spec.FIELDS["name"]),
    )
    phone = forms.CharField(
        required=False, max_length=30, widget=forms.TextInput(attrs=_attributes(spec.FIELDS["phone"], type="tel")),
        **_labels(spec.FIELDS["phone"]),
    )
    email = forms.EmailField(
        required=False, max_length=200, widget=forms.EmailInput(attrs=_attributes(spec.FIELDS["email"])),
        error_messages={"invalid": EMAIL_UNCLEAR},
        **_labels(spec.FIELDS["email"]),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("text", "place_text"):
            # Our own rule strips NUL and counts by itself; the page only shows the limit.
            own = self.fields[name]
            own.validators = [v for v in own.validators if not isinstance(v, ProhibitNullCharactersValidator)]
        self.fields["text"].max_length = spec.TEXT_LIMIT  # type: ignore[attr-defined]
        self.catalogue: list[Category] = catalogue.categories()
        self.fields["category"].choices = [(c.service_code, c.name) for c in self.catalogue]  # type: ignore[attr-defined]

    def add_prefix(self, field_name: str) -> str:
        """Names in the page are Dutch: people see them in addresses and in browser suggestions."""
        return _ON_PAGE.get(field_name, field_name)

    def clean_text(self) -> str:
        return self._checked("text", spec.text_problem)

    def clean_place_text(self) -> str:
        return self._checked("place_text", spec.place_problem)

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"].strip()
        return belgian_phone(typed) if typed else ""

    def _checked(self, name: str, problem: Any) -> str:
        typed = self.cleaned_data[name] or ""
        sentence = problem(typed)
        if sentence:
            raise forms.ValidationError(sentence)
        return spec.clean_text(typed)

    def typed(self, **answers: Any) -> Typed:
        """The words and answers, for the rules."""
        data = self.cleaned_data
        return Typed(data["text"], data["place_text"], data["category"], data["danger_now"], **answers)

    def contact(self) -> Contact:
        data = self.cleaned_data
        return Contact(data["name"].strip(), data["phone"], data["email"])


_ON_PAGE = {
    "text": "wat",
    "place_text": "waar",
    "category": "categorie",
    "danger_now": "gevaar",
    "name": "naam",
    "phone": "telefoon",
    "photo": "foto",
    "municipality": "gemeente",
    "keep_outside": "buiten",
    "heard": "gezegd",
}


class ReportForm(ReportFields):
    """The resident's page: the same fields and a photo, which is received by ``actions.photos`` whatever else is wrong."""

    photo = forms.FileField(required=False, allow_empty_file=True, **_labels(spec.FIELDS["photo"]))


class OperatorForm(ReportFields):
    """The same fields in the order of a call; the category in a list, because a hand is on the keyboard."""

    field_order = ("place_text", "text", "category", "danger_now", "name", "phone", "email", "channel")
    channel = forms.ChoiceField(
        label="Hoe kwam de melding binnen?", choices=[(c.value, c.label) for c in (Report.Channel.PHONE, Report.Channel.DESK)],
        initial=Report.Channel.PHONE, required=False, widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category = self.fields["category"]
        category.widget = forms.Select(choices=[("", "Kies, of laat ons kiezen"), *category.choices])  # type: ignore[attr-defined]
        keys = {"place_text": "2", "text": "3", "category": "3", "danger_now": "4", "name": "1"}
        for name in ("place_text", "text", "name"):
            self.fields[name].widget.attrs["accesskey"] = keys[name]
        self.fields["place_text"].widget.attrs["autofocus"] = True
        for name in ("name", "phone", "email"):
            # The browser would offer the operator's own data for a caller's.
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["place_text"].help_text = 'Straat met nummer en gemeente, of een plaats: "bij de kerk van Bellegem".'

    def clean_channel(self) -> str:
        return self.cleaned_data["channel"] or Report.Channel.PHONE


def _with(data: Any, name: str, value: str) -> Any:
    """A copy of what was sent, with one value more."""
    changed = data.copy()
    changed[name] = value
    return changed


class DeskForm(ReportFields):
    """The same fields at the desk, where one page asks everything: 112 and a doubt about the place come back as a question here."""

    field_order = ("place_text", "text", "category", "danger_now", "name", "phone", "email")
    heard = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, organisation_id: int) -> None:
        super().__init__(data)
        self.organisation_id = organisation_id
        category = self.fields["category"]
        category.widget = forms.Select(choices=[("", "Kies, of laat ons kiezen"), *category.choices])  # type: ignore[attr-defined]
        self.fields["place_text"].help_text = 'Straat met nummer en gemeente, of een plaats: "bij de kerk van Bellegem".'

    def answered(self) -> Typed:
        """The words, with the municipality that was picked near a border."""
        return self.typed(chosen=chosen_municipality(self.data), keep_outside=bool(self.data.get("buiten")))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if {"text", "place_text"} <= set(self.cleaned_data):
            self._ask(assess(self.answered(), channel_id=self.organisation_id, on=clock.today()))
        return cleaned

    def _ask(self, known: Assessment) -> None:
        """112 must have been said aloud once before an urgent report is saved; a border must be answered."""
        if known.danger_first and self.cleaned_data.get("heard") != "112":
            self.data = _with(self.data, "gezegd", "112")
            numbers = "".join(f" {number.party}: {number.phone}." for number in known.numbers)
            first = f"Zeg nu: is iemand in gevaar, belt u dan eerst 112.{numbers}"
            self.add_error("danger_now", f"{first} Vraag of er nu gevaar is en bewaar opnieuw.")
        if known.routing.outcome == Outcome.ASK:
            offered = [(str(one.organisation_id), one.name) for one in known.routing.offered]
            self.fields["municipality"] = forms.ChoiceField(
                label="In welke gemeente is het?", choices=offered, widget=forms.RadioSelect, required=False
            )
            self.add_error("municipality", f"Kies de gemeente. {known.routing.because}")
        elif known.routing.outcome == Outcome.OUTSIDE:
            self.fields["keep_outside"] = forms.BooleanField(label="De plaats klopt: neem de melding toch op", required=False)
            self.add_error("keep_outside", "Deze plaats ligt buiten onze regio. Pas ze aan, of vink aan dat ze klopt.")


class FilterForm(forms.Form):
    """Filters of the list; a GET form with its own URL."""

    toestand = forms.ChoiceField(
        label="Toestand", required=False,
        choices=[("", "alle open meldingen"), ("alles", "alle meldingen"), ("over_tijd", "over tijd")]
        + [(state.value, WORDS_NL[state]) for state in State],
    )
    dringend = forms.ChoiceField(
        label="Dringendheid", required=False, choices=[("", "alle"), *((u.value, URGENCY_NL[u]) for u in reversed(Urgency))]
    )
    woord = forms.CharField(label="Woord of nummer", required=False, max_length=80)


REASONS = [
    ("", "Kies een reden"),
    ("geen bevoegdheid", "Dit is niet onze bevoegdheid"),
    ("te duur", "De kost is te hoog voor wat het oplost"),
    ("later in groter werk", "Dit gebeurt later, samen met een groter werk"),
    ("niet gevonden", "We vonden niets ter plaatse"),
    ("ingetrokken door melder", "De melder trok de melding in"),
    ("spam", "Dit is geen melding"),
    ("proef", "Dit was een proef"),
    ("afgehandeld zoals gemeld", "We blijven bij wat we antwoordden"),
]


class StepForm(forms.Form):
    """The next step of a report: one page for all states, with what each needs."""

    to = forms.ChoiceField(label="Volgende toestand", widget=forms.RadioSelect)
    public_text = forms.CharField(
        label="Wat mag de melder lezen?", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nodig bij opgelost, niet opgelost en een vraag aan de melder.",
    )
    internal_note = forms.CharField(
        label="Nota voor collega's", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="De melder ziet dit nooit.",
    )
    reason = forms.ChoiceField(
        label="Reden", required=False, choices=REASONS, help_text="Nodig bij niet opgelost, ingetrokken, of als u niet heropent."
    )
    planned_on = DateField(label="Op welke dag?", required=False, help_text="Nodig bij ingepland.")
    party = forms.CharField(
        label="Welke dienst of firma?", required=False, max_length=120, help_text="Nodig bij een andere dienst en doorverwezen."
    )
    kept = forms.CharField(
        label="Welke melding blijft?", required=False, max_length=20,
        help_text="Nodig bij dubbel: het nummer, bijvoorbeeld KOR 4F7 92K.",
    )
    row_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, targets: list[State], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(state.value, WORDS_NL[state]) for state in targets]  # type: ignore[attr-defined]
        self.fields["to"].error_messages["required"] = "Kies de volgende toestand."


OPEN_STATES = tuple(state for state in State if state not in CLOSED)
