"""The form of a protocol: name, for what it is meant, and its steps in order; an empty row is no step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from .actions.protocol import NewStep
from .models.protocol import LONGEST
from .rules.protocol import StepKind

ROWS = 12


class ProtocolForm(forms.Form):
    """``steps()`` gives the filled rows in order."""

    name = forms.CharField(
        label="Naam", max_length=120, help_text="Bijvoorbeeld: boom op de weg",
        error_messages={"required": "Geef het protocol een naam, bijvoorbeeld: boom op de weg."},
    )
    categories = forms.MultipleChoiceField(
        label="Voor welke categorieën?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Zonder categorie en zonder woord geldt het voor elk alarm dat geen eigen protocol heeft.",
    )
    words = forms.CharField(
        label="Of bij welke woorden in de melding?", max_length=300, required=False, help_text="Met komma's ertussen: boom, tak, draad",
    )
    in_use = forms.BooleanField(label="Dit protocol geldt", required=False, help_text="Zonder vinkje opent het bij geen enkel alarm.")

    def __init__(self, *args: Any, categories: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["categories"].choices = list(categories)  # type: ignore[attr-defined]
        kinds = [(kind.value, kind.label_nl) for kind in StepKind]
        for number in range(1, ROWS + 1):
            self.fields[f"text_{number}"] = forms.CharField(label=f"Stap {number}: wat moet er gebeuren?", max_length=200, required=False)
            self.fields[f"kind_{number}"] = forms.ChoiceField(label=f"Soort van stap {number}", choices=kinds, required=False)
            self.fields[f"minutes_{number}"] = forms.IntegerField(
                label=f"Stap {number}: binnen hoeveel minuten?", min_value=0, max_value=LONGEST, required=False,
                error_messages={
                    "invalid": "Schrijf een aantal minuten in cijfers.", "min_value": "Schrijf een aantal minuten vanaf 0.",
                    "max_value": "Een stap duurt hoogstens 1 440 minuten, dat is een dag.",
                },
            )
            self.fields[f"required_{number}"] = forms.BooleanField(label=f"Stap {number} is verplicht", required=False)

    def rows(self) -> list[list[Any]]:
        """The bound fields of each row, for the template."""
        names = ("text", "kind", "minutes", "required")
        return [[self[f"{name}_{number}"] for name in names] for number in range(1, ROWS + 1)]

    def clean_words(self) -> list[str]:
        """Separate words or groups of words, without empty ones."""
        return [part for part in (" ".join(part.split()) for part in self.cleaned_data["words"].split(",")) if part]

    def steps(self) -> list[NewStep]:
        """Filled rows, in order."""
        data = self.cleaned_data
        return [
            NewStep(
                StepKind(data[f"kind_{number}"] or StepKind.CHECK), " ".join(data[f"text_{number}"].split()), data[f"minutes_{number}"],
                data[f"required_{number}"],
            )
            for number in range(1, ROWS + 1) if data[f"text_{number}"].strip()
        ]
