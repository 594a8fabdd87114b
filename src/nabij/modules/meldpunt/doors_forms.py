"""Forms of the doors of the duty line. Names on the page are Dutch, as in ``forms``."""

from __future__ import annotations

from typing import Any

from django import forms

from nabij.design.fields import DateField

from .forms import belgian_phone
from .models.doors import PartnerKind
from .rules import form as spec
from .rules.partners import Told

NOW, CAN_WAIT = "nu", "wacht"


class DutchNames(forms.Form):
    """Fields whose name on the page is Dutch."""

    on_page: dict[str, str] = {}

    def add_prefix(self, field_name: str) -> str:
        return self.on_page.get(field_name, field_name)


class PartnerForm(DutchNames):
    """Place, what, call-back number, urgency: in the order in which a hand types them. Everything but the words stands ready."""

    on_page = {"place": "waar", "what": "wat", "callback": "bel", "urgency": "dringend"}
    place = forms.CharField(
        label="Waar is het?", help_text="Straat met nummer en gemeente, of een herkenbare plaats.",
        max_length=spec.PLACE_LIMIT, error_messages={"required": spec.PLACE_MISSING},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )  # fmt: skip
    what = forms.CharField(
        label="Wat is er aan de hand?", max_length=spec.TEXT_LIMIT, error_messages={"required": spec.TEXT_MISSING},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    callback = forms.CharField(
        label="Op welk nummer kan de wachtdienst u bellen?",
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )
    urgency = forms.ChoiceField(
        label="Hoe dringend is het?", choices=[(NOW, "Nu: verwittig de wachtdienst"), (CAN_WAIT, "Kan wachten tot de gemeente open is")],
        initial=NOW, required=False, widget=forms.RadioSelect,
    )  # fmt: skip

    def clean_callback(self) -> str:
        return belgian_phone(self.cleaned_data["callback"])

    def told(self) -> Told:
        """What an empty answer about urgency means: now."""
        data = self.cleaned_data
        return Told(data["place"], data["what"], data["callback"], can_wait=data["urgency"] == CAN_WAIT)


class EntryForm(DutchNames):
    """The access code of a partner, once per device. A browser may keep it as it keeps any password."""

    on_page = {"token": "toegangscode"}
    token = forms.CharField(
        label="Wat is uw toegangscode?", max_length=60, help_text="De coördinator gaf ze aan uw dienst. Spaties tellen niet mee.",
        error_messages={"required": "Vul de toegangscode in die uw dienst kreeg."},
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", "autofocus": True, "autocapitalize": "none", "spellcheck": "false"}
        ),
    )  # fmt: skip

    def clean_token(self) -> str:
        return "".join(str(self.cleaned_data["token"]).split()).lower()


class VoiceForm(DutchNames):
    """The voice code that somebody says on the telephone."""

    on_page = {"said": "stemcode"}
    said = forms.CharField(
        label="Welke stemcode zegt de beller?", max_length=30, help_text="Acht cijfers.",
        error_messages={"required": "Vul de acht cijfers in die de beller zegt."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "autofocus": True}),
    )  # fmt: skip


class DoorForm(DutchNames):
    """A new door, by the coordinator."""

    on_page = {"name": "naam", "kind": "soort", "callback": "nummer", "host": "gemeente", "valid_until": "tot"}
    name = forms.CharField(label="Voor wie is de toegang?", max_length=120, help_text="Bijvoorbeeld: dispatching van de politiezone.")
    kind = forms.ChoiceField(label="Welke dienst is het?", choices=PartnerKind.choices)
    callback = forms.CharField(
        label="Vast nummer van die dienst", max_length=30,
        help_text="Het staat klaar op hun formulier; ze kunnen het per melding wijzigen.",
    )  # fmt: skip
    host = forms.TypedChoiceField(
        label="Welke gemeente krijgt een melding zonder herkenbare plaats?", coerce=int,
        help_text="Meestal de gemeente waar hun meldkamer staat.",
    )  # fmt: skip
    valid_until = DateField(label="Tot en met welke dag geldt de toegang?", help_text="Hoogstens een jaar is een goede gewoonte.")

    def __init__(self, *args: Any, hosts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].choices = hosts  # type: ignore[attr-defined]

    def clean_callback(self) -> str:
        belgian_phone(self.cleaned_data["callback"])
        return str(self.cleaned_data["callback"]).strip()


class MethodForm(DutchNames):
    """One more way to be reached."""

    on_page = {"kind": "soort", "value": "adres"}
    kind = forms.ChoiceField(
        label="Hoe wilt u verwittigd worden?", choices=[("sms", "Sms"), ("voice", "Oproep"), ("email", "E-mail")], widget=forms.RadioSelect,
        error_messages={"required": "Kies sms, oproep of e-mail."},
    )  # fmt: skip
    value = forms.CharField(
        label="Nummer of e-mailadres", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul een nummer of e-mailadres in."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        value, kind = str(data.get("value", "")).strip(), data.get("kind")
        if not value or not kind:
            return data
        try:
            data["value"] = forms.EmailField().clean(value) if kind == "email" else belgian_phone(value)
        except forms.ValidationError:
            example = "an@voorbeeld.be" if kind == "email" else "0470 12 34 56"
            self.add_error("value", f"Kijk dit na, bijvoorbeeld {example}.")
        return data


class LocalSheetForm(DutchNames):
    """Who keeps the sheet. Its lines are read beside this form: each is a kind, words and perhaps a number."""

    on_page = {"keeper": "bewaarder", "row_version": "versie"}
    keeper = forms.CharField(label="Wie houdt dit blad bij?", max_length=120, help_text="Een dienst of een naam, met wie men overlegt.")
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class NightNumberForm(DutchNames):
    """The municipality's own night number."""

    on_page = {"number": "nummer", "instruction": "doorschakeling"}
    number = forms.CharField(label="Nachtnummer van uw gemeente", max_length=30)
    instruction = forms.CharField(
        label="Hoe schakelt uw telefooncentrale door als er geen spraakdienst is?", max_length=300,
        help_text="Dit staat op het wachtblad.",
    )  # fmt: skip

    def clean_number(self) -> str:
        return belgian_phone(self.cleaned_data["number"])
