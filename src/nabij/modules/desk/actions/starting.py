"""Doing for a person at the desk what that person could do alone: the same form, the same action, plus who, why and on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nabij.kernel import spoken
from nabij.kernel.access import authorise, may
from nabij.kernel.access.policy import refusal
from nabij.kernel.drafts import actions as drafts
from nabij.kernel.errors import Invalid, Refused
from nabij.kernel.identity import mandates, parties
from nabij.kernel.identity.mandates import Basis, Done
from nabij.kernel.identity.models import OnBehalfAct, Party
from nabij.kernel.identity.parties import Person
from nabij.kernel.identity.rules import ReceiptBy, receipt_problem
from nabij.kernel.modules.manifest import Asker, Receipt, Service
from nabij.kernel.notices.actions import notify
from nabij.kernel.tenancy import queries as directory

from .. import access

#: ``Organisation.language_regime`` of a municipality with facilities.
TWO_LANGUAGES = "nl_fr"


@dataclass(frozen=True, slots=True)
class Started:
    """What was done, and the row that says for whom and why."""

    receipt: Receipt
    act: OnBehalfAct
    party_id: UUID


@dataclass(frozen=True, slots=True)
class Wish:
    """For whom, on what ground; ``form_key`` makes two presses one, ``draft_id`` is the saved form that this finishes.

    ``language`` of the receipt that is sent: Dutch, or French where the law of the municipality lets the person ask. It is kept nowhere.
    """

    person: Person
    basis: Basis
    form_key: str = ""
    draft_id: str = ""
    about: str = ""
    language: str = "nl"


def start(*, organisation_id: int, service: Service, form: Any, wish: Wish) -> Started:
    """Start a service for somebody. ``form`` is the service's own form, valid.

    Raises ``MandateNeeded`` without ground, ``Refused`` for a service this function may not start, ``Invalid`` for a receipt that
    cannot arrive and for what the service itself refuses."""
    actor = authorise(access.COUNTER)
    person, basis = wish.person, wish.basis
    mandates.require_ground(name=person.name, given=basis)
    if not may(actor, service.verb):
        raise Refused(refusal(service.verb))
    problem = receipt_problem(
        basis.receipt, phone=person.phone, email=person.email, address=person.address, none_digital=person.none_digital
    )
    if problem:
        raise Invalid({"receipt": problem})
    _require_language(organisation_id, wish.language)
    party = parties.know(organisation_id=organisation_id, person=person)
    receipt = service.start(organisation_id, form, _asker(party.id, wish))
    act = _noted(party, service, receipt) if wish.form_key and not service.choices else None
    if act is None:
        done = Done(service.code, service.label_nl, receipt.subject, receipt.promised)
        act = mandates.record_act(principal=party, name=person.name, given=basis, done=done)
        _send(organisation_id, service, receipt, wish)
    drafts.finish(organisation_id=organisation_id, draft_id=wish.draft_id or None)
    return Started(receipt, act, party.id)


def _noted(party: Party, service: Service, receipt: Receipt) -> OnBehalfAct | None:
    """The act of a first press, when this is the second one."""
    rows = OnBehalfAct.objects.filter(organisation_id=party.organisation_id, principal=party, service=service.code)
    return rows.filter(subject_key=receipt.subject.key).first()


def _asker(party_id: UUID, wish: Wish) -> Asker:
    person = wish.person
    return Asker(
        name=person.name, channel=wish.basis.channel, phone=person.phone, email=person.email, address=person.address,
        none_digital=person.none_digital, party_id=party_id, form_key=wish.form_key, about=wish.about,
    )


def _require_language(organisation_id: int, language: str) -> None:
    own = directory.by_id(organisation_id)
    if language == "nl" or (language == "fr" and own is not None and own.language_regime == TWO_LANGUAGES):
        return
    raise Invalid({"language": "Hier schrijven we in het Nederlands. In het Frans kan alleen in een gemeente met faciliteiten."})


def _send(organisation_id: int, service: Service, receipt: Receipt, wish: Wish) -> None:
    """The receipt over the chosen way. Printed and spelled ones are given by the colleague."""
    person, basis = wish.person, wish.basis
    ways = {ReceiptBy.LETTER: ("letter", person.address), ReceiptBy.SMS: ("sms", person.phone), ReceiptBy.EMAIL: ("email", person.email)}
    if basis.receipt not in ways:
        return
    channel, address = ways[ReceiptBy(basis.receipt)]
    own = directory.by_id(organisation_id)
    notify(
        kind="desk.receipt_fr" if wish.language == "fr" else "desk.receipt", organisation_id=organisation_id,
        recipient=person.name, subject=receipt.subject,
        contact_points={channel: address, "call": person.phone}, none_digital=person.none_digital,
        context={"receipt": receipt, "service": service, "code": spoken.grouped(receipt.code), "organisation": own},
    )
