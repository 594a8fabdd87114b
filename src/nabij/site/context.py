"""What every template may use: organisation, menu, capacity, band of the demo, theme."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest

from nabij.design.queries import theme_url
from nabij.kernel.access.policy import may
from nabij.kernel.access.session import all_capacities
from nabij.kernel.calendar import clock, words
from nabij.kernel.identity.models import Function
from nabij.kernel.modules import registry
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import running
from nabij.modules.website import facade as website

#: How long the face of an organisation (name, colours, who helps) is kept in a process; a change shows after that.
KEPT_S = 10


def shell(request: HttpRequest) -> dict[str, Any]:
    """Public pages: the organisation of the host. Staff pages: the organisation of the chosen capacity."""
    context: dict[str, Any] = {"demo_band": demo_band(day_only=getattr(request, "publishing", False))}
    try:
        if getattr(request, "is_platform", True):
            return context | _staff(request)
        return context | _public(request)
    except DatabaseError:
        return context


def _public(request: HttpRequest) -> dict[str, Any]:
    organisation = getattr(request, "site_organisation", None)
    if organisation is None:
        return {}
    return {
        "organisation": _with_hours(request, organisation), "theme_url": _theme(organisation.slug), "search_url": "/zoeken",
        "openness_url": "/openbaarheid",
        "contact_url": "/contact", "statement_url": "/toegankelijkheid", "public_banners": _banners(request, organisation.id),
    }


def _banners(request: HttpRequest, organisation_id: int) -> list[Any]:
    """What a module wants every visitor of this site to read first; nothing outside a scope, where nothing can be read."""
    if running() is None:
        return []
    enabled: frozenset[str] = getattr(request, "enabled", frozenset())
    return [
        banner for module in registry.installed() if module.public_banners and module.name in enabled
        for banner in registry.call(module.public_banners, organisation_id, clock.now())
    ]


def _with_hours(request: HttpRequest, organisation: Any) -> Any:
    """Where the website keeps opening hours, those of this day stand on every page; elsewhere the words of the contact."""
    if "website" not in getattr(request, "enabled", ()):
        return organisation
    line = website.hours_line(organisation.id, clock.today())
    return replace(organisation, hours_today=line) if line else organisation


def _theme(slug: str) -> str:
    """Empty while the database does not answer: a page without its own colours is better than no page."""
    try:
        return cache.get_or_set(f"theme:{slug}", lambda: theme_url(slug), KEPT_S) or ""
    except DatabaseError:
        return ""


def _staff(request: HttpRequest) -> dict[str, Any]:
    of_page = getattr(request, "scope", None)
    if of_page is None or of_page.actor.kind != "person":
        return {}
    actor = of_page.actor
    own = actor.organisation_id
    face = _face(own)
    organisation = face["organisation"]
    capacities = all_capacities(request)
    return {
        "organisation": organisation,
        "theme_url": face["theme_url"],
        "shell": {
            "menu": _menu(request, actor),
            "capacity": _capacity_line(actor, capacities),
            "capacities": [
                {"id": c.organisation_id, "label": f"{c.organisation}: {c.label}", "current": c.organisation_id == own}
                for c in capacities
            ],
            "administrator": face["administrator"],
            "urgent": _urgent(request, actor),
        },
    }


def _face(organisation_id: int) -> dict[str, Any]:
    """Organisation, theme and administrator (name and phone of who helps, founding note N14), kept for some seconds.
    What is read outside a scope lacks the administrator and is not kept."""
    if running() is None:
        return cache.get(f"face:{organisation_id}") or _read_face(organisation_id)
    return cache.get_or_set(f"face:{organisation_id}", lambda: _read_face(organisation_id), KEPT_S) or {}


def _read_face(organisation_id: int) -> dict[str, Any]:
    organisation = directory.by_id(organisation_id)
    row = Function.objects.filter(
        organisation_id=organisation_id, kind="administrator", period__contains=clock.today()
    ).values_list("account__display_name", "phone").first()
    phone = organisation.phone if organisation else ""
    return {
        "organisation": organisation, "theme_url": theme_url(organisation.slug if organisation else "regio"),
        "administrator": {"name": row[0], "phone": row[1] or phone} if row else None,
    }


def _capacity_line(actor: Any, capacities: list[Any]) -> dict[str, str]:
    chosen = next(c for c in capacities if c.organisation_id == actor.organisation_id)
    return {"label": actor.label, "organisation": chosen.organisation, "function": chosen.label}


def _menu(request: HttpRequest, actor: Any) -> list[dict[str, Any]]:
    enabled: frozenset[str] = getattr(request, "enabled", frozenset())
    items = [
        item for module in registry.installed() if module.name in enabled for item in module.menu if may(actor, item.verb)
    ]
    # "/wacht/storm" begins with "/wacht" too: the longest address is where the visitor is.
    here = max((item.url for item in items if request.path.startswith(item.url)), key=len, default="")
    return [{"label": item.label, "url": item.url, "current": item.url == here} for item in items]


def _urgent(request: HttpRequest, actor: Any) -> list[Any]:
    enabled: frozenset[str] = getattr(request, "enabled", frozenset())
    if not request.scope.reading:  # type: ignore[attr-defined]
        return []
    return [
        line for module in registry.installed() if module.urgent and module.name in enabled
        for line in registry.call(module.urgent, actor, clock.now())
    ]


def demo_band(*, day_only: bool = False) -> str:
    """The narrow line on every page of a demo; empty in a real installation. A page that becomes a file names only its day."""
    if not settings.NABIJ_DEMO:
        return ""
    moment = words.date_text(clock.today()) + ("" if day_only else f", {words.time_text(clock.now())}")
    return f"Voorbeeld · {moment} · personen, dossiers en standpunten zijn verzonnen"
