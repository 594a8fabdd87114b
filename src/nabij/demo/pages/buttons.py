"""``/demo/``: what a visitor can make happen. The supervisor of the demo answers, so it works while the database is down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nabij.connect.sms import gateway
from nabij.kernel.access.routes import open_page
from nabij.kernel.calendar import clock as story_clock
from nabij.kernel.calendar import words
from nabij.kernel.calendar.rules.holidays import BRUSSELS
from nabij.kernel.errors import NotFound
from nabij.modules.meldpunt.doors_demo import POLICE_TOKEN

from .. import cards, control, storm

FIVE_MINUTES = timedelta(minutes=5)
JOINING = datetime(2027, 4, 1, 8, 30, tzinfo=BRUSSELS)
DATABASE_S = 120
#: How long a press waits for the supervisor before the page says that it is still at work.
PATIENCE_S = 4.0
RESET_PATIENCE_S = 12.0
#: An errand is a process of its own that must start first.
ERRAND_PATIENCE_S = 8.0
FIRST_SMS = "sms-1"


@open_page("demo.panel.read")
@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """The buttons, what is switched off now, and what the last press did."""
    stopped = control.state()["database_stopped_until"]
    context: dict[str, Any] = {
        "moment": words.moment_text(story_clock.now()), "joined": story_clock.now() >= JOINING, "sms": gateway.behaviour(FIRST_SMS).mood,
        "storm": storm.progress(), "stall": cards.stall(), "police_token": POLICE_TOKEN,
        "stopped_for": max(0, int(stopped - datetime.now(BRUSSELS).timestamp())) if stopped else 0,
    }
    return render(request, "demo/panel.html", context | _outcome(request))


def _outcome(request: HttpRequest) -> dict[str, Any]:
    if "klok" in request.GET:
        return {"done": f"Het is nu {words.moment_text(story_clock.now())}."}
    if "sms" in request.GET:
        return {"done": f"Sms-aanbieder 1 {gateway.MOODS_NL[gateway.behaviour(FIRST_SMS).mood]}."}
    ticket = request.GET.get("vraag", "")
    if not ticket:
        return {}
    answer = control.answer(ticket)
    if answer is None:
        return {"waiting": True}
    return {"done" if answer["ok"] else "failed": answer["sentence"]}


@open_page("demo.clock.write")
@require_POST
def clock(request: HttpRequest) -> HttpResponse:
    """Forward only: five minutes, or to the morning on which Lendelede joins."""
    to = request.POST.get("tot", "")
    steps = {"5": FIVE_MINUTES, "1april": JOINING - story_clock.now()}
    if to not in steps:
        raise NotFound()
    story_clock.forward(max(steps[to], timedelta()))
    return redirect("/demo/?klok")


@open_page("demo.database.write")
@require_POST
def database(request: HttpRequest) -> HttpResponse:
    """Stop the database for two minutes; every acknowledged write is on disk."""
    return _ask("stop_database", seconds=DATABASE_S)


@open_page("demo.sms.write")
@require_POST
def sms(request: HttpRequest) -> HttpResponse:
    """The first provider stops answering, or answers again. It hears so itself at its next call."""
    fails = request.POST.get("stand") != "werkt"
    gateway.set_behaviour(FIRST_SMS, gateway.Mood.DEAD if fails else gateway.Mood.OK)
    return redirect("/demo/?sms")


@open_page("demo.storm.write")
@require_POST
def start_storm(request: HttpRequest) -> HttpResponse:
    """240 reports in half an hour of the story, through the action that residents use."""
    return _ask("storm", patience=ERRAND_PATIENCE_S)


@open_page("demo.tamper.write")
@require_POST
def tamper(request: HttpRequest) -> HttpResponse:
    """Change one sealed entry of the audit log with the rights of the owner of the database."""
    return _ask("tamper", patience=ERRAND_PATIENCE_S)


@open_page("demo.verify.write")
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """The same as ``nabij audit verify``."""
    return _ask("verify", patience=ERRAND_PATIENCE_S)


@open_page("demo.beginning.write")
@require_POST
def beginning(request: HttpRequest) -> HttpResponse:
    """Back to Tuesday 30 March 2027, 8.30: rows, files, clock and what the gateway kept."""
    return _ask("reset", patience=RESET_PATIENCE_S)


def _ask(command: str, *, patience: float = 0.0, **args: Any) -> HttpResponse:
    ticket = control.request(command, **args)
    control.answer(ticket, within=patience or PATIENCE_S)
    return redirect(f"/demo/?vraag={ticket}")
