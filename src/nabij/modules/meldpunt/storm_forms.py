"""Forms of storm mode: which reports, and one text for many."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from nabij.design.fields import DateField

from .actions.storm_answers import STEPS
from .forms import REASONS
from .rules.report_states import WORDS_NL


class StormFilterForm(forms.Form):
    """Which reports of a storm; a GET form with its own address."""

    gemeente = forms.TypedChoiceField(label="Gemeente", required=False, coerce=int, empty_value=None)
    onderwerp = forms.ChoiceField(label="Onderwerp", required=False)

    def __init__(self, data: Any, *, municipalities: dict[int, str], groups: list[str]) -> None:
        super().__init__(data)
        towns = sorted(municipalities.items(), key=lambda one: one[1])
        self.fields["gemeente"].choices = [("", "alle gemeenten"), *((str(id), name) for id, name in towns)]  # type: ignore[attr-defined]
        self.fields["onderwerp"].choices = [("", "alle onderwerpen"), *((group, group) for group in groups)]  # type: ignore[attr-defined]


class StormAnswerForm(forms.Form):
    """One text for many reporters. ``reports`` holds the ids that were shown, so that nobody answers what nobody saw."""

    to = forms.ChoiceField(
        label="Wat gebeurt er met deze meldingen?",
        choices=[("", "Kies"), *((state.value, WORDS_NL[state]) for state in STEPS)],
        error_messages={"required": "Kies wat er met de meldingen gebeurt."},
    )
    public_text = forms.CharField(
        label="Wat lezen de melders?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Iedere melder krijgt deze tekst één keer, met het nummer van zijn melding.",
        error_messages={"required": "Schrijf in een of twee zinnen wat de melders lezen."},
    )
    planned_on = DateField(label="Op welke dag?", required=False, help_text="Nodig bij ingepland.")
    reason = forms.ChoiceField(label="Reden", required=False, choices=REASONS[:5], help_text="Nodig bij niet opgelost.")
    reports = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean_reports(self) -> list[uuid.UUID]:
        try:
            return [uuid.UUID(one) for one in self.cleaned_data["reports"].split()]
        except ValueError:
            raise forms.ValidationError("Deze lijst van meldingen is onleesbaar. Open de bladzijde opnieuw.") from None
