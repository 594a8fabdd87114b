"""What the rest of the platform may ask of the programme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from nabij.kernel.access import may
from nabij.kernel.calendar import words
from nabij.kernel.calendar.rules.holidays import BRUSSELS
from nabij.kernel.modules.manifest import Task

from . import access
from .actions.succession import inherit
from .queries import asks, membership, movement, programme
from .rules.consultation import ADMINISTRATIVE

__all__ = ["coalition", "inherit", "silence", "tasks"]

MINUTES = 3


def tasks(actor: Any, at: datetime) -> list[Task]:
    """What is asked of the actor's organisation by the programme, for who may answer it; soonest first."""
    if actor.organisation_id is None:
        return []
    today = at.astimezone(BRUSSELS).date()
    if may(actor, access.STEER) and actor.organisation_id == programme.partnership_id():
        return _stalled(today)
    if not may(actor, access.DECIDE):
        return _of_services(actor) if may(actor, access.ANSWER_ADMINISTRATIVE) else []
    views = programme.projects()
    rounds = {row.project_id: row for row in reversed(asks.rounds_to_answer(actor.organisation_id))}
    found = [*_starts(actor, views, today), *_questions(actor, views, today, at, rounds), *_decisions(actor), *_rounds(views, rounds)]
    return sorted(found, key=lambda task: task.due or datetime.max.replace(tzinfo=BRUSSELS))


def coalition(project_slug: str, on: date, known_at: datetime) -> list[int]:
    """Ids of the organisations that take part in a project on a date (conditions included), as known then."""
    view = next((v for v in programme.projects() if v.slug == project_slug), None)
    if view is None:
        return []
    column = membership.coalition_with_facts(view, on, known_at, on)
    return [cell.member.id for cell in column.coalition if cell.member]


def _stalled(today: date) -> list[Task]:
    """What stands still, for who steers the programme; the day is that on which the next one hears of it."""
    return [
        Task(
            title=f"{one.project.name}: {one.days} dagen niets gemeld", url="/programma/stilte", button="Bekijk wie wat hoort",
            due=_midnight(one.next.on) if one.next else None, minutes=MINUTES,
            why="Alleen een echte daad telt: een beslissing, een antwoord, een toets.",
        )
        for one in movement.silences(programme.projects(), today) if one.stalls
    ]


def silence(days: int, today: date, project_slug: str = "") -> list[tuple[str, list[tuple[int, date, str, bool]]]]:
    """Who would hear what if nothing happened for ``days`` days: project → (day, date, who, heard already). Sends nothing."""
    found = movement.silences(programme.projects(), today)
    return [
        (one.project.name, [(rung.after_days, on, rung.told, heard) for rung, on, heard in movement.simulated(one, days)])
        for one in found if project_slug in ("", one.project.slug)
    ]


def _starts(actor: Any, views: list[Any], today: date) -> Iterator[Task]:
    own = programme.name_of(actor.organisation_id)
    for start in asks.starts(actor.organisation_id, views, today):
        weekday = words.date_text(start.on).split()[0].capitalize()
        yield Task(
            title=f"{weekday} gaat het {start.project.module_label.lower()} open in {own}",
            url=f"/programma/projecten/{start.project.id}", button="Bekijk wat er verandert", due=_midnight(start.on),
            minutes=MINUTES, why="U besliste mee te doen. Wat inwoners zien en wat u betaalt, staat op één pagina.",
        )


def _questions(actor: Any, views: list[Any], today: date, at: datetime, rounds: dict[Any, Any]) -> Iterator[Task]:
    """One line per project: where a round is open about it, the note to the own board comes first and holds both questions."""
    for view, closes in asks.open_questions(actor.organisation_id, views, today, at):
        round = rounds.pop(view.id, None)
        yield Task(
            title=f"Doet u mee aan {view.name}?", url=_note_url(round) if round else f"/programma/projecten/{view.id}",
            button="Geef uw antwoord", due=_midnight(closes), minutes=MINUTES,
            why="Uw nota ligt klaar: vragen, aandeel en werk. “Nee” is ook een antwoord." if round
            else "Ook “niet meedoen” is een antwoord.",
        )


def _rounds(views: list[Any], rounds: dict[Any, Any]) -> Iterator[Task]:
    """Rounds about projects for which no invitation is open."""
    for view in views:
        if view.id in rounds:
            yield Task(
                title=f"Antwoord op de bevraging over {view.name}", url=_note_url(rounds[view.id]), button="Lees uw nota en antwoord",
                due=_midnight(rounds[view.id].asked.upper), minutes=MINUTES, why="De nota aan uw college ligt klaar.",
            )


def _of_services(actor: Any) -> list[Task]:
    """Rounds in which the services of this organisation did not answer everything yet, for who answers for them."""
    return [
        Task(
            title=f"Antwoord voor uw diensten: {round.title}", url=f"{_note_url(round)}/antwoorden", button="Geef het antwoord",
            due=_midnight(round.asked.upper - timedelta(days=1)), minutes=MINUTES,
            why="Het bestuur antwoordt apart. “Nee” is ook een antwoord.",
        )
        for round in asks.rounds_to_answer(actor.organisation_id, levels=(ADMINISTRATIVE,))
    ]


def _note_url(round: Any) -> str:
    return f"/programma/bevragingen/{round.id}/nota"


def _decisions(actor: Any) -> Iterator[Task]:
    for row, view in asks.decisions_due(actor.organisation_id):
        yield Task(
            title=f"Vul het besluit aan voor {view.name}", url=f"/programma/projecten/{view.id}/besluit",
            button="Vul het besluit aan", due=_midnight(row.decision_due or date.max), minutes=MINUTES,
            why="U deed al mee; het besluit zou nog volgen.",
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BRUSSELS)
