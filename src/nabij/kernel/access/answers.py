"""How an error is said to a person: a page with a sentence, a way on and the local phone number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..errors import HouseError


def failure(request: HttpRequest, error: HouseError) -> HttpResponse:
    """Render ``error``. A foreign id and an unknown id give the same bytes: the page says nothing about the object."""
    context = {"sentence": error.sentence_nl, "code": error.code, "status": error.status}
    return render(request, "design/error.html", context, status=error.status)
