"""A storm: 240 reports in half an hour of the story, each through the action that residents use.

Reports are due on the clock of the story: who moves it five minutes forward gets forty at once. Every street and person is invented.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from nabij.kernel.errors import Unavailable

TOTAL = 240
SPAN = timedelta(minutes=30)
MODULE = "meldpunt"
#: One try a second: longer than the two minutes for which a visitor may stop the database.
TRIES = 180
#: What people write, and how often: one in three cannot wait. The words that cannot wait hang together in a few places, as in a real
#: storm: one wire over a street is reported by many.
WORDS = (
    "Een boom viel om en er hangt een draad los", "Een boom ligt over het fietspad", "Dakpannen op het voetpad, er vallen er nog",
    "Er hangt een losse draad over de straat", "Een grote tak ligt op de weg", "De straat staat onder water",
    "Gasgeur na een omgevallen boom", "Een verlichtingspaal hangt scheef", "Werfhekken zijn omgewaaid",
    "De stroomkabel ligt op de grond", "Een verkeersbord is losgewaaid", "Takken in de speeltuin, een schommel is stuk",
)
#: One in sixty: somebody's life may be at stake, and that always rings by itself.
HURT = "Iemand ligt gewond onder een tak"
STREETS = ("Proefstraat", "Proeflaan", "Proefweg", "Voorbeeldstraat", "Voorbeelddreef")
#: Where the worst of it is: one square in a few municipalities.
WORST, HIT = "Voorbeeldplein", 3


@dataclass(frozen=True, slots=True)
class Blow:
    """One report: due ``after`` the storm began."""

    after: timedelta
    slug: str
    words: str
    place: str


def blows(names: dict[str, str], *, total: int = TOTAL) -> list[Blow]:
    """The same storm each time. ``names``: slug → name of the municipalities that have the meldpunt."""
    chance, slugs = Random(27), sorted(names)
    hit, found = chance.sample(slugs, min(HIT, len(slugs))), []
    for number in range(total):
        slug = chance.choice(hit if number % 3 == 0 else slugs)
        words = HURT if number % 60 == 40 else WORDS[number % len(WORDS)]
        street = WORST if number % 3 == 0 else chance.choice(STREETS)
        found.append(Blow(SPAN * number / total, slug, words, f"{street} {chance.randint(1, 180)}, {names[slug]}"))
    return found


def rage(*, wait: Callable[[float], None] = time.sleep, total: int = TOTAL) -> int:
    """Let it come; returns how many reports were made. Ends when the last is in."""
    from nabij.kernel.calendar import clock

    towns = municipalities()
    due = blows({slug: name for slug, (_, name) in towns.items()}, total=total)
    begun = clock.now()
    try:
        for sent, blow in enumerate(due):
            _note_progress(sent, len(due))
            while (left := (begun + blow.after - clock.now()).total_seconds()) > 0:
                wait(min(left, 0.5))
            _report(towns[blow.slug][0], blow, begun, wait)
    finally:
        _progress_file().unlink(missing_ok=True)
    return len(due)


def municipalities() -> dict[str, tuple[int, str]]:
    """slug → (id, name) of every municipality where the meldpunt is on today."""
    from nabij.kernel.calendar import clock
    from nabij.kernel.tenancy import queries as directory

    rows = directory.organisations(on=clock.today(), kind="municipality")
    return {row.slug: (row.id, row.short_name) for row in rows if _has_it(row.id)}


def _has_it(organisation_id: int) -> bool:
    from nabij.kernel.calendar import clock
    from nabij.kernel.modules import queries as enablement
    from nabij.kernel.tenancy.scope import scope, system

    with scope(reading=[organisation_id], actor=system("storm"), organisation_id=organisation_id):
        return MODULE in enablement.enabled(organisation_id, clock.today())


def _report(organisation_id: int, blow: Blow, begun: datetime, wait: Callable[[float], None]) -> None:
    """As a resident does it who tries again while the database is away: the key of the form keeps it one report."""
    from django.db import DatabaseError, InterfaceError, close_old_connections

    for _ in range(TRIES):
        try:
            return _send(organisation_id, blow, f"storm-{begun:%Y%m%d%H%M%S}-{blow.after.total_seconds():.1f}")
        except (DatabaseError, InterfaceError):
            close_old_connections()
            wait(1.0)
    raise Unavailable("De databank antwoordt niet. De storm houdt hier op.")


def _send(organisation_id: int, blow: Blow, form_key: str) -> None:
    from nabij.kernel.tenancy.scope import ANONYMOUS, scope
    from nabij.modules.meldpunt.actions.report import create_report
    from nabij.modules.meldpunt.rules.form import Contact, NewReport, Typed

    typed = Typed(blow.words, blow.place, chosen=organisation_id, keep_outside=True)
    report = NewReport(typed, channel="web", contact=Contact(), form_key=form_key)
    own = [organisation_id]
    with scope(reading=own, writing=own, actor=ANONYMOUS, organisation_id=organisation_id):
        create_report(organisation_id=organisation_id, report=report)


def progress() -> dict[str, Any] | None:
    """``{"sent": int, "total": int}`` while it storms; None otherwise. Read from a file: it stands while the database is down."""
    try:
        return dict(json.loads(_progress_file().read_text()))
    except (OSError, ValueError):
        return None


def _note_progress(sent: int, total: int) -> None:
    path = _progress_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".storm.{os.getpid()}")
    draft.write_text(json.dumps({"sent": sent, "total": total}))
    draft.replace(path)


def _progress_file() -> Path:
    from django.conf import settings

    return Path(settings.NABIJ_HOME) / "demo" / "storm.json"
