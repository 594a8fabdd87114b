"""What a POST does on every screen of the archive: run the action, keep what was typed when it says no."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from nabij.kernel.errors import Invalid, Refused, RuleViolation


def accepted(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether ``act`` went through. A rule that says no becomes an error of the form; a refusal stays a refusal."""
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


def posted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An address that only takes a POST: whoever opens it by hand is told so, whatever it names."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if request.method == "POST" else HttpResponseNotAllowed(["POST"])

    return wrapped
