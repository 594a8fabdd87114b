"""What meldpunt asks of a person on ``/werk``, and what its finder finds; both in the reader's own scope."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Count, Min, OuterRef, Q, Subquery

from nabij.kernel.calendar import clock
from nabij.kernel.calendar.rules.holidays import BRUSSELS
from nabij.kernel.modules.manifest import Found, Task, Waited
from nabij.kernel.tenancy.scope import Actor

from ..models import Report, StatusChange
from ..rules.report_states import UNANSWERED, WORDS_NL, State
from .drills import unhandled
from .reports import Filters, report_page

#: Minutes for a first answer, as the operators of the story need; shown as "ongeveer".
MINUTES_EACH = 2
FOUND = 10


def tasks(actor: Actor, at: datetime) -> list[Task]:
    """What this person owes: a first answer to reporters, and a look at every drill that was not confirmed."""
    return [*_answers(actor), *_drills(actor, at)]


def _drills(actor: Actor, at: datetime) -> list[Task]:
    """From the next morning on, so that nobody is woken for what a phone call by day mends."""
    if "meldpunt.drill.handle" not in actor.permissions:
        return []
    due = [(line, datetime.combine(line.evening + timedelta(days=1), time(9), BRUSSELS)) for line in unhandled(at)]
    return [
        Task(
            title=f"Nachtproef {line.word}: {line.who}", url="/wacht/proeven", button="Kijk na", due=morning, minutes=10,
            why="Wie van wacht is en zijn telefoon niet hoort, hoort ook geen alarm.",
        )
        for line, morning in due if morning <= at + timedelta(hours=2)
    ]  # fmt: skip


def _answers(actor: Actor) -> list[Task]:
    """One line for the reports that still wait for a first answer, due on the earliest promised day."""
    if "meldpunt.report.change_state" not in actor.permissions:
        return []
    waiting = Q(organisation_id=actor.organisation_id, state__in=[s.value for s in UNANSWERED])
    found = Report.objects.filter(waiting).aggregate(number=Count("id"), first=Min("answer_by"))
    number: int = found["number"]
    if not number:
        return []
    word = "melding wacht" if number == 1 else "meldingen wachten"
    return [
        Task(
            title=f"{number} {word} op een eerste antwoord", url="/meldpunt", button="Behandel de meldingen",
            due=datetime.combine(found["first"], time(17), BRUSSELS), minutes=MINUTES_EACH * number,
            why="Dat is de dag die we aan de eerste melder beloofden.",
        )
    ]


def find(actor: Actor, words: str) -> list[Found]:
    """Reports of the own organisation by number, words or place, newest first."""
    if "meldpunt.report.list" not in actor.permissions or actor.organisation_id is None:
        return []
    page = report_page(actor.organisation_id, Filters(state="alles", words=words), clock.today())
    return [
        Found(
            title=f"{row.code[:3]} {row.code[3:6]} {row.code[6:]}", url=f"/meldpunt/meldingen/{row.id}", kind="melding",
            summary=f"{WORDS_NL[State(row.state)]} · {row.text[:80]} · {row.place_text}",
        )
        for row in page.rows[:FOUND]
    ]


def waits(organisation_id: int, since: datetime) -> list[Waited]:
    """How long each report waited for the first step by a colleague, for the figures of the desk: one query."""
    steps = StatusChange.objects.filter(report_id=OuterRef("id"), organisation_id=organisation_id).exclude(from_state="").order_by("at")
    rows = Report.objects.filter(organisation_id=organisation_id, reported_at__gte=since).exclude(channel=Report.Channel.API)
    found = rows.annotate(first=Subquery(steps.values("at")[:1])).values_list("channel", "reported_at", "first")
    return [Waited("Een probleem melden", channel, asked, first) for channel, asked, first in found]
