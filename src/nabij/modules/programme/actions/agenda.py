"""Addresses of the programme's calendar are made and withdrawn by who holds them."""

from __future__ import annotations

from uuid import UUID

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries
from nabij.kernel.calendar import feeds

from .. import access
from ..models import AgendaFeed


def make_agenda() -> feeds.Made[AgendaFeed]:
    """An address for what the running organisation has coming, for the person at the screen."""
    made = feeds.make(AgendaFeed, authorise(access.READ))
    entries.record("programme.agenda.made", made.feed)
    return made


def withdraw_agenda(*, feed_id: UUID) -> AgendaFeed:
    """Close one's own address; withdrawing twice changes nothing. Raises NotFound for another's."""
    return feeds.withdraw(AgendaFeed, authorise(access.READ), feed_id, "programme.agenda.withdrawn")
