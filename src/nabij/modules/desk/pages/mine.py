"""``/mijn``: everything asked, promised, done in your name and looked at, composed from what every module declares."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nabij.kernel import spoken
from nabij.kernel.access.routes import resident_page
from nabij.kernel.calendar import clock
from nabij.kernel.drafts import actions as drafts
from nabij.kernel.identity.models import Account
from nabij.kernel.identity.rules import DEMO_RESIDENT
from nabij.kernel.modules import registry

from .. import access, demo
from ..counter_forms import SavedForm
from ..queries import own


@resident_page(access.MINE, module="desk")
def page(request: HttpRequest) -> HttpResponse:
    """The own page, or how to come to it: by a key, at the counter, by telephone."""
    resident: Any = request.resident  # type: ignore[attr-defined]
    if resident is None:
        return render(request, "desk/mine_sign_in.html", {"residents": _residents()})
    # Where a module is off, what already runs stays readable for the person: each module itself knows who it knows.
    every = [module.name for module in registry.installed()]
    found = own.page(own.of_account(resident.pk), every, clock.now())
    return render(request, "desk/mine.html", found | {"name": str(resident), "linked": True} | _saved(request, resident))


def _saved(request: HttpRequest, resident: Account) -> dict[str, Any]:
    """Forms that were begun and saved, with where they open. Only the code opens one: on this site, or aloud to a colleague."""
    waiting = drafts.of_account(resident.pk)
    here = request.site_organisation.id  # type: ignore[attr-defined]
    opens = "website" in request.enabled and any(one.organisation_id == here for one in waiting)  # type: ignore[attr-defined]
    example = settings.NABIJ_DEMO and resident.username == demo.KAAT
    return {
        "drafts": waiting, "resume": SavedForm() if opens else None, "here": here,
        "example": {"code": spoken.grouped(demo.KAAT_CODE), "figures": demo.KAAT_FIGURES} if example else None,
    }


def _residents() -> list[Account]:
    if not settings.NABIJ_DEMO:
        return []
    return list(Account.objects.filter(kind=Account.Kind.DEMO, issuer=DEMO_RESIDENT, is_active=True).order_by("display_name"))


@resident_page(access.MINE, module="desk")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("/mijn")
