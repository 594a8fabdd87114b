"""Loading the regional catalogue from the module's own lists. A second run changes nothing that did not change."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import Any

from django.db.models import Model

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries

from ..models import Category, LexiconTerm, Redirect, StormRule

_KEYS: dict[type[Model], tuple[str, ...]] = {
    Category: ("service_code",),
    Redirect: ("trigger", "phone"),
    LexiconTerm: ("language", "term"),
    StormRule: ("name",),
}
_LISTS = {"keywords", "needs", "not_with", "own_alarm"}
_NUMBERS = {
    "answer_days", "sequence", "window_minutes", "on_region", "on_municipality", "propose_region", "propose_municipality",
    "quiet_minutes", "cell_m", "cluster_minutes", "digest_minutes",
}  # fmt: skip


def load_catalogue(*, partnership_id: int) -> dict[str, int]:
    """Write categories, numbers, words of danger and the thresholds of storm mode as rows of the partnership, readable by everyone.

    Returns how many rows of each were new or changed. Needs a scope that writes for the partnership.
    """
    authorise("meldpunt.catalogue.load")
    sources = {Category: "categories.csv", Redirect: "redirects.csv", LexiconTerm: "lexicon.csv", StormRule: "storm.csv"}
    counts = {model.__name__: _load(model, name, partnership_id) for model, name in sources.items()}
    if any(counts.values()):
        entries.record("meldpunt.catalogue.loaded", organisation_id=partnership_id, detail=counts)
    return counts


def _load(model: type[Model], filename: str, partnership_id: int) -> int:
    keys = _KEYS[model]
    known = {_key(row, keys): row for row in model._default_manager.filter(organisation_id=partnership_id)}
    changed = 0
    for wanted in _rows(filename):
        if model is StormRule and known:
            continue  # whoever leads storms decides the thresholds from then on
        row = known.get(tuple(wanted[key] for key in keys)) or model(organisation_id=partnership_id, audience="public")
        if row._state.adding or any(str(getattr(row, name)) != str(value) for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(row, name, value)
            row.save()
            changed += 1
    return changed


def _key(row: Any, keys: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, key) for key in keys)


def _rows(filename: str) -> list[dict[str, Any]]:
    text = (files("nabij.modules.meldpunt") / "data" / filename).read_text("utf-8")
    return [{name: _value(name, value) for name, value in row.items()} for row in csv.DictReader(text.splitlines())]


def _value(name: str, value: str) -> Any:
    if name in _LISTS:
        return [part for part in value.split("|") if part]
    return int(value) if name in _NUMBERS else value
