"""What a POST does when a rule says no: the sentence goes to its field, what was typed stays, a refusal stays a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction

from nabij.kernel.errors import Invalid, Refused, RuleViolation


def accepted(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether ``act`` went through, in a transaction of its own."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            act()
    except Refused:
        raise
    except RuleViolation as error:
        fields = error.fields if isinstance(error, Invalid) else {"": error.sentence_nl}
        for name, sentence in fields.items():
            form.add_error(name if name in form.fields else None, sentence)
        return False
    return True
