"""Forms of gatherings, of silence, of a project's own words and of ratifying the vision."""

from __future__ import annotations

from typing import Any

from django import forms

from nabij.design.fields import DateField
from nabij.kernel.calendar import clock

from .actions.movement import Output
from .models import GatheringOutput

LINES = (("decisions", GatheringOutput.Kind.DECISION), ("conclusions", GatheringOutput.Kind.CONCLUSION))


class GatheringForm(forms.Form):
    """A gathering that was held; one decision or conclusion per line."""

    title = forms.CharField(
        label="Welke bijeenkomst was het?", max_length=160, error_messages={"required": "Geef de bijeenkomst een naam."}
    )
    first_day = DateField(label="Op welke dag?")
    last_day = DateField(label="Tot en met welke dag?", required=False, help_text="Alleen als het langer dan één dag duurde.")
    project = forms.ChoiceField(label="Over welk project?", required=False)
    decisions = forms.CharField(
        label="Wat werd beslist?", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Eén beslissing per regel. Zonder beslissing telt de bijeenkomst niet als beweging.",
    )  # fmt: skip
    conclusions = forms.CharField(
        label="Welke conclusies trok u?", required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="Eén per regel."
    )
    present = forms.CharField(
        label="Wie was er?", required=False, max_length=300, help_text="Gemeenten of functies, geen namen van personen."
    )

    def __init__(self, *args: Any, projects: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [("", "Alle projecten"), *projects]  # type: ignore[attr-defined]
        self.fields["first_day"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        """A line longer than what is kept is said here, so that nothing is cut off."""
        data = super().clean() or {}
        for name, _ in LINES:
            if any(len(line) > 400 for line in data.get(name, "").splitlines()):
                self.add_error(name, "Eén regel heeft hoogstens 400 tekens. Splits hem in twee.")
        return data

    def outputs(self) -> list[Output]:
        """Outcomes as the action wants them."""
        return [
            Output(kind, line.strip())
            for name, kind in LINES for line in self.cleaned_data[name].splitlines() if line.strip()
        ]


class SilenceForm(forms.Form):
    """How many days nothing would happen."""

    dagen = forms.IntegerField(
        label="Hoeveel dagen gebeurt er niets?", min_value=1, max_value=400, initial=42,
        error_messages={
            "required": "Vul een aantal dagen in, bijvoorbeeld 42.", "invalid": "Vul een aantal dagen in, bijvoorbeeld 42.",
            "min_value": "Vul minstens 1 dag in.", "max_value": "Vul hoogstens 400 dagen in.",
        },
    )  # fmt: skip


class TextForm(forms.Form):
    """A project's own words."""

    service_goal = forms.CharField(
        label="Wat krijgt de inwoner of medewerker beter?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        error_messages={"required": "Zeg eerst wat de inwoner of medewerker beter krijgt."},
    )  # fmt: skip
    for_whom = forms.CharField(
        label="Voor wie?", max_length=200, error_messages={"required": "Zeg voor wie dit beter wordt."}
    )
    means = forms.CharField(label="Hoe?", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
    contact_text = forms.CharField(label="Wie belt men?", required=False, max_length=200)
    row_version = forms.IntegerField(widget=forms.HiddenInput)
