"""Forms of a line: its people, its rules of the week, the rules of work, the thresholds of storm mode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nabij.design.fields import DateField

from .actions.planning import WeekRule
from .actions.storm_rule import NUMBERS
from .forms import belgian_phone
from .models.duty import DutyPerson, Role, Rotation
from .models.rota import RULE_LABELS
from .models.storm import StormRule
from .rota_forms import HourField
from .rules.duty_rules import RuleCode

NUMBER_UNCLEAR = "Kijk dit nummer na, bijvoorbeeld 0470 12 34 56."
WEEKDAYS = [(str(n), name) for n, name in enumerate(("ma", "di", "wo", "do", "vr", "za", "zo"))]
KINDS = [("sms", "sms"), ("voice", "oproep")]


def _roles() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Als wat mag deze persoon van wacht?", choices=Role.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één rol."},
    )  # fmt: skip


class PersonForm(forms.Form):
    """Somebody new on the list."""

    given_name = forms.CharField(label="Voornaam", max_length=60, error_messages={"required": "Vul de voornaam in."})
    family_name = forms.CharField(label="Naam", max_length=60, error_messages={"required": "Vul de naam in."})
    employer = forms.TypedChoiceField(
        label="Voor welke gemeente werkt deze persoon?", coerce=int, error_messages={"required": "Kies een gemeente."}
    )
    username = forms.CharField(
        label="Met welk account meldt deze persoon zich aan?", max_length=150, required=False,
        help_text="Leeg: nog geen account. Dan antwoordt deze persoon alleen per sms of telefoon.",
    )  # fmt: skip

    def __init__(self, *args: Any, employers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employer"].choices = [("", "Kies een gemeente"), *employers]  # type: ignore[attr-defined]
        self.fields["roles"] = _roles()


class RolesForm(forms.Form):
    """As what somebody may be on duty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"] = _roles()


class NumberForm(forms.Form):
    """A number in somebody's name; only its own answer proves it."""

    kind = forms.ChoiceField(label="Hoe bereiken we dit nummer?", choices=KINDS, widget=forms.RadioSelect, initial="sms")
    value = forms.CharField(
        label="Telefoonnummer", max_length=30, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text="Er vertrekt meteen een bericht. Pas als dit nummer 1 antwoordt, komt hier een alarm aan.",
        error_messages={"required": "Vul een nummer in, bijvoorbeeld 0470 12 34 56."},
    )  # fmt: skip

    def clean_value(self) -> str:
        try:
            return belgian_phone(self.cleaned_data["value"])
        except ValidationError:
            raise forms.ValidationError(NUMBER_UNCLEAR) from None


class EndForm(forms.Form):
    """From which day somebody is not on duty any more."""

    on = DateField(label="Vanaf welke dag doet deze persoon geen wacht meer?")


class WeekForm(forms.Form):
    """Up to four rules of one role. A row without days is empty; no rule at all = the turn is always on duty."""

    ROWS = 4
    role = forms.ChoiceField(label="Welke rol?", choices=Role.choices)
    first = DateField(label="Vanaf welke dag gelden deze regels?")

    def __init__(self, *args: Any, people: Sequence[DutyPerson], turns: Sequence[Rotation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.id): person for person in people}
        named = [(f"turn:{turn.name}", f"de beurtrol {turn.name}") for turn in turns if turn.name]
        choices = [
            ("turn:", "de gewone beurtrol"), *dict.fromkeys(named), *((key, f"{one}, {one.employer}") for key, one in self.people.items()),
        ]  # fmt: skip
        for n in range(1, self.ROWS + 1):
            self.fields |= self._row(n, choices)

    def _row(self, n: int, choices: list[tuple[str, str]]) -> dict[str, forms.Field]:
        return {
            f"days_{n}": forms.MultipleChoiceField(
                label="Op welke dagen?", choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple, required=False
            ),
            f"start_{n}": HourField(label="Vanaf hoe laat?", required=False),
            f"end_{n}": HourField(
                label="Tot hoe laat?", required=False, help_text="Niet later dan het begin: dan eindigt het de volgende dag."
            ),
            f"who_{n}": forms.ChoiceField(label="Wie is dan van wacht?", choices=choices, required=False),
        }

    @property
    def rows(self) -> list[tuple[int, list[forms.BoundField], bool]]:
        """Per rule its number, its fields, and whether something was filled in."""
        found = []
        for n in range(1, self.ROWS + 1):
            asked = [self[f"{part}_{n}"] for part in ("days", "start", "end", "who")]
            found.append((n, asked, any(bool(one.value()) for one in asked[:3])))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for n in range(1, self.ROWS + 1):
            days, hours = given.get(f"days_{n}"), [given.get(f"{part}_{n}") for part in ("start", "end")]
            if days and None in hours:
                self.add_error(f"start_{n}" if hours[0] is None else f"end_{n}", "Vul beide uren in, bijvoorbeeld 17.00 en 8.00.")
            if not days and any(hour is not None for hour in hours):
                self.add_error(f"days_{n}", "Kies op welke dagen deze uren gelden.")
        return given

    def rules(self) -> list[WeekRule]:
        """The rules that were filled in, in order."""
        data, found = self.cleaned_data, []
        for n in range(1, self.ROWS + 1):
            if data.get(f"days_{n}"):
                who = data.get(f"who_{n}") or "turn:"
                turn = who.partition(":")[2] if who.startswith("turn:") else ""
                days = tuple(int(day) for day in data[f"days_{n}"])
                found.append(WeekRule(days, data[f"start_{n}"], data[f"end_{n}"], self.people.get(who), turn))
        return found


