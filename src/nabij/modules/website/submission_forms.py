"""The form of a request for a service: the same fields on the site and at the desk."""

from __future__ import annotations

from typing import Any

from django import forms

from .rules.submissions import TEXT_LIMIT, WISHES_NL, State, Wanted, problems

_ON_PAGE = {
    "text": "vraag", "wish": "antwoord", "name": "naam", "phone": "telefoon", "address": "adres", "factor": "cijfers", "code": "code",
}


class RequestForm(forms.Form):
    """What somebody asks, how the answer should come, and the contact that this needs. Nothing typed is ever cut."""

    text = forms.CharField(
        label="Wat vraagt u?", help_text="Enkele zinnen volstaan. Een rijksregisternummer hoeft niet.", max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}), error_messages={"required": "Schrijf kort wat u vraagt. Eén zin volstaat."},
    )
    wish = forms.ChoiceField(
        label="Hoe wilt u ons antwoord?", choices=list(WISHES_NL.items()), widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe u ons antwoord krijgt."},
    )
    name = forms.CharField(
        label="Uw naam", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Vul uw naam in, zodat we weten voor wie het is."},
    )
    phone = forms.CharField(
        label="Telefoon", required=False, max_length=30, widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label="E-mailadres", required=False, max_length=200, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Kijk dit adres na, bijvoorbeeld an@voorbeeld.be."},
    )
    address = forms.CharField(
        label="Adres", required=False, max_length=200, help_text="Straat, nummer, postcode en gemeente.",
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )

    def add_prefix(self, field_name: str) -> str:
        """Names in the page are Dutch."""
        return _ON_PAGE.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for field, sentence in problems(self.wanted()).items():
            if field not in self.errors:
                self.add_error(field, sentence)
        return cleaned

    def wanted(self) -> Wanted:
        """What was asked, for the rules."""
        data = self.cleaned_data
        return Wanted(*(data.get(name, "") for name in ("text", "wish", "name", "phone", "email", "address")))

    def typed(self) -> dict[str, str]:
        """Everything typed so far, by field, right or wrong: what a draft keeps."""
        return {name: str(self.data.get(self.add_prefix(name), "")) for name in self.fields}


class KeepForm(forms.Form):
    """To save and go on later: four figures that only the person knows."""

    factor = forms.CharField(
        label="De laatste vier cijfers van uw telefoonnummer", required=False, max_length=20,
        help_text="Om later verder te doen. Wij vragen ze samen met de code.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6}),
    )

    def add_prefix(self, field_name: str) -> str:
        return _ON_PAGE.get(field_name, field_name)


class ResumeForm(forms.Form):
    """The code as it was read aloud or written down, and the four figures."""

    code = forms.CharField(
        label="Uw code", max_length=120, help_text="Negen letters en cijfers, bijvoorbeeld K4T 7MX 2PD.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Vul de code in die u kreeg."},
    )
    factor = forms.CharField(
        label="De laatste vier cijfers van uw telefoonnummer", max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6}),
        error_messages={"required": "Vul de vier cijfers in."},
    )

    def add_prefix(self, field_name: str) -> str:
        return _ON_PAGE.get(field_name, field_name)


class AnswerForm(forms.Form):
    """The next step of a request, and what the person reads."""

    to = forms.ChoiceField(
        label="Wat doet u?", widget=forms.RadioSelect, choices=[
            (State.IN_PROGRESS.value, "Ik neem deze vraag op"), (State.ANSWERED.value, "Ik antwoord"),
            (State.WITHDRAWN.value, "De persoon trekt de vraag in"),
        ], error_messages={"required": "Kies wat u doet."},
    )
    answer = forms.CharField(
        label="Wat mag de persoon lezen?", required=False, max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nodig als u antwoordt.",
    )
    row_version = forms.IntegerField(widget=forms.HiddenInput)
