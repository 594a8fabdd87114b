"""Forms of the programme: only the fields that a step needs."""

from __future__ import annotations

from typing import Any

from django import forms

from nabij.design.fields import DateField
from nabij.kernel.calendar import clock

from .actions import DecisionFollows, DecisionGiven
from .models import BoardDecision, Membership
from .models.answers import LEVELS
from .rules.states import COALITION, Level, Need, State, Transition

REASONS = [(code, label or "Kies een reden") for code, label in Membership.ReasonKind.choices]


class MomentForm(forms.Form):
    """Which day, and as known on which day; both may stay empty (today, now)."""

    op = DateField(required=False, label="Op welke dag?", help_text="Leeg = vandaag.", error_messages={})
    gekend = DateField(required=False, label="Zoals we het wisten op", help_text="Leeg = nu.", error_messages={})


class AnswerForm(forms.Form):
    """An organisation's answer. ``step`` (a row of the transition table) decides which fields are asked."""

    effective = DateField(label="Vanaf welke dag?")
    level = forms.ChoiceField(
        label="Hoe doet u mee?", choices=LEVELS, initial=Level.LIGHT.value, widget=forms.RadioSelect,
        help_text="Licht vraagt het minst. U kunt dit later wijzigen.",
    )
    decision_number = forms.CharField(
        label="Nummer of adres van het besluit", required=False, max_length=200,
        help_text="Zoals het in uw besluitenlijst staat. Het besluit zelf neemt u niet hier.",
    )
    decision_body = forms.ChoiceField(label="Wie besliste?", choices=BoardDecision.BodyKind.choices, required=False)
    decision_on = DateField(label="Wanneer werd beslist?", required=False)
    decision_due = DateField(
        label="Is er nog geen besluit? Tegen wanneer volgt het?", required=False,
        help_text="Dan bewaren we uw antwoord al, met de vermelding dat het besluit volgt.",
    )
    reason_kind = forms.ChoiceField(label="Waarom?", choices=REASONS, required=False)
    test = forms.UUIDField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="In uw eigen woorden", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, step: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self.fields["effective"].initial = clock.today()
        if Need.LEVEL not in step.needs:
            del self.fields["level"]
        if step.to not in COALITION:
            for name in ("decision_number", "decision_body", "decision_on", "decision_due"):
                del self.fields[name]
        if step.to is State.CONSIDERING:
            del self.fields["reason_kind"]
        if step.to not in (State.LEFT, State.OUT):
            del self.fields["test"]

    def clean(self) -> dict[str, Any]:
        """A decision that is named needs its date: otherwise nobody finds it again."""
        data = super().clean() or {}
        if data.get("decision_number") and not data.get("decision_on"):
            self.add_error("decision_on", "Vul de datum van het besluit in, bijvoorbeeld 24 2 2027.")
        return data

    def decision(self, project_name: str) -> DecisionGiven | DecisionFollows | None:
        """The decision as the action wants it."""
        data = self.cleaned_data
        if data.get("decision_number"):
            return decision_given(data, project_name)
        return DecisionFollows(data["decision_due"]) if data.get("decision_due") else None

    def action_arguments(self, project_name: str) -> dict[str, Any]:
        """Keyword arguments of ``record_membership`` besides organisation, project and digest."""
        data = self.cleaned_data
        return {
            "to": self.step.to, "effective": data["effective"], "level": Level(data.get("level") or Level.LIGHT),
            "reason": data.get("reason", ""), "reason_kind": data.get("reason_kind", ""),
            "decision": self.decision(project_name), "test_id": data.get("test"),
        }

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, as hidden fields: dates under their plain name as one ISO date."""
        values = ((name, self.cleaned_data.get(name)) for name in self.fields)
        return [(name, str(value)) for name, value in values if value not in (None, "")]


class DecisionForm(forms.Form):
    """The reference of a decision that would follow."""

    decision_number = forms.CharField(
        label="Nummer of adres van het besluit", max_length=200, help_text="Zoals het in uw besluitenlijst staat.",
        error_messages={"required": "Vul het nummer of het adres van het besluit in, zodat men het terugvindt."},
    )
    decision_body = forms.ChoiceField(label="Wie besliste?", choices=BoardDecision.BodyKind.choices)
    decision_on = DateField(label="Wanneer werd beslist?")

    def decision(self, project_name: str) -> DecisionGiven:
        """The decision as the action wants it."""
        return decision_given(self.cleaned_data, project_name)


def decision_given(data: dict[str, Any], project_name: str) -> DecisionGiven:
    """A typed reference: an address when it looks like one, otherwise a number."""
    reference = data["decision_number"]
    is_link = reference.startswith(("http://", "https://"))
    return DecisionGiven(
        body_kind=data["decision_body"] or BoardDecision.BodyKind.COLLEGE, decided_on=data["decision_on"],
        title=f"Deelname aan {project_name}", number="" if is_link else reference[:60], uri=reference if is_link else "",
    )


class GoLiveForm(forms.Form):
    """Ready for the start: inclusion, a way without a screen, agreement where personal data are shared."""

    passed_on = DateField(label="Vanaf welke dag bent u klaar?")
    inclusion_ref = forms.CharField(
        label="Inclusietoets", max_length=200,
        help_text="Naam of nummer van de toets: wie kan niet digitaal, en wat doet u voor hen?"
    )
    human_route = forms.CharField(
        label="De weg zonder scherm", max_length=300,
        help_text="Bijvoorbeeld: loket Dorpsplein, elke werkdag van 9 tot 12 uur, of bel ons."
    )
    agreement_ref = forms.CharField(
        label="Overeenkomst", max_length=200, required=False, help_text="Nodig als er persoonsgegevens worden gedeeld."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passed_on"].initial = clock.today()


class InvitationForm(forms.Form):
    """The partnership asks one municipality."""

    organisation = forms.ChoiceField(label="Welke gemeente vraagt u?")
    closes = DateField(label="Tegen wanneer hoopt u op een antwoord?")
    round = forms.CharField(label="Naam van de ronde", required=False, max_length=80)

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = members  # type: ignore[attr-defined]
