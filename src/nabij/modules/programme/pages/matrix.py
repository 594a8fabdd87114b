"""``/programma/matrix``: who takes part in what, on any day, as known on any day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import staff_page

from .. import access
from ..queries import membership
from ..rules.states import WORDS
from . import moment


@staff_page(access.READ, module="programme")
def matrix(request: HttpRequest) -> HttpResponse:
    """The whole matrix as one table; under 40rem each municipality is a card."""
    seen = moment.asked(request)
    table = membership.matrix(seen.on, seen.known_at, seen.today)
    context = {"moment": seen, "form": seen.form, "table": table, "words": WORDS.values()}
    return render(request, "programme/matrix.html", context)
