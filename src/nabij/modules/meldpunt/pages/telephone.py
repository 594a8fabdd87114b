"""The duty page as an application on a telephone: its one style sheet, its script, its manifest, and the copy that it keeps.

The page itself is three requests: the page, the style sheet, the script. The copy holds what is needed without network; reading it is
an entry in the log, like reading its parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from nabij.kernel.access.routes import open_page, staff_page
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.tenancy import queries as organisations
from nabij.kernel.tenancy.scope import current

from ..queries import duty, local, on_call, rota, sheet
from ..rules.rota import BRUSSELS
from . import style as sheets
from .duty import READ, frame, note_others
from .spot import context_of

YEAR = "public, max-age=31536000, immutable"
WEEKS = 2


@dataclass(frozen=True)
class PartLine:
    """One line of a part; ``number`` as it is dialled, or empty."""

    text: str
    number: str = ""


@dataclass(frozen=True)
class Part:
    """Something more for the copy: a title and its lines."""

    title: str
    lines: list[PartLine] = field(default_factory=list)


def last_resorts(organisation_ids: list[int], at: datetime) -> list[Part]:
    """Of each municipality whom it wants called when nobody answers."""
    parts = []
    for organisation_id in organisation_ids:
        people = on_call.last_resort(organisation_id, at)
        if people:
            lines = [PartLine(person.name, sheet.shown(person.methods[0].value)) for person in people]
            parts.append(Part(f"Laatste vangnet van {organisations.name_of(organisation_id)}", lines))
    return parts


def local_sheets(organisation_ids: list[int], at: datetime) -> list[Part]:
    """Keys, pumps and night numbers of each municipality. Reading another's is an entry in its log."""
    parts = []
    for one in local.sheets(at.astimezone(BRUSSELS).date(), organisation_ids):
        if one.organisation_id != current().organisation_id:
            audit.log_read("meldpunt.local_sheet.read", organisation_id=one.organisation_id)
        old = ", lang niet nagekeken" if one.stale else ""
        lines = [PartLine(f"{line.label}: {line.text}", line.phone) for line in one.lines]
        parts.append(Part(f"Plaatselijke kennis van {one.municipality}{old}", lines))
    return parts


#: What each municipality adds to the copy: ``source(organisation_ids, at) -> list[Part]``.
PARTS: tuple[Callable[[list[int], datetime], list[Part]], ...] = (last_resorts, local_sheets)


@gzip_page
@open_page("meldpunt.duty.script")
@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """Page script and service worker in one; at the root, so that it may serve everything under ``/wacht``."""
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(sheets.text("meldpunt/wacht.js"), content_type="text/javascript; charset=utf-8", headers=headers)


@gzip_page
@open_page("meldpunt.duty.script")
@require_safe
def style(request: HttpRequest, digest: str) -> HttpResponse:
    """The two sheets of the duty page as one: each request costs more than half a second on a bad line."""
    kept = YEAR if digest == sheets.digest() else "no-cache"
    return HttpResponse(sheets.whole(), content_type="text/css; charset=utf-8", headers={"Cache-Control": kept})


@open_page("meldpunt.duty.script")
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Name, colours and start of the application (W3C Web Application Manifest)."""
    told = {
        "name": "Wachtdienst", "short_name": "Wacht", "lang": "nl-BE", "start_url": "/wacht", "scope": "/wacht", "display": "standalone",
        "background_color": "#171512", "theme_color": "#171512",
        "icons": [{"src": "/static/design/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@gzip_page
@staff_page(READ, module="meldpunt", widen=duty.duty_organisations)
def copy(request: HttpRequest) -> HttpResponse:
    """Open alarms with protocol and notes, numbers, the last resort of each municipality, two weeks of the rota: one page for later."""
    at, running = clock.now(), request.scope  # type: ignore[attr-defined]
    cards = duty.open_alarms()
    note_others(request, cards)
    audit.log_read("meldpunt.duty_copy.read", organisation_id=running.organisation_id)
    reading = sorted(running.reading, key=organisations.name_of)
    context = frame(at) | calling(running.organisation_id, at) | {
        "alarms": [{"card": card} | context_of(card.id, at) for card in cards], "sheets": sheet.sheets(running.organisation_id, at),
        "parts": [part for source in PARTS for part in source(reading, at)],
        "turns": [turn for line in rota.lines() for turn in rota.turns(line, at, WEEKS)],
    }
    return render(request, "meldpunt/duty/copy.html", context)


@staff_page(READ, module="meldpunt")
def device(request: HttpRequest) -> HttpResponse:
    """How to put the page on a telephone, and what it can and cannot do there."""
    return render(request, "meldpunt/duty/device.html", frame(clock.now()))


def calling(organisation_id: int, at: datetime) -> dict[str, Any]:
    """Whom to ring by hand when an act cannot be sent: the first of the last resort."""
    people = on_call.last_resort(organisation_id, at)
    return {"call_name": people[0].name, "call_number": sheet.shown(people[0].methods[0].value)} if people else {}
