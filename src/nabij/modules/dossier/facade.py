"""What the rest of the platform may ask: tasks, counts, and for the person self what stands on the own page. Never content to a module."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from nabij.kernel.access import may
from nabij.kernel.calendar import words
from nabij.kernel.calendar.rules.holidays import BRUSSELS
from nabij.kernel.modules.manifest import Task
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import switch_to

from . import access
from .models import Handover
from .queries import casework, counts, files, handovers, journal
from .queries.journal import Line
from .rules.handovers import Side, State

__all__ = ["PersonItem", "membership_consequences", "open_applications", "person_items", "person_log", "tasks"]

GROUND = "dossier: de persoon bekijkt de eigen gegevens"
#: What asks for whom: (side, state) → (title, minutes, only who decides).
ASKS = {
    (Side.HOLDER, State.REQUESTED): ("Een ander OCMW vraagt gegevens", 5, False),
    (Side.HOLDER, State.SELECTION): ("Kies wat er nodig is voor een overdracht", 5, False),
    (Side.HOLDER, State.PREVIEW): ("Noteer wat de persoon antwoordt, of geef vrij", 2, False),
    (Side.HOLDER, State.OBJECTION): ("Beslis over een bezwaar", 5, True),
    (Side.REQUESTER, State.RELEASED): ("Haal vrijgegeven gegevens op", 2, False),
    (Side.REQUESTER, State.REVIEW): ("Bekijk wat van een ander OCMW kwam", 5, False),
}


@dataclass(frozen=True, slots=True)
class PersonItem:
    """One line on the person's own page."""

    title: str
    text: str
    organisation: str
    phone: str
    due: date | None = None


def tasks(actor: Any, at: datetime) -> list[Task]:
    """What the social files ask of this worker, by last day and never by channel. No name and no requirement stands in a title."""
    if not may(actor, access.WORK) or actor.organisation_id is None or actor.account_id is None:
        return []
    today = at.astimezone(BRUSSELS).date()
    mine = files.mine(today)
    open_here = {one.file.dossier.id for one in mine}
    found = [_decision(work) for work in casework.open_work(mine, today)]
    rows = [row for row in handovers.running(actor.organisation_id) if row.dossier_id in open_here]
    found += [asked for row in rows if (asked := _asks(actor, row))]
    return sorted(found, key=lambda task: task.due or datetime.max.replace(tzinfo=BRUSSELS))


def _decision(work: casework.OpenWork) -> Task:
    return Task(
        title=f"Beslissing over een aanvraag in dossier {work.ref}", url=f"/dossier/aanvragen/{work.view.id}", button="Kijk wat nog moet",
        due=_midnight(work.view.last_day) if work.view.last_day else None, minutes=5, why="De wet geeft een laatste dag.",
    )


def _asks(actor: Any, row: Handover) -> Task | None:
    title, minutes, deciding = ASKS.get((handovers.side_of(row), handovers.state_of(row)), ("", 0, False))
    if not title or (deciding and not may(actor, access.DECIDE)):
        return None
    return Task(title, f"/dossier/overdrachten/{row.id}", "Open de overdracht", _midnight(row.last_day) if row.last_day else None, minutes)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BRUSSELS)


def open_applications(organisation_id: int) -> str:
    """How many applications wait, in words; "minder dan 10" for small numbers."""
    return counts.told(counts.open_applications(organisation_id))


def membership_consequences(organisation_id: int, change: str, on: date) -> list[str]:
    if change not in ("out", "left"):
        return []
    return [
        f"Vanaf {words.date_text(on)} beginnen geen nieuwe overdrachten.",
        "Wat al vrijgegeven is, loopt af. Elke lopende termijn blijft gelden.",
    ]


def person_items(account_id: UUID, at: datetime) -> list[PersonItem]:
    """What stands open for the person at each OCMW that knows her: applications with their last day, and letters to answer.

    Asked inside a running scope of the person; each OCMW's own log tells that she looked.
    """
    found: list[PersonItem] = []
    for organisation_id, dossier_id in _own_files(account_id):
        with switch_to(organisation_id, ground=GROUND):
            found += _items(organisation_id, dossier_id, at.astimezone(BRUSSELS).date())
    return found


def person_log(account_id: UUID) -> list[Line]:
    """Who looked and did what, when and why, at every OCMW that knows the person; newest first."""
    found: list[Line] = []
    for organisation_id, dossier_id in _own_files(account_id):
        with switch_to(organisation_id, ground=GROUND):
            found += journal.lines(organisation_id, dossier_id)
    return sorted(found, key=lambda line: line.at, reverse=True)


def _own_files(account_id: UUID) -> list[tuple[int, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.dossier_own_files(%s)", [account_id])
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _items(organisation_id: int, dossier_id: UUID, today: date) -> list[PersonItem]:
    file = files.opened_by_id(dossier_id)
    own = directory.by_id(organisation_id)
    name, phone = directory.name_of(organisation_id), own.phone if own else ""
    journal.log_read(file.dossier, "applications", "handover", why="de persoon zelf")
    found = [
        PersonItem(f"Uw aanvraag: {one.aid_nl}", f"Stand: {one.state_nl}.", name, phone, one.last_day)
        for one in casework.applications_of(file, today)
    ]
    for row in handovers.of_file(dossier_id):
        if row.side == Side.HOLDER and handovers.state_of(row) in (State.PREVIEW, State.OBJECTION):
            text = f"{directory.name_of(row.other_id)} vraagt gegevens over u. U ziet ze vooraf, en u mag neen zeggen."
            found.append(PersonItem("Een brief om na te kijken", text, name, phone, row.last_day))
    return found