class WorkRuleForm(forms.Form):
    """A rule of work or a weight, from a day on."""

    code = forms.ChoiceField(label="Welke regel?", choices=[(code.value, RULE_LABELS[code]) for code in RuleCode])
    role = forms.ChoiceField(label="Voor welke rol?", required=False, choices=[("", "alle rollen samen"), *Role.choices])
    value = forms.IntegerField(
        label="Welke waarde?", required=False,
        help_text="Rust en week in uren, gewicht en verschil in procent, geen wacht tijdens afwezigheid: 1 is ja. Leeg: de regel vervalt.",
        error_messages={"invalid": "Schrijf een heel getal, bijvoorbeeld 11."},
    )  # fmt: skip
    first = DateField(label="Vanaf welke dag?")
    source = forms.CharField(
        label="Waar staat dat?", max_length=200, error_messages={"required": "Noem de bron: het artikel, of de afspraak en haar datum."}
    )
    checked_on = DateField(
        label="Op welke dag keek iemand de bron na?", required=False, help_text="Leeg: dan staat erbij dat ze nog na te kijken is."
    )


STORM_LABELS = {
    "window_minutes": "Over hoeveel minuten tellen we acute meldingen?",
    "propose_municipality": "Voorstel vanaf hoeveel acute meldingen in één gemeente?",
    "on_municipality": "Stormmodus vanaf hoeveel acute meldingen in één gemeente?",
    "propose_region": "Voorstel vanaf hoeveel acute meldingen in de hele regio?",
    "on_region": "Stormmodus vanaf hoeveel acute meldingen in de hele regio?",
    "quiet_minutes": "Na hoeveel rustige minuten gaat ze vanzelf uit?",
    "cell_m": "Hoe groot is één plek, in meter?",
    "cluster_minutes": "Hoeveel minuten horen meldingen van één plek samen?",
    "digest_minutes": "Om de hoeveel minuten krijgt de wacht een overzicht?",
}


class StormRuleForm(forms.Form):
    """The thresholds of the region."""

    def __init__(self, *args: Any, rule: StormRule | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = rule or StormRule()
        for name in NUMBERS:
            label = STORM_LABELS[name]  # nine numbers in one form: each sentence says which
            self.fields[name] = forms.IntegerField(
                label=label, initial=getattr(shown, name), max_value=100_000, min_value=0,
                error_messages={
                    "required": f"{label} Vul een getal in.", "invalid": f"{label} Schrijf een heel getal, bijvoorbeeld 15.",
                    "min_value": f"{label} Kies 0 of meer.", "max_value": f"{label} Kies hoogstens 100.000.",
                },
            )  # fmt: skip
        self.fields["source"] = forms.CharField(
            label="Wie besliste dit, en wanneer?", max_length=200, initial=shown.source,
            error_messages={"required": "Noem wie dit besliste, en wanneer."},
        )  # fmt: skip
        self.fields["checked_on"] = DateField(label="Op welke dag is dit nagekeken?")

    def numbers(self) -> dict[str, int]:
        """The thresholds as typed."""
        return {name: self.cleaned_data[name] for name in NUMBERS}
