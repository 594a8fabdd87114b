"""Forms of a round of questions: laying it out, answering it, saying what the own board did with the note."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from nabij.design.fields import DateField
from nabij.kernel.calendar import clock

from .actions import DecisionGiven, Engaged
from .forms import decision_given
from .models import BoardDecision, EngagementRequest, EngagementResponse, ExpectedBenefit, Question
from .models.answers import LEVELS
from .queries.consultations import Round
from .rules.consultation import LETTERS, RESPONDENTS, STEP_WORDS, STEPS, Step
from .rules.states import Level

_SAY = {"required": "Vul dit in, ook als het kort is."}
_NUMBER = {"required": "Vul een getal in, bijvoorbeeld 2.", "invalid": "Vul een heel getal in, bijvoorbeeld 2."}


class RoundForm(forms.Form):
    """A new round about a project."""

    title = forms.CharField(label="Hoe heet de bevraging?", max_length=120, error_messages=_SAY)
    reason = forms.CharField(
        label="Waarom vraagt u dit nu?", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), error_messages=_SAY,
        help_text="Staat bovenaan de nota aan elk college.",
    )
    opens = DateField(label="Vanaf welke dag?")
    last_day = DateField(label="Wat is de laatste dag om te antwoorden?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opens"].initial = clock.today()


class QuestionForm(forms.Form):
    """One numbered question (N106)."""

    text = forms.CharField(label="Welke vraag stelt u?", max_length=300, error_messages=_SAY)
    respondent = forms.ChoiceField(
        label="Wie antwoordt?", choices=Question.Respondent.choices, initial="both", widget=forms.RadioSelect
    )
    answer_type = forms.ChoiceField(
        label="Hoe antwoordt men?", choices=Question.AnswerType.choices, widget=forms.RadioSelect, initial="yes_no"
    )
    choices = forms.CharField(
        label="Welke keuzes?", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="Alleen bij een keuze. Eén per regel."
    )
    legal_consequence = forms.CharField(
        label="Wat betekent een antwoord?", max_length=300, error_messages=_SAY,
        help_text="Bijvoorbeeld: bindt uw gemeente niet, het college beslist later.",
    )

    def clean_choices(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip()]


class EngagementForm(forms.Form):
    """One engagement on one of the two levels (N107)."""

    level = forms.ChoiceField(
        label="Op welk niveau?", choices=EngagementRequest.Level.choices, widget=forms.RadioSelect, initial="political"
    )
    text = forms.CharField(label="Wat vraagt u?", max_length=300, error_messages=_SAY)
    until = DateField(label="Tot wanneer?", required=False)
    half_days = forms.IntegerField(label="Halve dagen per maand", required=False, min_value=0, max_value=40, error_messages=_NUMBER)
    euros = forms.IntegerField(
        label="Bedrag per jaar, in hele euro's", required=False, min_value=0, max_value=100_000_000, error_messages=_NUMBER
    )

    def given(self) -> dict[str, Any]:
        """Keyword arguments of ``request_engagement``."""
        data = dict(self.cleaned_data)
        euros = data.pop("euros")
        return {**data, "cents": None if euros is None else euros * 100}


class BenefitForm(forms.Form):
    """What a member may expect."""

    kind = forms.ChoiceField(label="Wat voor winst?", choices=ExpectedBenefit.Kind.choices, widget=forms.RadioSelect, initial="time_freed")
    text = forms.CharField(label="Wat merkt men ervan?", max_length=300, error_messages=_SAY)
    used_for = forms.CharField(
        label="Waarvoor dient de vrijgekomen tijd?", required=False, max_length=200, help_text="Nodig als er tijd vrijkomt."
    )


class EffortForm(forms.Form):
    """How much work a way of taking part asks."""

    level = forms.ChoiceField(label="Hoe doet een gemeente mee?", choices=LEVELS, widget=forms.RadioSelect, initial=Level.LIGHT.value)
    half_days = forms.IntegerField(label="Hoeveel halve dagen per maand?", min_value=0, max_value=40, error_messages=_NUMBER)
    text = forms.CharField(label="Waarvoor is die tijd nodig?", max_length=200, error_messages=_SAY)


class SendForm(forms.Form):
    """The day on which the notes went to the boards."""

    on = DateField(label="Op welke dag verstuurt u de nota's?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class StepForm(forms.Form):
    """What the own board did with the note; only the steps that can follow are offered."""

    step = forms.ChoiceField(label="Wat gebeurde er met de nota?", widget=forms.RadioSelect, error_messages={
        "required": "Kies wat er gebeurde.", "invalid_choice": "Dat kan nu niet. Kies één van de mogelijkheden.",
    })
    on = DateField(label="Op welke dag?")
    decision_number = forms.CharField(
        label="Nummer of adres van het besluit", required=False, max_length=200,
        help_text="Alleen als er beslist is. We bewaren de verwijzing.",
    )
    decision_body = forms.ChoiceField(label="Wie besliste?", choices=BoardDecision.BodyKind.choices, required=False)

    def __init__(self, *args: Any, before: Step | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(step.value, STEP_WORDS[step]) for step in sorted(STEPS[before]) if step is not Step.SENT]
        self.fields["step"].choices = ways  # type: ignore[attr-defined]
        self.fields["on"].initial = clock.today()

    def decision(self, title: str) -> DecisionGiven | None:
        data = self.cleaned_data
        if data["step"] != Step.DECIDED or not data["decision_number"]:
            return None
        return decision_given({**data, "decision_on": data["on"]}, title)


ENGAGED = [
    (EngagementResponse.State.ACCEPTED.value, "We aanvaarden dit"), (EngagementResponse.State.AMENDED.value, "We passen dit aan"),
    (EngagementResponse.State.DECLINED.value, "We weigeren dit"),
]


class ResponseForm(forms.Form):
    """A member's answers on one level: a field per question, a choice and own words per engagement. Nothing has to be filled in."""

    def __init__(self, *args: Any, round: Round, level: str, own: dict[UUID, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"prefix": level})
        self.round, self.level = round, level
        for question in round.questions:
            if level in RESPONDENTS[question.respondent]:
                given = own.get(question.id)
                self.fields[_name(question.id)] = _question_field(question, given.value if given else "")
        for request in round.requests:
            if request.level == level:
                given = own.get(request.id)
                code = f"{LETTERS[level]}{request.number}"
                self.fields[_name(request.id)] = forms.ChoiceField(
                    label=f"{code}. {request.text}", choices=ENGAGED, widget=forms.RadioSelect, required=False,
                    initial=given.state if given else "",
                )
                self.fields[f"{_name(request.id)}-woorden"] = forms.CharField(
                    label=f"{code} in uw eigen woorden", required=False, max_length=300, initial=given.amended_text if given else "",
                    help_text="Alleen als u het engagement aanpast.",
                )

    def values(self) -> dict[UUID, str]:
        """Question → what was typed."""
        return {q.id: self.cleaned_data.get(_name(q.id), "") for q in self.round.questions if _name(q.id) in self.fields}

    def engagements(self) -> dict[UUID, Engaged]:
        """Engagement → the choice, with the own words."""
        data = self.cleaned_data
        return {
            r.id: Engaged(data.get(_name(r.id), ""), data.get(f"{_name(r.id)}-woorden", ""))
            for r in self.round.requests if _name(r.id) in self.fields
        }

    def refuse(self, lacking: dict[str, str]) -> None:
        """Put each sentence of the action at its field."""
        for id, sentence in lacking.items():
            name = f"v-{id}"
            words = f"{name}-woorden"
            self.add_error(words if words in self.fields else name if name in self.fields else None, sentence)


def _name(id: UUID) -> str:
    return f"v-{id}"


def _question_field(question: Question, given: str) -> forms.Field:
    label = f"{question.number}. {question.text}"
    options = {
        "yes_no": [("ja", "ja"), ("nee", "nee")],
        "scale": [("1", "1, helemaal niet"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5, helemaal wel")],
        "choice": [(one, one) for one in question.choices],
    }.get(question.answer_type)
    shared: dict[str, Any] = {"label": label, "required": False, "initial": given, "help_text": question.legal_consequence}
    if options:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **shared)
    if question.answer_type == "number":
        return forms.CharField(max_length=9, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **shared)
    return forms.CharField(max_length=600, widget=forms.Textarea(attrs={"rows": 3}), **shared)
