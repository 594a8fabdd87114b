"""Forms of the social dossier. Numbers and names come in by POST only."""

from __future__ import annotations

from typing import Any

from django import forms

from nabij.design.fields import DateField
from nabij.kernel.calendar import clock

from .models import Application, Folder, InquiryAct
from .queries import casework
from .rules import applications, evidence, handovers, households

AIDS = [(code, nl.capitalize()) for code, nl in applications.AIDS_NL.items()]
LEGAL_BASIS = "OCMW-wet art. 57 en 60; RMI-wet art. 19 (nog te bevestigen)"
AREA = forms.Textarea(attrs={"rows": 3})


class SearchForm(forms.Form):
    nummer = forms.CharField(
        label="Rijksregister- of bisnummer", required=False, max_length=30, help_text="Met of zonder punten en streepjes.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    naam = forms.CharField(
        label="Naam", required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Voornaam en familienaam. Met het geboortejaar volstaan vier letters.",
    )
    jaar = forms.IntegerField(label="Geboortejaar", required=False, min_value=1900, max_value=2100)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("nummer") and not data.get("naam"):
            raise forms.ValidationError("Vul een nummer of een naam in.")
        return data


class LookForm(SearchForm):
    """Whose log the data protection officer wants to see, and why."""

    kenmerk = forms.CharField(
        label="Kenmerk van het dossier", required=False, max_length=12, help_text="Tien tekens, zoals het op de brieven staat.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    waarom = forms.CharField(
        label="Waarom kijkt u dit na?", max_length=200, help_text="Dit staat in de controlelog.",
        error_messages={"required": "Schrijf in één zin waarom u dit nakijkt."},
    )
    field_order = ["kenmerk", "naam", "jaar", "nummer", "waarom"]

    def clean(self) -> dict[str, Any]:
        data = forms.Form.clean(self) or {}
        if not self.errors and not any(data.get(name) for name in ("kenmerk", "nummer", "naam")):
            raise forms.ValidationError("Vul een kenmerk, een naam of een nummer in.")
        return data



