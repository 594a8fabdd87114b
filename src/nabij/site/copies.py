"""When the database does not answer: the last copy of a page, for who was let in there before."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from nabij.kernel import lastcopies
from nabij.kernel.errors import Unavailable
from nabij.kernel.modules import registry

Answer = Callable[[HttpRequest], HttpResponse]
READS = ("GET", "HEAD")
NOT_LET_IN = (301, 302, 401, 403)
#: How long the application is not asked again after it could not answer: each question would wait for the database anew.
WAIT_S = 5.0


def paths() -> dict[str, str]:
    """Path → function that answers from a copy, of every module's manifest."""
    return {path: dotted for module in registry.installed() for path, dotted in module.last_copies.items()}


class LastCopies:
    """Middleware. Only paths that a module declares, only GET, and only with the credential that was let in before."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.unreachable_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        dotted = paths().get(request.path) if request.method in READS else None
        if dotted is None:
            return self.get_response(request)
        if time.monotonic() < self.unreachable_until and (copy := self._copy(request, dotted)):
            return copy
        response = self.get_response(request)
        if response.status_code == Unavailable.status:
            self.unreachable_until = time.monotonic() + WAIT_S
            return self._copy(request, dotted) or response
        if response.status_code in NOT_LET_IN:
            lastcopies.shut_door(request)
        return response

    def _copy(self, request: HttpRequest, dotted: str) -> HttpResponse | None:
        door = lastcopies.door(request)
        found: HttpResponse | None = registry.call(dotted, request, door) if door else None
        if found is not None:
            patch_cache_control(found, private=True, no_store=True)
        return found


def forget(sender: object, request: HttpRequest | None = None, **_: object) -> None:
    """Receiver of Django's ``user_logged_out``: who signs out leaves no open door."""
    if request is not None:
        lastcopies.shut_door(request, iter(paths()))
