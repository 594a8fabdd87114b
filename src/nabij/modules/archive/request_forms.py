"""Forms of a request for documents."""

from __future__ import annotations

from typing import Any

from django import forms

from nabij.design.fields import DateField
from nabij.kernel.calendar import clock

from .models import AccessRequest
from .queries.requests import Requester
from .rules.requests import OUTCOME_NL

_BY_HAND = [choice for choice in AccessRequest.Channel.choices if choice[0] != AccessRequest.Channel.WEB]


class RegisterForm(forms.Form):
    """What somebody asks who rings, writes or comes in."""

    subject = forms.CharField(
        label="Welke documenten vraagt men?", max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In de woorden van de vrager. Een reden hoeft niet.",
    )
    name = forms.CharField(label="Wie vraagt het?", max_length=120)
    contact = forms.CharField(label="Telefoon of e-mail", required=False, max_length=120)
    address = forms.CharField(label="Adres", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    channel = forms.ChoiceField(label="Hoe kwam de vraag binnen?", choices=_BY_HAND, widget=forms.RadioSelect)
    received_on = DateField(label="Wanneer kwam ze toe?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = clock.today()

    def given(self) -> dict[str, Any]:
        """Arguments of the action."""
        data = dict(self.cleaned_data)
        return data | {"requester": Requester(data.pop("name"), data.pop("contact"), data.pop("address"))}


class AskForm(forms.Form):
    """What a resident asks on the site. A reason is not asked: nobody needs one."""

    on_page = {"subject": "vraag", "name": "naam", "phone": "telefoon", "address": "adres"}
    subject = forms.CharField(
        label="Welke documenten wilt u zien?", max_length=400, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Waarover gaat het, en van wanneer ongeveer? Een reden hoeft u niet te geven.",
        error_messages={"required": "Schrijf welke documenten u wilt zien. Eén zin volstaat."},
    )
    name = forms.CharField(
        label="Uw naam", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Vul uw naam in, zodat we weten aan wie we antwoorden."},
    )
    email = forms.EmailField(
        label="E-mailadres", required=False, max_length=100, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Kijk dit adres na, bijvoorbeeld an@voorbeeld.be."},
    )
    phone = forms.CharField(
        label="Telefoon", required=False, max_length=30, widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
    )
    address = forms.CharField(
        label="Adres", required=False, max_length=200, help_text="Straat, nummer, postcode en gemeente.",
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )

    def add_prefix(self, field_name: str) -> str:
        """Names in the page are Dutch."""
        return self.on_page.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(data.get(one) for one in ("email", "phone", "address")) and "email" not in self.errors:
            self.add_error("email", "Hoe antwoorden we u? Vul een e-mailadres, een telefoonnummer of een adres in.")
        return data

    def given(self) -> dict[str, Any]:
        """Arguments of the action."""
        data = self.cleaned_data
        contact = ", ".join(filter(None, [data["phone"], data["email"]]))
        reach = {"email": data["email"], "sms": data["phone"], "letter": data["address"]}
        return {
            "subject": data["subject"], "requester": Requester(data["name"], contact, data["address"]),
            "reach": {channel: to for channel, to in reach.items() if to},
        }


class ExtendForm(forms.Form):
    reason = forms.CharField(
        label="Waarom duurt het langer?", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="De vrager leest dit. Verlengen kan één keer.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # On its page stands the form of the decision too, also with a reason.
        super().__init__(*args, **{"auto_id": "id_extend_%s"} | kwargs)


class DecideForm(forms.Form):
    """What the requester gets."""

    outcome = forms.ChoiceField(
        label="Wat beslist u?", choices=[(o.value, word) for o, word in OUTCOME_NL.items()], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Waarom?", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nodig als u iets niet geeft. De weg naar beroep zetten wij er altijd bij.",
    )
