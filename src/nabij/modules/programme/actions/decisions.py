"""References to decisions of boards. A click is not a legal decision: we keep number, date and title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nabij.kernel.errors import Invalid

from ..models import BoardDecision


@dataclass(frozen=True, slots=True)
class DecisionGiven:
    """A decision that was taken; ``number`` or ``uri`` makes it findable."""

    body_kind: str
    decided_on: date
    title: str
    number: str = ""
    uri: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class DecisionFollows:
    """"Volgt": the decision will be there by this day."""

    due: date


Decision = DecisionGiven | DecisionFollows


def keep(decision: Decision | None, *, organisation_id: int, audience: str) -> BoardDecision | None:
    """Write the reference of a decision that was given. Raises Invalid when nobody could find it again."""
    if not isinstance(decision, DecisionGiven):
        return None
    if not decision.number and not decision.uri:
        raise Invalid({"decision_number": "Vul het nummer of het adres van het besluit in, zodat men het terugvindt."})
    return BoardDecision.objects.create(
        organisation_id=organisation_id, audience=audience, body_kind=decision.body_kind,
        decided_on=decision.decided_on, title=decision.title, number=decision.number, uri=decision.uri,
        origin=decision.origin,
    )


def reference(decision: BoardDecision | None, due: date | None) -> str:
    """How the kernel writes it beside an enablement."""
    if decision:
        return f"{decision.get_body_kind_display()} {decision.decided_on:%d/%m/%Y}, {decision.number or decision.uri}"
    return f"besluit volgt tegen {due:%d/%m/%Y}" if due else "eigen antwoord in het programma"
