"""Requests as those who answer them, and those who asked, see them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min

from nabij.kernel import crypto
from nabij.kernel.errors import NotFound

from ..models import Submission
from ..rules.submissions import OPEN, Wanted
from . import catalogue

PURPOSE = "website.submission"
CODE_LENGTH = 6
LIMIT = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with the name of its service and what is sealed in it."""

    row: Submission
    service_nl: str
    wanted: Wanted


def wanted_of(row: Submission) -> Wanted:
    """What was asked, with the contact opened; the caller puts the look on record."""
    known = json.loads(crypto.unseal(row.organisation_id, PURPOSE, row.contact))
    return Wanted(text=row.text, wish=row.wish, **known)


def open_requests(organisation_id: int) -> list[Asked]:
    """Those that wait for an answer, in the order of asking whatever the channel: six queries."""
    rows = Submission.objects.filter(organisation_id=organisation_id, state__in=[state.value for state in OPEN])
    titles = {view.id: view.title for view in catalogue.services(organisation_id, published=False)}
    return [Asked(row, titles.get(row.service_id, ""), wanted_of(row)) for row in rows.order_by("asked_at", "id")[:LIMIT]]


@dataclass(frozen=True, slots=True)
class Due:
    """How many wait, and the earliest promised day."""

    number: int
    first: date | None


def first_due(organisation_id: int) -> Due:
    """What still waits for a first answer: one query."""
    rows = Submission.objects.filter(organisation_id=organisation_id, state__in=[state.value for state in OPEN])
    found = rows.aggregate(number=Count("id"), first=Min("answer_by"))
    return Due(found["number"], found["first"])


def one(submission_id: UUID) -> Asked:
    """Raises ``NotFound``."""
    row = Submission.objects.filter(id=submission_id).first()
    if row is None:
        raise NotFound()
    return Asked(row, catalogue.service(row.service_id).title, wanted_of(row))


def by_code(organisation_id: int, code: str) -> Submission | None:
    return Submission.objects.filter(organisation_id=organisation_id, code=code).first()


def of_party(organisation_id: int, party_id: UUID) -> list[tuple[Submission, str]]:
    """What this person asked here, newest first, with the name of the service."""
    rows = list(Submission.objects.filter(organisation_id=organisation_id, party_id=party_id).order_by("-asked_at")[:50])
    titles = {view.id: view.title for view in catalogue.services(organisation_id, published=False)} if rows else {}
    return [(row, titles.get(row.service_id, "")) for row in rows]


def since(organisation_id: int, moment: datetime) -> list[tuple[str, str, datetime, datetime | None, datetime | None]]:
    """Service, channel, asked, first answer, done of each request since a moment."""
    titles = {view.id: view.title for view in catalogue.services(organisation_id, published=False)}
    rows = Submission.objects.filter(organisation_id=organisation_id, asked_at__gte=moment)
    found = rows.values_list("service_id", "channel", "asked_at", "first_answer_at", "closed_at")
    return [(titles.get(service, ""), channel, asked, first, done) for service, channel, asked, first, done in found]