class PersonForm(forms.Form):
    first_name = forms.CharField(label="Voornaam", max_length=80)
    last_name = forms.CharField(label="Familienaam", max_length=80)
    birth = DateField(label="Geboortedatum", required=False, year_needed=True)
    number = forms.CharField(
        label="Rijksregister- of bisnummer", required=False, max_length=30, help_text="Niet iedereen heeft er een. Laat het dan leeg.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label="Taal", choices=[("nl", "Nederlands"), ("fr", "Frans"), ("andere", "een andere taal")])
    phone = forms.CharField(label="Telefoon", required=False, max_length=30)
    address = forms.CharField(label="Adres", required=False, max_length=200)
    channel = forms.ChoiceField(
        label="Hoe wil de persoon nieuws krijgen?", widget=forms.RadioSelect, initial="letter",
        choices=[("letter", "per brief"), ("phone", "per telefoon"), ("desk", "aan het loket"), ("home", "thuis")],
    )


class FindingForm(forms.Form):
    requirement = forms.ChoiceField(label="Waarover gaat het?")
    kind = forms.ChoiceField(
        label="Wat is het?", widget=forms.RadioSelect, initial="fact",
        choices=[(k.value, nl.capitalize()) for k, nl in evidence.KINDS_NL.items()],
    )
    value = forms.CharField(label="Wat stelt u vast?", max_length=500, widget=AREA)
    source = forms.ChoiceField(label="Bron")
    evidence = forms.CharField(
        label="Welk bewijs zag u?", required=False, max_length=160, help_text='Bijvoorbeeld: "huurcontract, gezien, niet bewaard".'
    )
    observed_on = DateField(label="Wanneer vastgesteld?")
    valid_until = DateField(label="Geldig tot en met", required=False)
    subject = forms.ChoiceField(label="Over wie gaat het?")
    about_others = forms.BooleanField(label="Dit gaat over iemand anders dan de persoon of haar kinderen", required=False)
    health = forms.BooleanField(label="Dit gaat over gezondheid", required=False)

    field_order: tuple[str, ...] = ("requirement", "subject", "kind")

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [("self", "de persoon zelf"), *members]  # type: ignore[attr-defined]
        self.fields["requirement"].choices = [(need.code, need.label) for need in casework.needs()]  # type: ignore[attr-defined]
        self.fields["source"].choices = [(s.code, s.label) for s in casework.sources().values()]  # type: ignore[attr-defined]
        self.fields["observed_on"].initial = clock.today()


class ReplacementForm(FindingForm):
    """The same requirement and the same person: only what is known about it changes."""

    reason = forms.CharField(label="Waarom vervangt u ze?", max_length=200, help_text='Bijvoorbeeld: "tikfout" of "nieuw contract gezien".')

    field_order = ("kind", "value", "source", "evidence", "observed_on", "valid_until", "health", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, members=[], **kwargs)
        for name in ("requirement", "subject", "about_others"):
            del self.fields[name]


class ApplicationForm(forms.Form):
    aid = forms.ChoiceField(label="Welke hulp?", widget=forms.RadioSelect, choices=AIDS)
    received_on = DateField(label="Wanneer werd ze gevraagd?", help_text="Ook mondeling telt: de dag van de vraag.")
    channel = forms.ChoiceField(label="Hoe?", choices=Application.Channel.choices, widget=forms.RadioSelect, initial="desk")
    words = forms.CharField(label="In de woorden van de persoon", max_length=2000, widget=AREA, required=False)


class StepForm(forms.Form):
    to = forms.ChoiceField(label="Volgende stap", widget=forms.RadioSelect)

    def __init__(self, *args: Any, state: applications.State, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = applications.STEPS.get(state, ())
        self.fields["to"].choices = [(s.value, applications.STATES_NL[s].capitalize()) for s in steps]  # type: ignore[attr-defined]


class ActForm(forms.Form):
    kind = forms.ChoiceField(label="Wat deed u?", choices=InquiryAct.Kind.choices, widget=forms.RadioSelect)
    on = DateField(label="Wanneer?")
    reference = forms.CharField(label="Verwijzing", required=False, max_length=80)


class HouseholdForm(forms.Form):
    kind = forms.ChoiceField(label="Wat gebeurde er?", choices=[(k, nl.capitalize()) for k, nl in households.EVENTS_NL.items()])
    subject = forms.ChoiceField(label="Met wie?", required=False)
    on = DateField(label="Vanaf welke dag?")
    basis = forms.ChoiceField(
        label="Volgens", choices=[("factual", "de feiten"), ("registered", "het register")], widget=forms.RadioSelect, initial="factual"
    )
    name = forms.CharField(label="Naam, als de persoon nieuw is", required=False, max_length=120)
    birth = DateField(label="Geboortedatum, als de persoon nieuw is", required=False, year_needed=True)
    role = forms.CharField(label="Wie is het voor de persoon?", required=False, max_length=60, help_text="Bijvoorbeeld: kind, partner.")

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [("", "iemand nieuw"), *members]  # type: ignore[attr-defined]


class MomentForm(forms.Form):
    """Which day, and as known when: both chosen on the page."""

    dag = DateField(label="Op welke dag?", required=False)
    gekend = DateField(label="Zoals we het wisten op", required=False)


class RequestForm(forms.Form):
    holder = forms.ChoiceField(label="Welk OCMW heeft het dossier nu?")
    requirements = forms.MultipleChoiceField(
        label="Wat hebt u nodig?", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Alleen wat deze hulp nodig heeft. “Alles” bestaat niet.",
    )
    competence = forms.CharField(label="Waarom is uw OCMW bevoegd?", widget=AREA, required=False)
    legal_basis = forms.CharField(label="Wettelijke grond", required=False, initial=LEGAL_BASIS)
    purpose = forms.CharField(label="Waarvoor?", required=False, help_text="De persoon leest deze zin.")
    informed = forms.CharField(label="Hoe hebt u de persoon ingelicht, en door wie?", required=False, help_text="Kanaal, taal, naam.")
    informed_on = DateField(label="Wanneer ingelicht?")
    checks = forms.MultipleChoiceField(
        label="Gedeeld beroepsgeheim", widget=forms.CheckboxSelectMultiple, required=False, choices=list(handovers.SECRECY_CHECKS.items())
    )

    def __init__(self, *args: Any, holders: list[tuple[str, str]], aid: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = [("", "Kies een OCMW"), *holders]  # type: ignore[attr-defined]
        self.fields["requirements"].choices = [(need.code, need.label) for need in casework.needs(aid)]  # type: ignore[attr-defined]


class AnswersForm(forms.Form):
    """One reply per item, and the person's own words; keyed in under a minute: "Klopt" stands ready, nothing is sent by itself."""

    channel = forms.ChoiceField(label="Hoe antwoordde de persoon?", choices=list(handovers.CHANNELS_NL.items()), widget=forms.RadioSelect)

    def __init__(self, *args: Any, items: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(r.value, nl) for r, nl in handovers.REPLIES_NL.items()]
        self.numbers = [item.number for item in items]
        for item in items:
            name = f"reply_{item.number}"
            self.fields[name] = forms.ChoiceField(
                label=f"{item.number}. {item.data['label']}: {item.value}", choices=choices, widget=forms.RadioSelect, required=False,
                initial=item.row.reply,
            )
            self.fields[f"text_{item.number}"] = forms.CharField(
                label=f"Wat zegt de persoon over {item.number}?", required=False, max_length=500, initial=item.data.get("person_says", "")
            )

    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"reply_{n}"], self[f"text_{n}"]) for n in self.numbers]

    def given(self) -> list[tuple[int, str, str]]:
        """(number, reply, text) of the items that were answered."""
        data = self.cleaned_data
        return [(n, data[f"reply_{n}"], data[f"text_{n}"]) for n in self.numbers if data[f"reply_{n}"]]


