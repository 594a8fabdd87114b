"""The vault of the own OCMW: open or closed, which key wraps how many files, and what this does not promise. No content."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import staff_page

from .. import access
from ..queries import keys
from .acting import own_id


@staff_page(access.READ_KEY, module="dossier", conceal=True)
def standing(request: HttpRequest) -> HttpResponse:
    return render(request, "dossier/keys.html", {"vault": keys.standing(own_id(request))})
