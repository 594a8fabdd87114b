"""Addresses of the archive that only take a POST."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed


def posted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An address that only takes a POST: whoever opens it by hand is told so, whatever it names."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if request.method == "POST" else HttpResponseNotAllowed(["POST"])

    return wrapped
