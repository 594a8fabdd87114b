"""Whom the colleague is serving now. A person's page opens only in the conversation in which that person was looked up: "Afscheid"
ends it, and the back button then shows nothing."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest

from nabij.kernel.identity import parties
from nabij.kernel.identity.parties import Person

KEY = "desk_conversation"


def own_id(request: HttpRequest) -> int:
    return request.scope.organisation_id  # type: ignore[attr-defined,no-any-return]


def open_for(request: HttpRequest, party_ids: Iterable[UUID | str]) -> None:
    """These people were found or served in this conversation, in this organisation."""
    known = request.session.get(KEY, {})
    here = {*known.get(str(own_id(request)), []), *map(str, party_ids)}
    request.session[KEY] = {str(own_id(request)): sorted(here)}


def is_open(request: HttpRequest, party_id: UUID | str) -> bool:
    return str(party_id) in request.session.get(KEY, {}).get(str(own_id(request)), [])


def served(request: HttpRequest, party_id: str) -> Person | None:
    """The person of this conversation by id as it came in, or None."""
    try:
        key = UUID(party_id)
    except ValueError:
        return None
    return parties.by_id(own_id(request), key) if is_open(request, key) else None


def end(request: HttpRequest) -> None:
    """Nobody is served any more."""
    request.session.pop(KEY, None)