class OwnAnswersForm(AnswersForm):
    """The same card, filled in by the person: no question how she answers, and the labels speak to her."""

    def __init__(self, *args: Any, items: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, items=items, **kwargs)
        del self.fields["channel"]
        self.items = items
        for item in items:
            self.fields[f"reply_{item.number}"].label = f"Uw antwoord op {item.number}"
            self.fields[f"text_{item.number}"].label = f"Wat wilt u zeggen over {item.number}?"
            if item.objected in ("upheld", "dismissed"):
                for name in ("reply", "text"):
                    del self.fields[f"{name}_{item.number}"]

    def rows_with_items(self) -> list[tuple[Any, Any, Any]]:
        return [
            (self[f"reply_{one.number}"], self[f"text_{one.number}"], one) if f"reply_{one.number}" in self.fields else (None, None, one)
            for one in self.items
        ]

    def given(self) -> list[tuple[int, str, str]]:
        data = self.cleaned_data
        return [(n, data[f"reply_{n}"], data[f"text_{n}"]) for n in self.numbers if data.get(f"reply_{n}")]


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Uw beslissing", widget=forms.RadioSelect,
        choices=[("upheld", "Bezwaar aanvaard: dit gegeven blijft hier"), ("dismissed", "Bezwaar niet aanvaard: dit gegeven mag mee")],
    )
    reason = forms.CharField(label="Waarom?", widget=AREA, max_length=1000, help_text="De persoon krijgt deze tekst in een brief.")


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Waarom?", max_length=200, help_text="De persoon kan deze zin lezen.")


class RefuseForm(ReasonForm):
    code = forms.ChoiceField(label="Waarom weigert u?", widget=forms.RadioSelect)

    field_order = ("code", "reason")

    def __init__(self, *args: Any, codes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(code, nl.capitalize()) for code, nl in codes.items()]  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code op het blad", max_length=40, help_text="18 tekens in groepen van drie. Hoofdletters en spaties maken niet uit.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class AidForm(forms.Form):
    aid = forms.ChoiceField(label="Voor welke hulp?", choices=AIDS)
    asked_by = forms.ChoiceField(
        label="Hoe vroeg de persoon het?", choices=Folder.Channel.choices, widget=forms.RadioSelect, initial="desk",
    )
