"""What every form does when an action says no: the sentence goes to its field, what was typed stays, nothing of the act stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction

from nabij.kernel.errors import HouseError, Invalid, RuleViolation, Stale


def told(form: forms.Form, error: HouseError) -> None:
    """Put each sentence at its field, or on top when the field is not on the page."""
    sentences = error.fields if isinstance(error, Invalid) else {"": error.sentence_nl}
    for name, sentence in sentences.items():
        form.add_error(name if name in form.fields else None, sentence)


def outcome(form: forms.Form, act: Callable[[], Any]) -> Any:
    """The result of ``act`` in one transaction, or None after its sentences were put on the form. ``Refused`` goes on to its own page."""
    try:
        with transaction.atomic():
            return act()
    except (RuleViolation, Stale) as error:
        told(form, error)
        return None


def accepted(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether the form was valid and ``act`` went through, in a transaction of its own."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            act()
    except RuleViolation as error:
        told(form, error)
        return False
    return True
