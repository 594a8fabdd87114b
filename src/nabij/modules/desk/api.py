"""API of the counter: what can be started for somebody, and starting it. The same action as the page, so never without a ground."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from nabij.kernel import spoken
from nabij.kernel.access.api import answer, operation
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound
from nabij.kernel.identity.mandates import Basis, require_ground
from nabij.kernel.identity.parties import Person
from nabij.kernel.modules import queries as enablement
from nabij.kernel.modules.manifest import Asker, Service

from . import access
from .actions.starting import Started, Wish, start
from .queries import counter

router = Router(tags=["desk"])


class Strict(Schema):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class PersonIn(Strict):
    name: str = Field("", max_length=120)
    phone: str = Field("", max_length=30)
    email: str = Field("", max_length=200)
    address: str = Field("", max_length=200)
    none_digital: bool = False


class ActIn(Strict):
    """``answers``: the fields of the service's own form by name. ``about``: what it is about, for a service that needs that."""

    service: str
    person: PersonIn
    ground: str = ""
    channel: str = ""
    reason: str = Field("", max_length=200)
    proof: str = Field("", max_length=200)
    receipt: str = "print"
    about: str = Field("", max_length=60)
    language: Literal["nl", "fr"] = "nl"
    answers: dict[str, str]


def _services(request: HttpRequest) -> list[Service]:
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    return counter.offered(request.scope.actor, own, enablement.enabled(own, clock.today()))  # type: ignore[attr-defined]


@router.get("/services")
@operation(access.COUNTER, module="desk")
def services(request: HttpRequest) -> HttpResponse:
    """Every service that this function may start for somebody, with its address on the site."""
    return answer({"items": [{"code": one.code, "label": one.label_nl, "online": one.online} for one in _services(request)]})


@router.post("/acts")
@operation(access.COUNTER, module="desk", creates=True)
def create_act(request: HttpRequest, body: ActIn) -> HttpResponse:
    """Start a service for a person. Without ground: 403 ``volmacht-nodig``."""
    basis = Basis(body.ground, body.channel, body.reason, body.proof, body.receipt)
    require_ground(name=body.person.name, given=basis)
    service = next((one for one in _services(request) if one.code == body.service), None)
    if service is None or (service.choices and body.about not in {k for k, _ in service.choices(request.scope.actor)}):  # type: ignore[attr-defined]
        raise NotFound()
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    form = service.form(own, Asker("", body.channel, about=body.about), _sent(service, own, body))
    if not form.is_valid():
        raise Invalid({name: " ".join(map(str, sentences)) for name, sentences in form.errors.items()})
    key = request.headers.get("Idempotency-Key", "")
    wish = Wish(Person(**body.person.dict()), basis, form_key=key, about=body.about, language=body.language)
    return answer(_as_data(start(organisation_id=own, service=service, form=form, wish=wish)), status=201)


def _sent(service: Service, organisation_id: int, body: ActIn) -> dict[str, str]:
    """The form as its page would send it: answers, and the contact from the person."""
    empty = service.form(organisation_id, Asker("", body.channel, about=body.about), None)
    known = body.person.dict() | {"channel": body.channel}
    values = body.answers | {field: str(known[name]) for name, field in service.contact.items()}
    return {empty.add_prefix(name): value for name, value in values.items()}


def _as_data(done: Started) -> dict[str, Any]:
    receipt = done.receipt
    return {
        "act": done.act.id, "code": spoken.grouped(receipt.code), "read_aloud": receipt.read_aloud,
        "promised_on": receipt.promised.isoformat() if receipt.promised else None, "contact": receipt.contact, "phone": receipt.phone,
    }
