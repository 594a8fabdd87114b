"""Forms of the furnishing of the chain: list of last resort, escalation, taking part, host, and a direct call to a mayor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from nabij.design.fields import DateField

from .forms import belgian_phone
from .models.duty import Role
from .queries.last_resort import ListView
from .rules import last_resort, policy
from .rules.last_resort import CHANNEL_WORDS, KIND_WORDS, OFFICE_WORDS, Channel, Kind, Office, Place
from .rules.policy import MODE_WORDS, Drafted, Mode, Window
from .rules.rota import BRUSSELS

PLACE_PARTS = ("order", "office", "kind", "name", "number", "minutes")
STEP_PARTS = ("role", "minutes", "from", "to", "mode", "several")
NUMBER_UNCLEAR = "Kijk dit nummer na, bijvoorbeeld 0470 12 34 56."


class ListForm(forms.Form):
    """Six numbered places; one without a chosen office is empty. The order is a number, so that it works without script."""

    reference = forms.CharField(
        label="Wie besliste dit, en wanneer?", max_length=120, help_text="Bijvoorbeeld: gemeenteraad van 8 maart 2027, punt 12.",
        error_messages={"required": "Noem het besluit: wie besliste, en het nummer of de zitting."},
    )  # fmt: skip
    decided_on = DateField(label="Op welke dag werd het beslist?")
    since = DateField(label="Vanaf welke dag geldt de lijst?", help_text="Vandaag of later. De lijst van nu loopt tot dan.")
    every_minutes = forms.IntegerField(
        label="Na hoeveel minuten bellen we opnieuw als niemand opneemt?", min_value=1, max_value=9000, initial=10,
        error_messages={"min_value": "Kies minstens één minuut.", "required": "Kies na hoeveel minuten we opnieuw bellen."},
    )  # fmt: skip

    def __init__(self, *args: Any, current: ListView | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = current
        places: dict[str, forms.Field] = {}
        for n in range(1, last_resort.PLACES + 1):
            places |= self._place(n)
        self.fields = places | self.fields
        if current:
            self.fields["every_minutes"].initial = current.row.every_minutes

    def _place(self, n: int) -> dict[str, forms.Field]:
        """The fields of one place, filled with the list of today or with the proposal."""
        now = self.current.places[n - 1] if self.current and n <= len(self.current.places) else None
        proposed = last_resort.PROPOSAL[n - 1] if not self.current and n <= len(last_resort.PROPOSAL) else None
        office = now.office if now else proposed
        kept = f"Leeg laten = het nummer blijft (eindigt op {now.number_ends})." if now else "Alleen de wachtdienst en de motor lezen het."
        return {
            f"order_{n}": forms.IntegerField(label="Volgorde", initial=n, min_value=1, max_value=99, required=False),
            f"office_{n}": forms.ChoiceField(
                label="Wie is dit?", required=False, initial=office,
                choices=[("", "niemand: laat deze plaats leeg"), *[(o.value, OFFICE_WORDS[o]) for o in Office]],
            ),
            f"kind_{n}": forms.ChoiceField(
                label="Wat antwoordt er?", required=False, initial=now.kind if now else Kind.PERSON,
                choices=[(k.value, KIND_WORDS[k]) for k in Kind],
            ),
            f"name_{n}": forms.CharField(label="Naam", required=False, max_length=120, initial=now.name if now else ""),
            f"number_{n}": forms.CharField(
                label="Telefoonnummer", required=False, max_length=30, help_text=kept, widget=forms.TextInput(attrs={"type": "tel"})
            ),
            f"minutes_{n}": forms.IntegerField(
                label="Hoeveel minuten wachten we op een antwoord?", required=False, min_value=1, max_value=9000,
                initial=now.minutes if now else 5, error_messages={"min_value": "Kies minstens één minuut."},
            ),
            f"kept_{n}": forms.CharField(required=False, widget=forms.HiddenInput, initial=str(now.id) if now else ""),
        }  # fmt: skip

    @property
    def used(self) -> list[tuple[int, list[forms.BoundField], forms.BoundField]]:
        """Per place its number, visible fields and the hidden one: those that are filled in, and the first one always."""
        return [self._group(n) for n in range(1, last_resort.PLACES + 1) if n == 1 or self[f"office_{n}"].value()]

    @property
    def spare(self) -> list[tuple[int, list[forms.BoundField], forms.BoundField]]:
        """The empty places, folded away."""
        return [self._group(n) for n in range(2, last_resort.PLACES + 1) if not self[f"office_{n}"].value()]

    def _group(self, n: int) -> tuple[int, list[forms.BoundField], forms.BoundField]:
        return n, [self[f"{part}_{n}"] for part in PLACE_PARTS], self[f"kept_{n}"]

    @property
    def rest(self) -> list[forms.BoundField]:
        """What is asked of the whole list."""
        return [self[name] for name in ("every_minutes", "reference", "decided_on", "since")]

    def clean(self) -> dict[str, Any]:
        """Numbers in E.164; a number that cannot be one is said at its own field."""
        for n in range(1, last_resort.PLACES + 1):
            typed = self.cleaned_data.get(f"number_{n}", "")
            if typed and self.cleaned_data.get(f"office_{n}"):
                try:
                    self.cleaned_data[f"number_{n}"] = belgian_phone(typed)
                except ValidationError:
                    self.add_error(f"number_{n}", NUMBER_UNCLEAR)
        return self.cleaned_data

    def places(self) -> tuple[list[Place], list[UUID | None]]:
        """The places in their order, and per place the earlier one whose number may be kept."""
        data = self.cleaned_data
        used = [n for n in range(1, last_resort.PLACES + 1) if data.get(f"office_{n}")]
        used.sort(key=lambda n: (data.get(f"order_{n}") or n, n))
        places = [
            Place(
                Office(data[f"office_{n}"]), Kind(data.get(f"kind_{n}") or Kind.PERSON), " ".join(data.get(f"name_{n}", "").split()),
                data.get(f"number_{n}", ""), data.get(f"minutes_{n}") or 5,
            )
            for n in used
        ]  # fmt: skip
        return places, [_id(data.get(f"kept_{n}", "")) for n in used]


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        return None


class PolicyForm(forms.Form):
    """Six numbered steps; one without a chosen role is empty."""

    repeat = forms.IntegerField(label="Hoeveel keer herhalen we alle stappen?", min_value=0, max_value=5, initial=0)
    ack_minutes = forms.IntegerField(
        label="Na hoeveel minuten stilte gaat een opgenomen alarm opnieuw af?", min_value=1, max_value=9000, initial=30
    )
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, steps: Sequence[Drafted] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: dict[str, forms.Field] = {}
        for n in range(1, policy.STEPS + 1):
            asked |= _step_fields(n, steps[n - 1] if n <= len(steps) else None)
        self.fields = asked | self.fields

    @property
    def used(self) -> list[tuple[int, list[forms.BoundField]]]:
        """Per step its number and fields: those that are filled in, and the first one always."""
        return [self._group(n) for n in range(1, policy.STEPS + 1) if n == 1 or self[f"role_{n}"].value()]

    @property
    def spare(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The empty steps, folded away."""
        return [self._group(n) for n in range(2, policy.STEPS + 1) if not self[f"role_{n}"].value()]

    def _group(self, n: int) -> tuple[int, list[forms.BoundField]]:
        return n, [self[f"{part}_{n}"] for part in STEP_PARTS]

    @property
    def rest(self) -> list[forms.BoundField]:
        """What is asked of the whole policy."""
        return [self["repeat"], self["ack_minutes"]]

    def clean(self) -> dict[str, Any]:
        """Hours come in pairs."""
        for n in range(1, policy.STEPS + 1):
            since, until = self.cleaned_data.get(f"from_{n}"), self.cleaned_data.get(f"to_{n}")
            if (since is None) != (until is None):
                self.add_error(f"to_{n}" if since else f"from_{n}", "Vul beide uren in, of laat beide leeg.")
        return self.cleaned_data

    def steps(self) -> list[Drafted]:
        """The chosen steps in order."""
        data = self.cleaned_data
        return [
            Drafted(
                data[f"role_{n}"], data.get(f"minutes_{n}") or 5, _window(data.get(f"from_{n}"), data.get(f"to_{n}")),
                Mode(data.get(f"mode_{n}") or Mode.ALL), bool(data.get(f"several_{n}")),
            )
            for n in range(1, policy.STEPS + 1) if data.get(f"role_{n}")
        ]  # fmt: skip


