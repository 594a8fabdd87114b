"""``/healthz/duty``: what the guard reads. Without person or municipality: two ages in seconds and names of providers."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from nabij.kernel.access.routes import open_page
from nabij.kernel.calendar import clock

from ..queries import watch
from ..rules.watch import Look, healthy


@open_page("site.health.read")
@require_safe
def duty(request: HttpRequest) -> JsonResponse:
    """503 when no engine lived in the last half minute, a page waits longer than that, or the database does not answer."""
    try:
        seen, answers = watch.look(clock.now()), True
    except (DatabaseError, InterfaceError):
        seen, answers = Look(reachable=False), False
    told = {
        "database": answers, "pulse_age_s": seen.pulse_age_s, "oldest_due_page_s": seen.oldest_due_s, "well": healthy(seen),
        "providers_tested": seen.tested, "providers_without_receipt": list(seen.failing),
    }  # fmt: skip
    return JsonResponse(told, status=200 if healthy(seen) else 503, headers={"Cache-Control": "no-store"})
