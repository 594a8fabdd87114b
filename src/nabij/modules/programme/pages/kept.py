"""What every form page of the programme does: a rule's sentences go to their fields, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction

from nabij.kernel.errors import Invalid, RuleViolation, Stale


def done(form: forms.Form, act: Callable[[], Any]) -> Any:
    """The outcome of ``act`` in one transaction, or None after its sentences were put on the form."""
    try:
        with transaction.atomic():
            return act()
    except Invalid as error:
        for name, sentence in error.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
    except (RuleViolation, Stale) as error:
        form.add_error(None, error.sentence_nl)
    return None
