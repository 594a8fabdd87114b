"""Reads of enablement; each needs a scope that reads the organisation."""

from __future__ import annotations

from datetime import date, datetime

from . import registry, rules
from .models import Enablement


def facts(organisation_id: int) -> list[rules.Fact]:
    rows = Enablement.objects.filter(organisation_id=organisation_id).order_by("recorded_at", "id")
    return [
        rules.Fact(r.module, r.state, r.effective, r.recorded_at, r.decision_ref, r.set_by) for r in rows
    ]


def standing(organisation_id: int, module: str, on: date, known_at: datetime | None = None) -> rules.Standing:
    if registry.module(module).always_on:
        return rules.Standing("on")
    return rules.standing(facts(organisation_id), module, on, known_at)


def enabled(organisation_id: int, on: date) -> frozenset[str]:
    """Names of the modules that are on for an organisation on a date: one query."""
    known = facts(organisation_id)
    return frozenset(
        m.name for m in registry.installed() if m.always_on or rules.standing(known, m.name, on).state == "on"
    )
