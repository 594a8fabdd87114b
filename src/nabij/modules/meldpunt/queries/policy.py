"""Reading the escalation of a line: its versions, and what a draft would do at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nabij.kernel.calendar import words

from ..models.duty import DutyLine, EscalationPolicy, EscalationStep, Role
from ..rules.policy import MODE_WORDS, Drafted, Mode, Window
from ..rules.rota import BRUSSELS
from . import rota


@dataclass(frozen=True)
class StepView:
    """One step in words."""

    number: int
    who: str
    minutes: int
    hours: str
    mode: str
    multi_ack: bool


@dataclass(frozen=True)
class VersionView:
    """One published version."""

    row: EscalationPolicy
    steps: tuple[StepView, ...]


def versions(line: DutyLine) -> list[VersionView]:
    """Every version of a line, newest first."""
    rows = EscalationPolicy.objects.filter(line=line).order_by("-version").prefetch_related("steps")
    return [VersionView(row, tuple(_step(n, drafted_step(step)) for n, step in enumerate(row.steps.all(), 1))) for row in rows]


def drafted_step(row: EscalationStep) -> Drafted:
    """A row as the rules see it."""
    window = Window(row.window_from, row.window_to) if row.window_from is not None and row.window_to is not None else None
    return Drafted(row.role, row.delay_minutes, window, Mode(row.mode), row.multi_ack)


def drafted(version: VersionView | None) -> list[Drafted]:
    """The steps of a version, to begin a new one with."""
    return [drafted_step(step) for step in version.row.steps.all()] if version else []


def _step(number: int, step: Drafted) -> StepView:
    hours = f"van {step.window.since:%H.%M} tot {step.window.until:%H.%M} uur" if step.window else "dag en nacht"
    return StepView(number, Role(step.role).label, step.minutes, hours, MODE_WORDS[step.mode], step.multi_ack)


def preview(line: DutyLine, steps: Sequence[Drafted], at: datetime) -> list[str]:
    """What an alarm at that moment would do when nobody answers, a sentence per step."""
    on = rota.on_now(line, at)
    lines, now = [], at
    for number, step in enumerate(steps, 1):
        role = Role(step.role).label
        names = [person.name for person in on if person.role == step.role]
        if step.window is not None and not step.window.holds(now.astimezone(BRUSSELS).time()):
            lines.append(f"Stap {number}, {role}: buiten de uren, meteen verder.")
        elif not names:
            lines.append(f"Stap {number}, {role}: niemand van wacht, meteen verder. De coördinator krijgt bericht.")
        else:
            who = f"om beurten {' of '.join(names)}" if step.mode is Mode.ROUND_ROBIN and len(names) > 1 else " en ".join(names)
            lines.append(f"{words.time_text(now)}: {who} ({role}).")
            now += timedelta(minutes=step.minutes)
    return [*lines, f"{words.time_text(now)}: het laatste vangnet van de gemeente zelf."]
