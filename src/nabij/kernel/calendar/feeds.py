"""Addresses that a calendar program reads: made, withdrawn and answered in one way, whoever's calendar it is."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from nabij.kernel.audit import entries
from nabij.kernel.errors import NotFound
from nabij.kernel.identity.capacities import hash_of
from nabij.kernel.tenancy.scope import Actor, current

from . import clock, ical
from .models.feeds import Feed

F = TypeVar("F", bound=Feed)
HEADERS = {"Cache-Control": "private, max-age=900", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True)
class Made(Generic[F]):
    """A new address; its token is shown this once."""

    feed: F
    token: str


def make(model: type[F], actor: Actor, **fields: Any) -> Made[F]:
    """An address of the running organisation for the person who asks. Raises NotFound for who is no person in an organisation."""
    own = current().organisation_id
    if actor.account_id is None or own is None:
        raise NotFound()
    token = secrets.token_urlsafe(32)
    feed = model._default_manager.create(
        organisation_id=own, account_id=actor.account_id, token_sha256=hash_of(token), created_at=clock.now(), **fields
    )
    return Made(feed, token)


def withdraw(model: type[F], actor: Actor, feed_id: UUID, verb: str) -> F:
    """Close one's own address; withdrawing twice changes nothing and is noted once, under ``verb``. Raises NotFound for another's."""
    feed = model._default_manager.select_for_update().filter(id=feed_id).first()
    if feed is None or feed.account_id != actor.account_id:
        raise NotFound("Dit adres vinden we niet.")
    if feed.revoked_at is None:
        feed.revoked_at = clock.now()
        feed.save(update_fields=["revoked_at"])
        entries.record(verb, feed)
    return feed


def answer(request: HttpRequest, body: bytes) -> HttpResponse:
    """The calendar (RFC 5545), or 304 for who has these very bytes already (RFC 9110, 13.1.2)."""
    tag = ical.etag(body)
    headers = HEADERS | {"ETag": tag}
    if ical.unchanged(request.headers.get("If-None-Match", ""), tag):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
