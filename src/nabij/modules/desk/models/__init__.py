"""Rows of the desk itself: only that a question was passed on, and what became of that."""

from .passing import PassedQuestion

__all__ = ["PassedQuestion"]
