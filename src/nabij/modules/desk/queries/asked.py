"""What the modules ask of one person, and what they find; a module that fails is named, the rest stays."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from django.db import DatabaseError, transaction

from nabij.kernel.errors import HouseError
from nabij.kernel.modules import registry
from nabij.kernel.modules.manifest import Found, Module

from ..rules.work import Asked

log = logging.getLogger("nabij.desk")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Work:
    """``silent`` are the names of modules that gave no answer."""

    tasks: list[Asked]
    silent: list[str]


@dataclass(frozen=True, slots=True)
class Finds:
    """One group of search results."""

    label: str
    found: list[Found]


def work(actor: Any, enabled: frozenset[str], at: datetime) -> Work:
    """Tasks of every enabled module for the actor."""
    tasks, silent = [], []
    for module in _asking(enabled, "tasks"):
        answer = attempted(module.label_nl, partial(_listed, module.tasks, actor, at))
        if answer is None:
            silent.append(module.label_nl)
        for task in answer or []:
            tasks.append(Asked(task.title, task.url, task.button, module.label_nl, task.due, task.minutes, task.why))
    return Work(tasks, silent)


def finds(actor: Any, enabled: frozenset[str], words: str) -> tuple[list[Finds], list[str]]:
    """Results per finder, in menu order, and the names of finders that failed."""
    groups, silent = [], []
    for module in _asking(enabled, "finders"):
        for kind, finder in module.finders.items():
            answer = attempted(kind, partial(_listed, finder, actor, words))
            if answer is None:
                silent.append(kind)
            elif answer:
                groups.append(Finds(kind[:1].upper() + kind[1:], answer))
    return groups, silent


def _listed(dotted: str, *args: Any) -> list[Any]:
    return list(registry.call(dotted, *args))


def _asking(enabled: frozenset[str], what: str) -> Iterable[Module]:
    return (module for module in registry.installed() if module.name in enabled and getattr(module, what))


def attempted(name: str, ask: Callable[[], Answer]) -> Answer | None:
    """The answer, or None when ``ask`` failed; its half-done queries are rolled back so that the page can go on."""
    try:
        with transaction.atomic():
            return ask()
    except (DatabaseError, HouseError, ImportError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, OSError):
        log.exception("%s gave no answer", name)
        return None
