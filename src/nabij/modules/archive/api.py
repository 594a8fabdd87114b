"""``/api/v1/archive/``: who took the strategy over, and the own decision to do so, by the same action as the screen.

Annotations are real types here: the framework reads them through the decorator, where a text could not be resolved.
"""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from nabij.kernel.access.api import answer, operation
from nabij.kernel.errors import NotFound

from . import access
from .actions import adoption as actions
from .queries import adoption
from .queries.adoption import Standing

router = Router(tags=["archive"])


class AdoptionIn(Schema):
    """Who decided, when, and where the decision is found. What is left out is named in the refusal."""

    body: str = ""
    decided_on: date | None = None
    reference: str = ""
    note: str = ""
    choices: dict[str, str] = {}

    model_config = {"extra": "forbid"}


@router.get("/adoptions", summary="Welke gemeente nam de archiefstrategie over")
@operation(access.STRATEGY_READ)
def listing(request: HttpRequest) -> HttpResponse:
    """Every municipality of the partnership in alphabetical order, with its answer, version and number of deviations."""
    return answer([as_data(one) for one in adoption.standings()])


@router.post("/adoptions", summary="Neem de archiefstrategie over voor de eigen gemeente")
@operation(access.ADOPT, creates=True)
def adopt(request: HttpRequest, sent: AdoptionIn) -> HttpResponse:
    """422 without body, day or reference; the fields are named. Nobody adopts for another municipality: there is no field for it."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    if adoption.standing(own) is None:
        raise NotFound("Alleen een gemeente van de regio kan een strategie overnemen.")
    actions.adopt(organisation_id=own, **sent.dict())
    made = adoption.standing(own)
    assert made is not None, "what was just adopted stands"
    return answer(as_data(made), status=201)


def as_data(one: Standing) -> dict[str, Any]:
    """One municipality's answer on the wire."""
    row = one.row
    return {
        "organisation": one.organisation.slug, "name": one.organisation.short_name, "state": one.state.value, "state_nl": one.word,
        "adopted": one.adopted, "version": row.version.number if row else "", "body": row.body if row else "",
        "decided_on": row.decided_on.isoformat() if row and row.decided_on else None, "reference": row.reference if row else "",
        "deviations": len(one.deviations), "invented": bool(row and row.invented),
    }
