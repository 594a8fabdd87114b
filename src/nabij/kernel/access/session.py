"""The one capacity in which a signed-in person works now, kept in the session."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from ..calendar import clock
from ..errors import Refused
from ..identity.capacities import Capacity, capacities
from ..references import Reference

KEY = "nabij_capacity"
SEEN = "nabij_seen"
#: The moment of the last request is written once a minute at most: it costs a row.
_NOTED_EVERY_S = 60


def signed_in(request: HttpRequest) -> UUID:
    """Key of the signed-in account. Raises ``Refused`` when nobody is."""
    if request.user.pk is None:
        raise Refused("Meld u eerst aan.")
    return request.user.pk


@receiver(user_logged_in)
def _just_signed_in(request: HttpRequest, **kwargs: Any) -> None:
    request.session[SEEN] = int(time.time())


def present(request: HttpRequest) -> bool:
    """Whether somebody is signed in and was here in the last half hour; who was not is signed out. By the machine's own time: the
    clock of a demo jumps, and its visitor did not go away."""
    if not request.user.is_authenticated:
        return False
    now, seen = time.time(), request.session.get(SEEN)
    if seen is not None and now - seen > settings.NABIJ_IDLE_S:
        logout(request)
        request.signed_out_idle = True  # type: ignore[attr-defined]
        return False
    if seen is None or now - seen >= _NOTED_EVERY_S:
        request.session[SEEN] = int(now)
    return True


def all_capacities(request: HttpRequest) -> list[Capacity]:
    """Capacities of the signed-in account today; read once per request."""
    if not hasattr(request, "_capacities"):
        request._capacities = capacities(signed_in(request), clock.today())  # type: ignore[attr-defined]
    return request._capacities  # type: ignore[attr-defined,no-any-return]


def chosen_capacity(request: HttpRequest) -> Capacity | None:
    """The chosen capacity, or the first one when none was chosen or the chosen one has ended."""
    found = all_capacities(request)
    wanted = request.session.get(KEY)
    return next((c for c in found if c.organisation_id == wanted), found[0] if found else None)


def choose(request: HttpRequest, organisation_id: int) -> Capacity | None:
    """Switch; None when the account has no function there. Written to the audit of the organisation that is entered."""
    from ..audit import entries
    from ..tenancy.scope import scope

    found = next((c for c in all_capacities(request) if c.organisation_id == organisation_id), None)
    if found is None:
        return None
    actor = found.actor(signed_in(request), str(request.user))
    with scope(reading=[organisation_id], writing=[organisation_id], actor=actor):
        target = Reference("identity", "function", str(found.function_id), found.label, organisation_id)
        entries.record("identity.capacity.chosen", target)
    request.session[KEY] = organisation_id
    return found
