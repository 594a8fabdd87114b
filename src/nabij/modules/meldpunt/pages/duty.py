"""The pages of who is on duty: now, the weeks ahead, and the sheet that works without the system."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page

from nabij.kernel import lastcopies
from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock, words
from nabij.kernel.references import Reference

from .. import standing, watchdog
from ..queries import duty, rota, sheet
from ..rules.rota import BRUSSELS
from .style import style_url

READ = "meldpunt.duty.read"
REFRESH_S = 30
NIGHT = (22, 6)


def scheme(at: datetime) -> str:
    """Dark from 22 to 6 o'clock, whatever the telephone prefers; otherwise as the telephone prefers."""
    hour = at.astimezone(BRUSSELS).hour
    return "dark" if hour >= NIGHT[0] or hour < NIGHT[1] else ""


def frame(at: datetime) -> dict[str, Any]:
    """What every duty page needs."""
    return {"scheme": scheme(at), "now": at, "pulse": duty.pulse(at), "style_url": style_url()}


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


@gzip_page
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
    context = frame(at) | {"alarms": cards, "closed": closed, "lines": lines, "mine": mine}
    context["tree"] = phone_tree(context["pulse"])
    context |= {"refresh_s": REFRESH_S, "open_count": sum(card.is_open for card in cards), "who": account}
    context["copy_digest"] = _digest(cards, at)
    return render(request, "meldpunt/duty/now.html", context)


def _digest(cards: list[duty.AlarmCard], at: datetime) -> str:
    """What changes when the copy on a telephone should be made anew: an alarm opens, moves or ends, or another hour."""
    told = [f"{card.id} {card.state} {card.taken_by} {card.next_at}" for card in cards]
    return hashlib.sha256(" ".join([*told, f"{at:%Y%m%d%H}"]).encode()).hexdigest()[:12]


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
    return render(request, "meldpunt/duty/sheet.html", context)
