"""The pages of who is on duty: now, the weeks ahead, and the sheet that works without the system."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel import lastcopies
from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock, words
from nabij.kernel.references import Reference

from .. import standing, watchdog
from ..queries import doors, duty, local, night, rota, sheet
from ..rules.rota import BRUSSELS

READ = "meldpunt.duty.read"
REFRESH_S = 30
NIGHT = (22, 6)


def scheme(at: datetime) -> str:
    """Dark from 22 to 6 o'clock, whatever the telephone prefers; otherwise as the telephone prefers."""
    hour = at.astimezone(BRUSSELS).hour
    return "dark" if hour >= NIGHT[0] or hour < NIGHT[1] else ""


def frame(at: datetime) -> dict[str, Any]:
    """What every duty page needs."""
    return {"scheme": scheme(at), "now": at, "pulse": duty.pulse(at)}


def phone_tree(pulse: duty.Pulse) -> list[watchdog.Person]:
    """Whom to ring by hand while the engine stands still; showing the numbers is an entry in the log."""
    if pulse.alive:
        return []
    audit.log_read("meldpunt.phone_tree.read")
    return watchdog.kept_tree()


def note_others(request: HttpRequest, cards: list[duty.AlarmCard]) -> None:
    """Reading an alarm of another municipality is an entry in its log, with the shift as reason."""
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    for card in cards:
        if card.organisation_id != own:
            target = Reference("meldpunt", "alert", str(card.id), card.code, card.organisation_id)
            audit.log_read("meldpunt.alert.read", target)


def local_of(request: HttpRequest, cards: list[duty.AlarmCard]) -> list[local.LocalView]:
    """The local sheets of the municipalities with an alarm; reading another's is an entry in its log."""
    found = local.sheets(clock.today(), {card.organisation_id for card in cards}) if cards else []
    for one in found:
        if one.organisation_id != request.scope.organisation_id:  # type: ignore[attr-defined]
            audit.log_read("meldpunt.local_sheet.read", organisation_id=one.organisation_id)
    return found


@staff_page(READ, module="meldpunt", widen=duty.duty_organisations)
def now(request: HttpRequest) -> HttpResponse:
    """Open alarms first; then my shift, who is on duty, the pulse of the engine. Asks itself again every 30 seconds."""
    at = clock.now()
    cards, closed = duty.open_alarms(), duty.recently_closed(at)
    note_others(request, [*cards, *closed])
    account = request.scope.actor.account_id  # type: ignore[attr-defined]
    lines = [(line, rota.on_now(line, at)) for line in rota.lines()]
    mine = [person for _, people in lines for person in people if person.account_id == account]
    standing.remember(request.scope.organisation_id, at)  # type: ignore[attr-defined]
    lastcopies.open_door(request, request.scope.organisation_id, standing.SHEET)  # type: ignore[attr-defined]
    context = frame(at) | {"alarms": cards, "closed": closed, "lines": lines, "mine": mine, "local": local_of(request, cards)}
    context |= {"doors": doors.links(request.scope.actor)}  # type: ignore[attr-defined]
    context["tree"] = phone_tree(context["pulse"])
    response = render(request, "meldpunt/duty/now.html", context)
    response.headers["Refresh"] = str(REFRESH_S)
    return response


@staff_page(READ, module="meldpunt")
def schedule(request: HttpRequest) -> HttpResponse:
    """Eight weeks as a table, gaps first in words (T16)."""
    at = clock.now()
    lines = [{"line": line, "turns": rota.turns(line, at), "gaps": [_gap(g, at) for g in rota.gaps(line, at)]} for line in rota.lines()]
    return render(request, "meldpunt/duty/schedule.html", {"lines": lines, "now": at})


def _gap(gap: rota.Turn, at: datetime) -> dict[str, Any]:
    """T16, with what can be done about it."""
    start, end = gap.start.astimezone(BRUSSELS), gap.end.astimezone(BRUSSELS)
    days = (start.date() - at.astimezone(BRUSSELS).date()).days
    if start.date() == end.date():
        hours = f"van {words.time_text(start).removesuffix(' uur')} tot {words.time_text(end)}"
        period = f"{words.date_text(start, year=False)} {hours}"
    else:
        first, last = (f"{words.date_text(at_, year=False)} {words.time_text(at_)}" for at_ in (start, end))
        period = f"{first} tot {last}"
    left = "Dat is nu." if days <= 0 else f"Nog {days} {'dag' if days == 1 else 'dagen'}."
    who = gap.due_from or gap.role_label
    return {
        "sentence": f"Op {period} heeft {who} niemand van wacht. {left} Vraag de coördinator of neem de wacht zelf over.",
        "days": days, "role": gap.role_label, "due_person": gap.due_person,
    }  # fmt: skip


@staff_page(READ, module="meldpunt")
def printed(request: HttpRequest) -> HttpResponse:
    """One A4 with names and numbers. Opening numbers is an entry in the log."""
    at = clock.now()
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    audit.log_read("meldpunt.duty_sheet.read", organisation_id=own)
    standing.keep_sheet(own, at)
    lastcopies.open_door(request, own, standing.SHEET)
    context = {"sheets": sheet.sheets(own, at), "printed_at": at, "page_url": "/wacht/blad"}
    context |= {"local": local.sheets(clock.today(), [own]), "night": night.in_force([own])}
    return render(request, "meldpunt/duty/sheet.html", context)
