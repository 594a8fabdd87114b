"""What the site asks of its editor: changed shared texts, closing days to confirm, drafts that wait. Each with its minutes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from nabij.kernel.calendar import words
from nabij.kernel.calendar.rules import BRUSSELS
from nabij.kernel.modules.manifest import Task

from ..models import NewsItem
from ..rules.states import ServiceState
from . import catalogue, news, places
from .catalogue import ServiceView

#: People plan their leave six weeks before a bridge day.
BRIDGE_BEFORE_DAYS = 60


def tasks(organisation_id: int, today: date) -> list[Task]:
    """Soonest first; what has no day comes last."""
    views = catalogue.services(organisation_id, published=False)
    found = [*_changed(views), *_bridges(organisation_id, today), *_drafts(views), *_news(organisation_id)]
    return sorted(found, key=lambda task: task.due or datetime.max.replace(tzinfo=BRUSSELS))


def _changed(views: list[ServiceView]) -> Iterator[Task]:
    for view in views:
        fields = f"{len(view.conflicts)} {'veld' if len(view.conflicts) == 1 else 'velden'}"
        if view.conflicts:
            yield Task(
                title=f"{view.lead_nl} wijzigde “{view.title}”", url=f"/website/diensten/{view.id}/bron", button="Bekijk het verschil",
                minutes=3, why=f"{fields} met eigen woorden. Uw tekst blijft staan tot u kiest.",
            )


def _bridges(organisation_id: int, today: date) -> Iterator[Task]:
    for bridge in places.open_bridges(organisation_id, today, BRIDGE_BEFORE_DAYS):
        holiday, day = (words.date_text(one, year=False) for one in (bridge.holiday_on, bridge.day))
        yield Task(
            title=f"{bridge.holiday}, {holiday}. Brugdag op {day}?", url=f"/website/brugdagen/{bridge.day.isoformat()}",
            button="Beslis", minutes=1, due=datetime.combine(bridge.day, time(), BRUSSELS),
            why="Eén antwoord, meteen juist op elke bladzijde, op papier en in de zoekbox.",
        )


def _drafts(views: list[ServiceView]) -> Iterator[Task]:
    for view in views:
        if view.state is ServiceState.DRAFT:
            yield Task(
                title=f"“{view.title}” staat nog niet op de site", url=f"/website/diensten/{view.id}", button="Werk af",
                minutes=2,
            )


def _news(organisation_id: int) -> Iterator[Task]:
    for item in news.all_of(organisation_id):
        if item.state == ServiceState.DRAFT:
            kind = "Uw nieuws" if item.kind == NewsItem.Kind.NEWS else "Uw bericht"
            yield Task(title=f"{kind} “{item.title_nl}” is nog een ontwerp", url=f"/website/nieuws/{item.id}", button="Werk af", minutes=2)
