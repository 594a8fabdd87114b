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
