"""Forms of calls, dates, applications and scenarios. Sums are typed as people write them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from nabij.design.fields import DateField

from .actions.funding import TypeGiven
from .models import CallType, ProjectPart
from .models.calls import DATE_KINDS
from .rules.amounts import AmountUnclear, parse_money
from .rules.calls import euro


class MoneyField(forms.CharField):
    """A sum as text; gives cents, or the sentence that names both readings."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "decimal"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_money(text)
        except AmountUnclear as unclear:
            raise forms.ValidationError(unclear.sentence_nl, code="invalid") from unclear


class CallForm(forms.Form):
    """A call: what it is called, where it stands, and its types with their ceiling."""

    name = forms.CharField(label="Hoe heet de oproep?", max_length=160, error_messages={"required": "Geef de oproep een naam."})
    programme_name = forms.CharField(
        label="Bij welk subsidieprogramma hoort ze?", max_length=160, required=False, help_text="Leeg = de oproep staat alleen."
    )
    source = forms.CharField(
        label="Waar staat dat?", max_length=300, help_text="Een adres of een document. Zo kan iemand het nakijken.",
        error_messages={"required": "Zeg waar dit staat: een adres of een document. Zo kan iemand het nakijken."},
    )  # fmt: skip
    types = forms.CharField(
        label="Welke soorten zijn er, met welk plafond?", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Eén per regel: soort: bedrag. Bijvoorbeeld: thematisch: 500.000,00",
        error_messages={"required": "Schrijf minstens één soort op met haar plafond."},
    )  # fmt: skip

    def clean_types(self) -> list[TypeGiven]:
        """Types in order; says which line cannot be read and why."""
        found = []
        for number, line in enumerate(filter(None, map(str.strip, self.cleaned_data["types"].splitlines())), 1):
            label, colon, sum_text = line.rpartition(":")
            if not colon or not label.strip():
                raise forms.ValidationError(f"Regel {number} lezen we niet. Schrijf: soort: bedrag.")
            try:
                cents = parse_money(sum_text)
            except AmountUnclear as unclear:
                raise forms.ValidationError(f"Regel {number}: {unclear.sentence_nl}") from unclear
            if not cents:
                raise forms.ValidationError(f"Regel {number}: een plafond ligt boven nul.")
            found.append(TypeGiven(label.strip()[:120], cents))
        return found


class CallDateForm(forms.Form):
    """One of the six dates, as the funder states it."""

    kind = forms.ChoiceField(label="Welke datum?", choices=DATE_KINDS)
    stated_as = forms.CharField(
        label="Hoe zegt de subsidiegever het?", max_length=120, help_text="Letterlijk, bijvoorbeeld: eind februari.",
        error_messages={"required": "Schrijf op hoe de subsidiegever het zegt."},
    )  # fmt: skip
    first_day = DateField(label="Vanaf welke dag?", required=False, help_text="Leeg als de oproep geen dag noemt.")
    last_day = DateField(label="Tot en met welke dag?", required=False, help_text="Leeg = dezelfde dag.")
    hard = forms.BooleanField(label="Dit is een harde datum", required=False)
    for_organisation = forms.ChoiceField(label="Voor wie geldt ze?", required=False)
    document = forms.CharField(
        label="In welk document staat dat?", required=False, max_length=200, help_text="Nodig om een harde datum te verplaatsen."
    )

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["for_organisation"].choices = [("", "Voor iedereen"), *members]  # type: ignore[attr-defined]


class ApplicationForm(forms.Form):
    """A project asks a sum in a call."""

    project = forms.ChoiceField(label="Voor welk project?")
    requested = MoneyField(
        label="Welk bedrag vraagt u?", help_text="Bijvoorbeeld 140.000,00.", error_messages={"required": "Vul een bedrag in."}
    )
    call_type = forms.ChoiceField(label="Welke soort?", widget=forms.RadioSelect, error_messages={"required": "Kies een soort."})
    lead = forms.ChoiceField(label="Wie is penhouder?", help_text="De andere deelnemers van het project dienen mee in.")

    def __init__(
        self, *args: Any, projects: list[tuple[str, str]], types: Sequence[CallType], members: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = projects  # type: ignore[attr-defined]
        self.fields["lead"].choices = members  # type: ignore[attr-defined]
        self.fields["call_type"].choices = [  # type: ignore[attr-defined]
            (str(kind.id), f"{kind.label}, hoogstens {euro(kind.ceiling_cents)}") for kind in types
        ]


class AmountForm(forms.Form):
    """Only a sum: which types does it fit?"""

    bedrag = MoneyField(label="Over welk bedrag gaat het?", required=False, help_text="Bijvoorbeeld 140.000,00.")


class ScenarioForm(forms.Form):
    """Where each part of a project goes; one choice per part."""

    name = forms.CharField(
        label="Hoe heet deze verdeling?", max_length=120,
        error_messages={"required": "Geef deze verdeling een naam, bijvoorbeeld: alles samen."},
    )  # fmt: skip

    def __init__(self, *args: Any, parts: Sequence[ProjectPart], types: Sequence[CallType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = list(parts)
        choices = [("", "Geen aanvraag: de gemeenten betalen zelf")]
        choices += [
            (f"{kind.id}:{number}", f"{kind.label}, aanvraag {number}") for kind in types for number in range(1, len(self.parts) + 1)
        ]
        for part in self.parts:
            label = f"{part.name} ({euro(part.cents)})"
            self.fields[f"deel_{part.number}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    def placements(self) -> dict[uuid.UUID, tuple[uuid.UUID, int]]:
        """Part → (type, number of the application)."""
        found = {}
        for part in self.parts:
            chosen = self.cleaned_data.get(f"deel_{part.number}")
            if chosen:
                kind, _, number = chosen.partition(":")
                found[part.id] = (uuid.UUID(kind), int(number))
        return found
