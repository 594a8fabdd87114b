"""Look before you publish: do a change, see what the rota becomes, and undo it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from nabij.kernel.calendar import clock

from ..models.duty import DutyLine
from ..queries import rota, rota_quality
from ..rules.quality import Finding


class _Undone(Exception):
    """Rolls the rehearsal back."""


@dataclass(frozen=True)
class Rehearsal:
    """Stretches as they become, what becomes wrong and what becomes right. Nothing was written."""

    becomes: list[rota.Turn]
    worse: list[rota_quality.Told]
    better: list[rota_quality.Told]


def _swallows(new: Finding, old: Finding) -> bool:
    """A gap that only became larger is not solved."""
    return (new.kind, new.role) == (old.kind, old.role) and new.start <= old.start and old.end <= new.end


def rehearse(line: DutyLine, act: Callable[[], Any]) -> Rehearsal:
    """Raises what the act raises."""
    now = clock.now()
    people = rota_quality.people_of(line)
    turns, found = rota.turns(line, now), {f.fingerprint: f for f in rota_quality.findings(line, now)}
    try:
        with transaction.atomic():
            act()
            turns_then, found_then = rota.turns(line, now), {f.fingerprint: f for f in rota_quality.findings(line, now)}
            raise _Undone
    except _Undone:
        pass
    worse = [f for key, f in found_then.items() if key not in found]
    better = [f for key, f in found.items() if key not in found_then and not any(_swallows(new, f) for new in worse)]
    becomes = [turn for turn in turns_then if turn not in turns]
    return Rehearsal(becomes, rota_quality.in_words(worse, people, now), rota_quality.in_words(better, people, now))
