"""The pages of who is on duty: now, the weeks ahead, and the sheet that works without the system."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page

from nabij.kernel import lastcopies
from nabij.kernel.access.policy import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.references import Reference

from .. import standing, watchdog
from ..models.duty import DutyLine
from ..queries import doors, duty, local, night, rota, rota_quality, sheet, swaps
from ..rules.rota import BRUSSELS
from .style import style_url

READ, PLAN, SELF, HOURS = "meldpunt.duty.read", "meldpunt.duty.plan", "meldpunt.duty.self", "meldpunt.duty.hours"
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


def local_of(request: HttpRequest, cards: list[duty.AlarmCard]) -> list[local.LocalView]:
    """The local sheets of the municipalities with an alarm; reading another's is an entry in its log."""
    found = local.sheets(clock.today(), {card.organisation_id for card in cards}) if cards else []
    for one in found:
        if one.organisation_id != request.scope.organisation_id:  # type: ignore[attr-defined]
            audit.log_read("meldpunt.local_sheet.read", organisation_id=one.organisation_id)
    return found


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
    actor = request.scope.actor  # type: ignore[attr-defined]
    standing.remember(request.scope.organisation_id, at)  # type: ignore[attr-defined]
    lastcopies.open_door(request, request.scope.organisation_id, standing.SHEET)  # type: ignore[attr-defined]
    context = frame(at) | {"alarms": cards, "closed": closed, "lines": lines, "mine": mine, "local": local_of(request, cards)}
    context |= {"doors": doors.links(actor), "own": may(actor, SELF)}
    context["tree"] = phone_tree(context["pulse"])
    context |= {"refresh_s": REFRESH_S, "open_count": sum(card.is_open for card in cards), "who": account}
    context["copy_digest"] = _digest(cards, at)
    return render(request, "meldpunt/duty/now.html", context)


def _digest(cards: list[duty.AlarmCard], at: datetime) -> str:
    """What changes when the copy on a telephone should be made anew: an alarm opens, moves or ends, or another hour."""
    told = [f"{card.id} {card.state} {card.taken_by} {card.next_at}" for card in cards]
    return hashlib.sha256(" ".join([*told, f"{at:%Y%m%d%H}"]).encode()).hexdigest()[:12]


DONE = {
    "afwijking": "De afwijking is gepubliceerd. De wachtbeurten volgen ze.",
    "tijdelijk": "Het tijdelijke rooster is gepubliceerd.",
    "beurtrol": "De beurtrol is gepubliceerd. Wat al begon, bleef zoals het was.",
    "intrekking": "De afwijking is ingetrokken.",
    "ruil": "Uw beslissing over de ruil is verwerkt.",
    "nakijken": "Het rooster is nagekeken. Wat nieuw was, is verstuurd.",
}


@staff_page(READ, module="meldpunt")
def schedule(request: HttpRequest) -> HttpResponse:
    """Eight weeks as a table, gaps first in words (T16); the planner also finds deviations, swaps and rules here."""
    at = clock.now()
    scope = request.scope  # type: ignore[attr-defined]
    lines = [_line_of_rota(line, at, may(scope.actor, PLAN) and line.organisation_id == scope.organisation_id) for line in rota.lines()]
    context = {"lines": lines, "now": at, "done": DONE.get(request.GET.get("gedaan", "")), "own": may(scope.actor, SELF)}
    return render(request, "meldpunt/duty/schedule.html", context | {"hours": may(scope.actor, HOURS)})


def _line_of_rota(line: DutyLine, at: datetime, plans: bool) -> dict[str, Any]:
    found = rota_quality.in_words(rota_quality.findings(line, at), rota_quality.people_of(line), at)
    entry = {
        "line": line, "turns": rota.turns(line, at), "plans": plans, "gaps": [one for one in found if one.is_gap],
        "other": [one for one in found if plans and not one.is_gap], "checked": rota_quality.last_check(line),
    }  # fmt: skip
    if plans:
        requests = [request for request in swaps.requests(at) if request.line_id == line.id]
        entry |= {
            "requests": requests, "settled": swaps.settled(line), "deviations": rota.deviations(line, at),
            "rules": rota_quality.rule_rows(line.organisation_id),
        }  # fmt: skip
    return entry


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
