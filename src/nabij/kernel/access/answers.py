"""How an error is said to a person: a page with a sentence, a way on and the local phone number."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from ..errors import HouseError, Unavailable


def failure(request: HttpRequest, error: HouseError) -> HttpResponse:
    """Render ``error``. A foreign id and an unknown id give the same bytes: the page says nothing about the object."""
    context: dict[str, Any] = {"sentence": error.sentence_nl, "code": error.code, "status": error.status}
    if error.status == Unavailable.status and request.method == "POST":
        context |= {"again": _typed(request), "with_files": bool(request.FILES)}
    response = render(request, "design/error.html", context, status=error.status)
    if context.get("again"):
        patch_cache_control(response, private=True, no_store=True)
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was typed, to send again from the same page; never a password."""
    return [(name, value) for name, values in request.POST.lists() if "password" not in name for value in values]
