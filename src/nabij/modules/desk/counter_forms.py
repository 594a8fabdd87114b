"""Forms of the counter: for whom, on what ground; what came of a call; passing on."""

from __future__ import annotations

from typing import Any

from django import forms

from nabij.kernel.identity.mandates import Basis
from nabij.kernel.identity.parties import Person
from nabij.kernel.identity.rules import CHANNELS_NL, GROUNDS_NL, RECEIPTS_NL, Channel, Ground, ReceiptBy, act_problems, receipt_problem
from nabij.kernel.notices.calls import OUTCOMES
from nabij.kernel.tenancy.models import Organisation

REASONS = ("heeft geen computer", "het lukt online niet", "spreekt liever met iemand", "begrijpt de vragen liever samen")
OFF = {"autocomplete": "off"}


#: Asked only where the language law lets a person ask for French: a municipality with facilities. Never kept: each time anew.
LETTER_LANGUAGES = (("nl", "in het Nederlands"), ("fr", "in het Frans, omdat de persoon dat vraagt"))


class ForWhomForm(forms.Form):
    """Step 0: for whom, on what ground, over which channel, why, and how the receipt goes. ``french``: of a municipality with
    two languages."""

    name = forms.CharField(
        label="Voor wie?", max_length=120, widget=forms.TextInput(OFF), error_messages={"required": "Vul in voor wie u dit doet."}
    )
    phone = forms.CharField(label="Telefoon", required=False, max_length=30, widget=forms.TextInput(OFF | {"inputmode": "tel"}))
    address = forms.CharField(
        label="Adres", required=False, max_length=200, widget=forms.TextInput(OFF), help_text="Straat, nummer, postcode en gemeente."
    )
    email = forms.EmailField(
        label="E-mailadres", required=False, max_length=200, widget=forms.EmailInput(OFF),
        error_messages={"invalid": "Kijk dit adres na, of laat het leeg."},
    )
    none_digital = forms.BooleanField(label="Wil of kan niets digitaal: alleen brief of telefoon", required=False)
    channel = forms.ChoiceField(
        label="Hoe bereikt de persoon ons?", widget=forms.RadioSelect, choices=[(c.value, CHANNELS_NL[c]) for c in Channel]
    )
    ground = forms.ChoiceField(
        label="Op welke grond doet u dit?", required=False, widget=forms.RadioSelect, choices=[(g.value, GROUNDS_NL[g]) for g in Ground]
    )
    proof = forms.CharField(
        label="Wat zag u als bewijs?", required=False, max_length=200, widget=forms.TextInput(OFF),
        help_text="Alleen nodig als de persoon het niet zelf zegt.",
    )
    reason = forms.ChoiceField(label="Waarom samen?", required=False, choices=[("", "Kies een reden"), *((r, r) for r in REASONS)])
    receipt = forms.ChoiceField(
        label="Hoe krijgt de persoon het ontvangstbewijs?", required=False, widget=forms.RadioSelect,
        choices=[(r.value, RECEIPTS_NL[r]) for r in ReceiptBy],
    )
    language = forms.ChoiceField(
        label="In welke taal schrijven we dit bericht?", required=False, widget=forms.RadioSelect, choices=LETTER_LANGUAGES, initial="nl",
        help_text="Alleen voor dit ene bericht. Het volgende is weer Nederlands.",
    )

    def __init__(self, *args: Any, french: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not french:
            del self.fields["language"]
        self.fields["channel"].error_messages["required"] = "Kies hoe de persoon ons bereikte."
        for key, name in (("1", "name"), ("2", "phone")):
            self.fields[name].widget.attrs["accesskey"] = key

    def add_prefix(self, field_name: str) -> str:
        """Names of their own, beside those of the service's form."""
        return f"voor_{_DUTCH[field_name]}" if field_name in _DUTCH else field_name

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        given = {name: data.get(name, "") for name in ("name", "ground", "channel", "reason", "proof")}
        for field, sentence in act_problems(**given).items():
            if field not in self.errors:
                self.add_error(field, sentence)
        problem = receipt_problem(
            data.get("receipt", ""), phone=data.get("phone", ""), email=data.get("email", ""), address=data.get("address", ""),
            none_digital=bool(data.get("none_digital")),
        )
        if problem:
            self.add_error("receipt", problem)
        return data

    def person(self, known: Person | None) -> Person:
        data = self.cleaned_data
        return Person(
            name=data["name"].strip(), phone=data["phone"].strip(), email=data["email"], address=data["address"].strip(),
            none_digital=data["none_digital"], id=known.id if known else None,
        )

    @property
    def language_asked(self) -> str:
        return self.cleaned_data.get("language") or "nl"

    def basis(self) -> Basis:
        data = self.cleaned_data
        return Basis(data["ground"], data["channel"], data["reason"], data["proof"], data["receipt"])


_DUTCH = {
    "name": "naam", "phone": "telefoon", "address": "adres", "email": "email", "none_digital": "niet_digitaal", "channel": "kanaal",
    "ground": "grond", "proof": "bewijs", "reason": "reden", "receipt": "ontvangst", "language": "taal",
}


class OutcomeForm(forms.Form):
    """What came of a call."""

    outcome = forms.ChoiceField(label="Hoe liep het?", widget=forms.RadioSelect, choices=list(OUTCOMES.items()))
    note = forms.CharField(
        label="Wat sprak u af?", required=False, max_length=300, widget=forms.Textarea({"rows": 2}),
        help_text="Nodig bij een brief, een collega of afsluiten.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].error_messages["required"] = "Kies hoe het gesprek afliep."


class ReturnForm(forms.Form):
    """A letter that the post brought back."""

    number = forms.CharField(
        label="Nummer op de enveloppe", max_length=12, widget=forms.TextInput(OFF | {"inputmode": "numeric", "size": 6}),
        error_messages={"required": "Vul het nummer in dat op de enveloppe staat."},
    )
    reason = forms.CharField(label="Wat schreef de post?", required=False, max_length=200, widget=forms.TextInput(OFF))


class PassForm(forms.Form):
    """"Dit is niet voor ons": who asks what, and who gets it."""

    to = forms.ChoiceField(label="Voor wie is deze vraag?", error_messages={"required": "Kies wie deze vraag moet krijgen."})
    who = forms.CharField(label="Wie vraagt het?", required=False, max_length=120, widget=forms.TextInput(OFF))
    phone = forms.CharField(label="Op welk nummer neemt die persoon op?", required=False, max_length=30, widget=forms.TextInput(OFF))
    question = forms.CharField(
        label="Wat vraagt de persoon?", required=False, max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text="Alleen wat de ander moet weten. Hoogstens 400 tekens.",
    )
    agreed = forms.BooleanField(label="De persoon vindt het goed dat ik dit doorgeef", required=False)

    def __init__(self, *args: Any, receivers: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "Kies een gemeente of OCMW"), *((one.slug, str(one)) for one in receivers)]  # type: ignore[attr-defined]


class CodeAndFiguresForm(forms.Form):
    """A saved form: the code that is read aloud, and four figures."""

    code = forms.CharField(
        label="Welke code leest de persoon voor?", max_length=120, widget=forms.TextInput(OFF | {"spellcheck": "false"}),
        help_text="Negen letters en cijfers. Spellen mag: Kilogram, vier, Telefoon.", error_messages={"required": "Vul de code in."},
    )
    factor = forms.CharField(
        label="Wat zijn de laatste vier cijfers van uw telefoonnummer?", max_length=20,
        widget=forms.TextInput(OFF | {"inputmode": "numeric", "size": 6}), error_messages={"required": "Vraag de vier cijfers."},
    )


class SavedForm(forms.Form):
    """On the own page: the code that the person kept and four figures. It is sent to ``/verder``, with the names of that page."""

    code = forms.CharField(label="Uw code", max_length=120, widget=forms.TextInput(OFF | {"spellcheck": "false"}))
    cijfers = forms.CharField(
        label="De laatste vier cijfers van uw telefoonnummer", max_length=20,
        widget=forms.TextInput(OFF | {"inputmode": "numeric", "size": 6}),
    )


class SpeakForm(forms.Form):
    """"Ik wil iemand spreken": no account, no screen needed afterwards."""

    who = forms.CharField(
        label="Uw naam", max_length=120, widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Vul een naam in, zodat we weten naar wie we vragen."},
    )
    how = forms.ChoiceField(
        label="Hoe spreken we u?", widget=forms.RadioSelect, choices=[("call", "Bel mij terug"), ("visit", "Ik kom langs")], initial="call",
        error_messages={"required": "Kies of we u bellen, of dat u langskomt."},
    )
    phone = forms.CharField(
        label="Uw telefoonnummer", required=False, max_length=30, widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"})
    )
    when = forms.CharField(
        label="Wanneer past het?", required=False, max_length=120, help_text="Bijvoorbeeld: in de voormiddag, niet op woensdag.",
    )
    about = forms.CharField(
        label="Waarover gaat het?", required=False, max_length=300, widget=forms.Textarea({"rows": 2}), help_text="Eén zin volstaat.",
    )
