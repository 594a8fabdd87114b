"""Reads of requests for documents: the list by last day, one request with its clock in steps and the records that were picked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

from nabij.kernel import crypto
from nabij.kernel.calendar import clock
from nabij.kernel.calendar.queries import calendar_for, term_rule
from nabij.kernel.calendar.rules import TermEnd, term_end
from nabij.kernel.errors import NotFound

from ..models import AccessRequest, RequestRecord
from ..rules.requests import OPEN, Clock, RequestState, clock_of
from .dossiers import my_audiences

PURPOSE = "archive.request"
#: Codes of ``calendar.TermRule``.
TERM, LONGER, APPEAL = "access-request", "access-request-extended", "access-request-appeal"
HIDDEN = "een stuk dat u niet mag lezen"
_GROUNDS = Path(__file__).parents[1] / "data" / "grounds.json"


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asked, and how they are reached."""

    name: str
    contact: str
    address: str


@dataclass(frozen=True, slots=True)
class Picked:
    """A record of a request; ``ground_nl`` is empty when the requester gets it."""

    id: UUID
    record_id: UUID
    title: str
    dossier: str
    ground: str
    ground_nl: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """``steps``: how the last day was found, line by line."""

    row: AccessRequest
    clock: Clock
    steps: tuple[str, ...]
    picked: tuple[Picked, ...]

    @property
    def open(self) -> bool:
        return self.row.state in OPEN


@cache
def grounds() -> dict[str, tuple[str, str]]:
    """Code → (words, source) of each exception by which a document may be withheld."""
    return {one["code"]: (one["label"], one["source"]) for one in json.loads(_GROUNDS.read_text(encoding="utf-8"))}


def requests(organisation_id: int) -> list[RequestView]:
    """Every request of one organisation: the open ones by last day, then those that were decided."""
    rows = AccessRequest.objects.filter(organisation_id=organisation_id)
    return sorted((_view(row) for row in rows), key=lambda view: (not view.open, view.row.due_on))


def open_requests(organisation_id: int) -> list[RequestView]:
    """What still waits for a decision, first due first."""
    return [_view(row) for row in AccessRequest.objects.filter(organisation_id=organisation_id, state__in=OPEN).order_by("due_on")]


def request_of(request_id: UUID) -> RequestView:
    """Raises NotFound, also for another organisation's."""
    row = request_row(request_id)
    found, readable = RequestRecord.objects.filter(request=row).select_related("record__dossier"), set(my_audiences())
    picked = tuple(_picked(one, one.record.dossier.audience_id in readable) for one in found)
    return RequestView(row, _clock(row), term(row).steps_nl, picked)


def _picked(one: RequestRecord, reads: bool) -> Picked:
    """Who may not read the dossier learns that there is a record, not what it is called."""
    title, dossier = (one.record.title, one.record.dossier.title) if reads else (HIDDEN, "")
    return Picked(one.id, one.record_id, title, dossier, one.ground, grounds().get(one.ground, ("",))[0])


def by_number(organisation_id: int, number: str) -> RequestView | None:
    """What the requester sees by the number on the receipt: where it stands, nothing of its contents."""
    row = AccessRequest.objects.filter(organisation_id=organisation_id, number=number).first()
    return _view(row) if row else None


def days(on: date) -> tuple[int, int]:
    """The days within which we answer, and to how many that may be made longer once."""
    return term_rule(TERM, on).amount, term_rule(LONGER, on).amount


def request_row(request_id: UUID, *, locked: bool = False) -> AccessRequest:
    """Raises NotFound."""
    rows = AccessRequest.objects.select_for_update() if locked else AccessRequest.objects.all()
    found = rows.filter(id=request_id).first()
    if found is None:
        raise NotFound("Deze vraag vinden we niet.")
    return found


def requester_of(row: AccessRequest) -> Requester:
    """Who asked, unsealed; whoever shows it notes the read."""
    return Requester(**json.loads(crypto.unseal(row.organisation_id, PURPOSE, row.sealed)))


def sealed(organisation_id: int, requester: Requester) -> bytes:
    text = json.dumps({"name": requester.name, "contact": requester.contact, "address": requester.address})
    return crypto.seal(organisation_id, PURPOSE, text)


def term(row: AccessRequest) -> TermEnd:
    """The term that runs now, with its steps."""
    code = LONGER if row.extended_on else TERM
    return term_of(row.organisation_id, code, row.registered_on)


def term_of(organisation_id: int, code: str, on: date) -> TermEnd:
    return term_end(term_rule(code, on), on, [], calendar_for(organisation_id))


def _view(row: AccessRequest) -> RequestView:
    return RequestView(row, _clock(row), (), ())


def _clock(row: AccessRequest) -> Clock:
    return clock_of(row.registered_on, row.due_on, clock.today(), state=RequestState(row.state))