def _window(since: time | None, until: time | None) -> Window | None:
    return Window(since, until) if since is not None and until is not None else None


def _step_fields(n: int, step: Drafted | None) -> dict[str, forms.Field]:
    window = step.window if step else None
    return {
        f"role_{n}": forms.ChoiceField(
            label="Wie bellen we?", required=False, initial=step.role if step else "",
            choices=[("", "niemand: laat deze stap leeg"), *Role.choices],
        ),
        f"minutes_{n}": forms.IntegerField(
            label="Hoeveel minuten wachten we op een antwoord?", required=False, min_value=1, max_value=9000,
            initial=step.minutes if step else 5, error_messages={"min_value": "Kies minstens één minuut."},
        ),
        f"from_{n}": _hour("Alleen vanaf", window.since if window else None, "Leeg = dag en nacht."),
        f"to_{n}": _hour("Alleen tot", window.until if window else None),
        f"mode_{n}": forms.ChoiceField(
            label="Zijn er meer mensen met die rol?", required=False, initial=step.mode if step else Mode.ALL,
            choices=[(mode.value, f"bel {MODE_WORDS[mode]}") for mode in Mode],
        ),
        f"several_{n}": forms.BooleanField(
            label="Meer dan één mag het opnemen", required=False, initial=bool(step and step.multi_ack)
        ),
    }  # fmt: skip


