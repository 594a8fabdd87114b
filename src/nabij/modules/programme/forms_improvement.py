"""Forms of the improvement test: one group of fields per question, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from nabij.design.fields import DateField

from .actions.improvement import Criterion, Result
from .models import ImprovementCriterion
from .rules.improvement import BASELINE_WORDS, GIVEN, VERDICT_WORDS, Baseline, Better

PARTS = ("baseline_kind", "baseline", "expected", "measured", "evidence")


class VerdictForm(forms.Form):
    """What a member fills in for one round; field names end in the number of their question."""

    verdict = forms.ChoiceField(
        label="Uw oordeel: is dit voor uw dienst een verbetering?", widget=forms.RadioSelect,
        choices=[(one.value, VERDICT_WORDS[one].capitalize()) for one in GIVEN],
        error_messages={"required": "Kies uw oordeel: verbetering, geen verbetering of te vroeg."},
    )  # fmt: skip
    motive = forms.CharField(
        label="Waarom?", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nodig bij “geen verbetering”. Eén zin is genoeg.",
    )  # fmt: skip
    tested_on = DateField(label="Op welke dag toetste u?", required=False, help_text="Leeg = vandaag.")

    def __init__(self, *args: Any, criteria: Sequence[ImprovementCriterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        asked: dict[str, forms.Field] = {}
        for criterion in self.criteria:
            asked |= _fields(criterion)
        self.fields = asked | self.fields

    @property
    def groups(self) -> list[tuple[ImprovementCriterion, list[forms.BoundField]]]:
        """Per question its fields, as the page draws them."""
        return [(one, [self[f"{part}_{one.number}"] for part in PARTS]) for one in self.criteria]

    @property
    def rest(self) -> list[forms.BoundField]:
        return [self["verdict"], self["motive"], self["tested_on"]]

    def results(self) -> list[Result]:
        """Answers as the action wants them."""
        data = self.cleaned_data
        return [
            Result(one.number, *(data.get(f"{part}_{one.number}", "") for part in PARTS)) for one in self.criteria
        ]


def _fields(criterion: ImprovementCriterion) -> dict[str, forms.Field]:
    n, unit = criterion.number, f" ({criterion.unit})" if criterion.unit else ""
    kinds = [kind for kind in Baseline if criterion.unit or kind is not Baseline.NUMBER]
    return {
        f"baseline_kind_{n}": forms.ChoiceField(
            label="Hoe zegt u hoe het nu is?", widget=forms.RadioSelect, choices=[(k.value, BASELINE_WORDS[k].capitalize()) for k in kinds],
            initial=kinds[0].value,
        ),
        f"baseline_{n}": forms.CharField(label=f"Hoe is het nu?{unit}", required=False, max_length=120),
        f"expected_{n}": forms.CharField(label=f"Wat verwacht u?{unit}", required=False, max_length=120),
        f"measured_{n}": forms.CharField(
            label=f"Wat mat u?{unit}", required=False, max_length=120, help_text="Nog niet gemeten? Laat leeg."
        ),
        f"evidence_{n}": forms.CharField(
            label="Waaruit blijkt dat?", required=False, max_length=200, help_text="Bijvoorbeeld: telling door het onthaal in maart."
        ),
    }  # fmt: skip


class RoundForm(forms.Form):
    """A new round: a name, and one question per line, "vraag; eenheid; hoger of lager is beter"."""

    title = forms.CharField(label="Hoe heet deze toets?", max_length=120, help_text="Bijvoorbeeld: toets van maart 2027.")
    criteria = forms.CharField(
        label="Welke vragen stelt u?", widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Eén vraag per regel: vraag; eenheid; lager of hoger. Zonder eenheid antwoordt men in woorden. "
        "Bijvoorbeeld: Hoelang wacht men?; minuten; lager",
        error_messages={"required": "Schrijf minstens één vraag op, één per regel."},
    )  # fmt: skip

    def clean_criteria(self) -> list[Criterion]:
        """Questions in order; says which line cannot be read."""
        found = []
        for number, line in enumerate(filter(None, map(str.strip, self.cleaned_data["criteria"].splitlines())), 1):
            parts = [part.strip() for part in line.split(";")]
            if len(parts) > 3 or len(parts) == 2 or (len(parts) == 3 and parts[2].lower() not in ("lager", "hoger")):
                raise forms.ValidationError(f"Regel {number} lezen we niet. Schrijf: vraag; eenheid; lager of hoger.")
            if len(parts[0]) > 200 or (len(parts) == 3 and len(parts[1]) > 60):
                raise forms.ValidationError(f"Regel {number} is te lang. Een vraag heeft hoogstens 200 tekens, een eenheid 60.")
            better = Better.HIGHER if len(parts) == 3 and parts[2].lower() == "hoger" else Better.LOWER
            found.append(Criterion(parts[0], parts[1] if len(parts) == 3 else "", better.value))
        return found
