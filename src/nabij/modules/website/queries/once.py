"""One question, one answer, for as long as the pages of a site are made: they are of one moment, so they say the same.

Outside ``asking_once`` every question goes to the database as always. Answers are shared: who wants another order makes a new list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_answers: ContextVar[dict[Any, Any] | None] = ContextVar("website_answers", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """Inside this block a function marked ``once`` runs once per set of arguments. Nothing is kept after it."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def asked_once() -> bool:
    """Whether the answers of a whole site are at hand, so that one of them need not be asked apart."""
    return _answers.get() is not None


def once(question: Callable[P, R]) -> Callable[P, R]:
    """Mark a read whose answer all pages of a site share. Its arguments are hashable; its answer is not changed by who gets it."""

    @wraps(question)
    def answered(*args: P.args, **kwargs: P.kwargs) -> R:
        known = _answers.get()
        if known is None:
            return question(*args, **kwargs)
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in known:
            known[key] = question(*args, **kwargs)
        return known[key]  # type: ignore[no-any-return]

    return answered