def _hour(label: str, initial: time | None, help_text: str = "") -> forms.TimeField:
    return forms.TimeField(
        label=label, initial=initial, help_text=help_text, required=False, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={"invalid": "Schrijf een uur als 22:00."}, widget=forms.TimeInput(format="%H:%M"),
    )  # fmt: skip


class JoinForm(forms.Form):
    """A municipality takes part in a line."""

    since = DateField(label="Vanaf welke dag doet uw gemeente mee?")
    decision_reference = forms.CharField(
        label="Wie besliste dit, en wanneer?", max_length=120, required=False,
        help_text="Bijvoorbeeld: gemeenteraad van 8 maart 2027, punt 12.",
    )  # fmt: skip
    agreement_reference = forms.CharField(
        label="Welke overeenkomst over gegevens geldt?", max_length=120, required=False,
        help_text="Wachters van andere gemeenten lezen tijdens hun wacht uw meldingen.",
    )  # fmt: skip
    public_number = forms.CharField(label="Welk nummer zien uw inwoners?", max_length=30, required=False)
    baseline_calls = forms.IntegerField(
        label="Hoe vaak belde men burgemeester en directeur in een gewone maand?", required=False, min_value=0, max_value=9999,
        help_text="Vóór de wachtlijn. Leeg = niet geteld.",
    )  # fmt: skip
    baseline_source = forms.CharField(label="Waaruit blijkt dat?", max_length=200, required=False)
    used_for = forms.CharField(
        label="Waarvoor gebruikt uw gemeente de tijd die vrijkomt?", max_length=200, required=False,
        help_text="Bijvoorbeeld: het secretariaat belt overdag zelf terug.",
    )  # fmt: skip


class HostForm(forms.Form):
    """Another municipality becomes host of the line."""

    host = forms.TypedChoiceField(
        label="Welke gemeente wordt gastheer?", coerce=int, error_messages={"required": "Kies een gemeente."}
    )
    decision_reference = forms.CharField(
        label="Wie besliste dit, en wanneer?", max_length=120,
        error_messages={"required": "Noem het besluit: welke vergadering, en wanneer."},
    )  # fmt: skip

    def __init__(self, *args: Any, hosts: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].choices = [("", "Kies een gemeente"), *hosts]  # type: ignore[attr-defined]


class CallForm(forms.Form):
    """A mayor or director was called directly. Four questions, no name and no number."""

    municipality = forms.TypedChoiceField(label="In welke gemeente?", coerce=int, error_messages={"required": "Kies een gemeente."})
    office = forms.ChoiceField(
        label="Wie werd gebeld?", widget=forms.RadioSelect, choices=[(o.value, OFFICE_WORDS[o]) for o in (Office.MAYOR, Office.DIRECTOR)],
        error_messages={"required": "Kies wie gebeld werd."},
    )  # fmt: skip
    channel = forms.ChoiceField(
        label="Hoe?", widget=forms.RadioSelect, initial=Channel.CALL.value,
        choices=[(c.value, CHANNEL_WORDS[c]) for c in Channel if c is not Channel.PAGE],
    )  # fmt: skip
    on = DateField(label="Op welke dag?")
    hour = forms.TimeField(
        label="Hoe laat ongeveer?", input_formats=["%H:%M", "%H.%M", "%Hu%M"], help_text="Bijvoorbeeld 22:15.",
        error_messages={"required": "Vul het uur in, ongeveer.", "invalid": "Schrijf een uur als 22:15."},
    )  # fmt: skip
    about = forms.CharField(
        label="Waarover ging het?", required=False, max_length=200, help_text="Een paar woorden. Schrijf geen namen of nummers."
    )

    def __init__(self, *args: Any, municipalities: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["municipality"]
        if len(municipalities) == 1:
            field.widget = forms.HiddenInput()
            field.initial = municipalities[0][0]
        field.choices = municipalities if len(municipalities) == 1 else [("", "Kies een gemeente"), *municipalities]  # type: ignore[attr-defined]

    def at(self) -> datetime:
        """The moment in local time."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["hour"], BRUSSELS)
