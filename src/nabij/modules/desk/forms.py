"""Forms of the desk's own screens."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm
from django import forms

from nabij.design.fields import DateField
from nabij.design.palettes import THEME_COLOURS

COLOURS_NL = {
    "brand": ("Hoofdkleur", "Knoppen, links en de band bovenaan."),
    "strong": ("Sterke kleur", "Een knop waar de muis op staat."),
    "tint": ("Achtergrondkleur", "Rustige vlakken achter tekst."),
    "dark_brand": ("Hoofdkleur, donker scherm", ""),
    "dark_strong": ("Sterke kleur, donker scherm", ""),
    "dark_tint": ("Achtergrondkleur, donker scherm", ""),
}


class SignInForm(LoginForm):
    """Username and password, checked by allauth."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label, password.help_text = "Gebruikersnaam", "Wachtwoord", ""
        login.error_messages["required"] = "Vul uw gebruikersnaam in."
        password.error_messages["required"] = "Vul uw wachtwoord in."
        for field in (login, password):
            field.widget.attrs.pop("placeholder", None)


class CodeForm(AuthenticateForm):
    """Second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = "Code", "De zes cijfers van uw app, of een herstelcode."
        field.error_messages["required"] = "Vul de code in."
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "size": 8}


class OnDateForm(forms.Form):
    """A date to look at."""

    op = DateField(label="Op welke dag?", required=False)


class SwitchForm(forms.Form):
    """Everything a change of state needs; which references are needed decides the kernel."""

    state = forms.ChoiceField(label="Wat wilt u?", widget=forms.RadioSelect, choices=[("on", "Zet aan"), ("off", "Zet uit")])
    effective = DateField(label="Vanaf welke dag?", help_text="Uitzetten kan ten vroegste morgen.")
    decision_ref = forms.CharField(
        label="Verwijzing naar het besluit", max_length=200, help_text="Bijvoorbeeld: gemeenteraad, 24 februari 2027, punt 7.",
    )
    agreement_ref = forms.CharField(
        label="Verwijzing naar de overeenkomst", max_length=200, required=False,
        help_text="Om aan te zetten: nodig als de module persoonsgegevens deelt.",
    )
    inclusion_ref = forms.CharField(
        label="Verwijzing naar de inclusietoets", max_length=200, required=False,
        help_text="Om aan te zetten: hoe wordt iemand geholpen die niet digitaal kan?",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].error_messages["required"] = "Kies of u de module aan- of uitzet."
        self.fields["effective"].error_messages["required"] = "Vul in vanaf welke dag dit geldt."
        self.fields["decision_ref"].error_messages["required"] = "Vul de verwijzing naar het besluit in."


class ThemeForm(forms.Form):
    """Six colours and the text beside the arms."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in THEME_COLOURS:
            label, hint = COLOURS_NL[role]
            widget = forms.TextInput({"size": 7, "spellcheck": "false", "autocapitalize": "off"})
            self.fields[role] = forms.CharField(label=label, help_text=hint, widget=widget, required=False)
        self.fields["logo_text"] = forms.CharField(label="Tekst naast het wapen", max_length=80, required=False)

    def colours(self) -> dict[str, str]:
        """The six colours as sent, also those that were refused: the preview shows what was asked."""
        return {role: str(self.data.get(role, "")).strip() for role in THEME_COLOURS}


class LogForm(forms.Form):
    """Filters of the audit log."""

    wie = forms.CharField(label="Wie", required=False, max_length=80)
    wat = forms.CharField(label="Nummer, naam of handeling", required=False, max_length=80)
    van = DateField(label="Van", required=False)
    tot = DateField(label="Tot en met", required=False)


class DropForm(forms.Form):
    """Why a stuck job is closed."""

    reason = forms.CharField(
        label="Waarom sluit u deze taak af?", max_length=200,
        error_messages={"required": "Schrijf in één zin waarom deze taak niet meer nodig is."},
    )
