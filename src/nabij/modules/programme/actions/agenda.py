"""Addresses of the programme's calendar are made and withdrawn by who holds them."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound
from nabij.kernel.tenancy.scope import current

from .. import access
from ..models import AgendaFeed


@dataclass(frozen=True)
class Made:
    """A new address; its token is shown this once."""

    feed: AgendaFeed
    token: str


def make_agenda() -> Made:
    """An address for what the running organisation has coming, for the person at the screen."""
    actor, own = authorise(access.READ), current().organisation_id
    if actor.account_id is None or own is None:
        raise NotFound()
    token = secrets.token_urlsafe(32)
    feed = AgendaFeed.objects.create(organisation_id=own, account_id=actor.account_id, token_sha256=hash_of(token), created_at=clock.now())
    entries.record("programme.agenda.made", feed)
    return Made(feed, token)


def withdraw_agenda(*, feed_id: UUID) -> AgendaFeed:
    """Close one's own address; withdrawing twice changes nothing. Raises NotFound for another's."""
    actor = authorise(access.READ)
    feed = AgendaFeed.objects.select_for_update().filter(id=feed_id).first()
    if feed is None or feed.account_id != actor.account_id:
        raise NotFound("Dit adres vinden we niet.")
    if feed.revoked_at is None:
        feed.revoked_at = clock.now()
        feed.save(update_fields=["revoked_at"])
        entries.record("programme.agenda.withdrawn", feed)
    return feed


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
