"""Forms of the strategy. What a person typed stays after an error."""

from __future__ import annotations

from typing import Any

from django import forms

from nabij.design.fields import DateField
from nabij.kernel.calendar import clock

from .models import FIELDS_NL, Argument

BODIES = [
    ("college van burgemeester en schepenen", "college van burgemeester en schepenen"),
    ("gemeenteraad", "gemeenteraad"),
    ("vast bureau", "vast bureau"),
]


class ReferenceFields(forms.Form):
    """Who decided, when, and where it can be found."""

    body = forms.ChoiceField(label="Wie besliste?", choices=BODIES)
    decided_on = DateField(label="Wanneer werd beslist?")
    reference = forms.CharField(
        label="Nummer of adres van het besluit", max_length=200, help_text="Zoals het in uw besluitenlijst staat.",
        error_messages={"required": "Vul het nummer of het adres van het besluit in, zodat men het terugvindt."},
    )


class AdoptionForm(ReferenceFields):
    """Three fields, and a choice per conflict."""

    copy_from = forms.ChoiceField(
        label="Wilt u ook de afwijkingen van een andere gemeente overnemen?", required=False,
        help_text="U kunt ze daarna per afspraak wijzigen of weglaten.",
    )
    note = forms.CharField(label="Nota", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, neighbours: list[tuple[str, str]], conflicts: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copy_from"].choices = [("", "Nee, alleen de regionale tekst"), *neighbours]  # type: ignore[attr-defined]
        if not neighbours:
            del self.fields["copy_from"]
        self.conflicts = [line.name for line in conflicts]
        for line in conflicts:
            self.fields[line.name] = forms.ChoiceField(
                label=f"{line.document_kind}, {line.label}: wat kiest u?", widget=forms.RadioSelect, required=False,
                choices=[("local", f"Hou onze eigen afspraak: “{line.local}”"), ("region", f"Neem de nieuwe over: “{line.newer}”")],
            )

    def choices(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.conflicts if self.cleaned_data.get(name)}


class DeviationForm(forms.Form):
    """A local difference on one field of one agreement."""

    line = forms.ChoiceField(label="Bij welke afspraak wijkt u af?")
    value = forms.CharField(label="Wat geldt bij u?", max_length=200)
    motivation = forms.CharField(
        label="Waarom?", max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In minstens 20 tekens. Elke gemeente kan dit lezen.",
    )
    review_on = DateField(label="Wanneer kijkt u dit opnieuw na?", required=False)

    def __init__(self, *args: Any, agreements: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [  # type: ignore[attr-defined]
            (f"{a.row.code}.{name}", f"{a.row.document_kind}: {label}") for a in agreements for name, label in FIELDS_NL.items()
        ]

    @property
    def key(self) -> tuple[str, str]:
        code, _, field = self.cleaned_data["line"].partition(".")
        return code, field


class AnswerForm(forms.Form):
    """An answer that asks no decision."""

    state = forms.ChoiceField(
        label="Wat zegt uw gemeente?", widget=forms.RadioSelect,
        choices=[("considering", "We overwegen het nog"), ("not_now", "Nu niet"), ("withdrawn", "We stoppen ermee")],
    )
    note = forms.CharField(label="In uw eigen woorden", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # On its page stands the form to take over too, also with a note: no id may stand there twice.
        super().__init__(*args, **{"auto_id": "id_answer_%s"} | kwargs)


class ArgumentForm(forms.Form):
    """For or against an option."""

    option = forms.ChoiceField(label="Bij welke optie?")
    side = forms.ChoiceField(label="Voor of tegen?", choices=Argument.Side.choices, widget=forms.RadioSelect)
    text = forms.CharField(label="Uw argument, in één zin", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    evidence = forms.CharField(
        label="Waarop steunt dit?", max_length=300, required=False, help_text="Een cijfer, een test, de ervaring van een dienst."
    )

    def __init__(self, *args: Any, options: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"].choices = [(str(o.id), o.title) for o in options]  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """What a body decided elsewhere about a question."""

    option = forms.ChoiceField(label="Welke optie koos men?", widget=forms.RadioSelect)
    body = forms.CharField(label="Wie besliste?", max_length=120)
    decided_on = DateField(label="Wanneer werd beslist?")
    reference = forms.CharField(label="Nummer of adres van het verslag", max_length=200)
    text = forms.CharField(label="Wat is er beslist?", max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, options: list[Any], **kwargs: Any) -> None:
        # Beside it stands the form for an argument, which has an option and a text too.
        super().__init__(*args, **{"auto_id": "id_decision_%s"} | kwargs)
        self.fields["option"].choices = [(str(o.id), o.title) for o in options]  # type: ignore[attr-defined]
        self.fields["decided_on"].initial = clock.today()


class ReopenForm(forms.Form):
    reason = forms.CharField(label="Waarom komt deze vraag opnieuw op tafel?", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
