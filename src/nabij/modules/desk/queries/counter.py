"""What stands on the desk today: who waits, what must be printed, what was passed on, what can be started."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nabij.kernel.access import may
from nabij.kernel.calendar import clock
from nabij.kernel.calendar.queries import calendar_for
from nabij.kernel.calendar.rules import BRUSSELS, Calendar, working_time_between
from nabij.kernel.identity import parties
from nabij.kernel.modules import registry
from nabij.kernel.modules.manifest import Found, Service, Task
from nabij.kernel.notices import calls, letters
from nabij.kernel.notices.calls import Waiting
from nabij.kernel.notices.models import Letter
from nabij.kernel.notices.waiting import by_when, with_hours
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.models import Organisation

from .. import access
from ..models import PassedQuestion
from .doors import folded

MINUTES_EACH = 5
#: Who hears of a call that is too late, after the desk itself.
HEADS = ("head_of_service", "general_director")


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody who waits: with the working time since the asking, and whether the promise is over."""

    waiting: Waiting
    age: timedelta
    late: bool


def queue(organisation_id: int) -> list[Row]:
    """Everyone who waits, in order of asking: four queries."""
    calendar, now = with_hours(calendar_for(organisation_id)), clock.now()
    return [_row(waiting, calendar, now) for waiting in calls.waiting(organisation_id)]


def _row(waiting: Waiting, calendar: Calendar, now: datetime) -> Row:
    task = waiting.task
    return Row(waiting, working_time_between(task.asked_at, now, calendar), task.due < now)


def services(organisation_id: int, enabled: Iterable[str]) -> list[Service]:
    """Everything that modules which are on here let a person ask, those about danger first, then by name."""
    found = [
        service for module in registry.installed() if module.services and module.name in enabled
        for service in registry.call(module.services, organisation_id)
    ]
    return sorted(found, key=lambda service: (not service.emergency, folded(service.label_nl)))


def service(organisation_id: int, enabled: Iterable[str], code: str) -> Service | None:
    return next((one for one in services(organisation_id, enabled) if one.code == code), None)


def offered(actor: Any, organisation_id: int, enabled: Iterable[str], words: str = "") -> list[Service]:
    """Services that this colleague may start, with every typed word in their name."""
    parts = folded(words).split()
    return [
        one for one in services(organisation_id, enabled)
        if may(actor, one.verb) and all(part in folded(one.label_nl) for part in parts)
    ]


def people(actor: Any, words: str) -> list[Found]:
    """Finder of people this organisation knows: by whole words of a name or by telephone number."""
    if not may(actor, access.COUNTER) or actor.organisation_id is None:
        return []
    return [
        Found(title=one.name, url=f"/balie/persoon/{one.id}", summary=one.shown_address, kind="persoon")
        for one in parties.found(actor.organisation_id, words)
    ]


def passed(organisation_id: int) -> list[PassedQuestion]:
    """The latest twenty that went out, newest first."""
    rows = PassedQuestion.objects.filter(organisation_id=organisation_id).select_related("to")
    return list(rows.order_by("-passed_at")[:20])


def letters_waiting(organisation_id: int) -> int:
    return Letter.objects.filter(organisation_id=organisation_id, state=Letter.State.QUEUED).count()


def letters_queued(organisation_id: int) -> list[letters.Sheet]:
    return letters.sheets(organisation_id, state=Letter.State.QUEUED)


def receivers(organisation_id: int) -> list[Organisation]:
    """To whom a question may go: the own OCMW or municipality first, then the others that have a number where someone answers."""
    found = directory.organisations(on=clock.today())
    own = next((one for one in found if one.id == organisation_id), None)
    town = own.slug.removeprefix("ocmw-") if own else ""
    able = [one for one in found if one.kind in ("municipality", "ocmw") and one.id != organisation_id]
    return sorted(able, key=lambda one: (one.slug.removeprefix("ocmw-") != town, one.kind != "municipality", folded(one.short_name)))


def tasks(actor: Any, at: datetime) -> list[Task]:
    """On ``/werk``: who waits for a call; for a head or director only when a promise is over."""
    own = actor.organisation_id
    serves, heads = may(actor, access.COUNTER), actor.function in HEADS
    if own is None or not (serves or heads):
        return []
    found = _letters(own) if serves else []
    load = calls.load(own)
    number = load.number if serves else load.late
    if not number or load.first is None:
        return found
    who = "1 persoon wacht" if number == 1 else f"{number} mensen wachten"
    return [
        Task(
            title=f"{who} op een telefoontje", url="/balie/terugbellen", button="Bel terug", due=load.first.astimezone(BRUSSELS),
            minutes=MINUTES_EACH * number, why="In de volgorde waarin ze het vroegen, langs welke weg ook.",
        ),
        *found,
    ]


def _letters(organisation_id: int) -> list[Task]:
    """Letters that wait for a printer, a signature and a stamp."""
    number = letters_waiting(organisation_id)
    if not number:
        return []
    title = "1 brief ligt klaar om te tekenen" if number == 1 else f"{number} brieven liggen klaar om te tekenen"
    return [
        Task(
            title=title, url="/balie/brieven", button="Druk af en teken", minutes=number,
            why="Wie liever papier heeft, krijgt ons antwoord met de post.",
        )
    ]


def promised_now(organisation_id: int, within: timedelta) -> datetime:
    """The moment that may be promised to who asks now."""
    return by_when(clock.now(), within, calendar_for(organisation_id))
