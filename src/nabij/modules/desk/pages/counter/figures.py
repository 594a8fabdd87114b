"""``/balie/cijfers``: does somebody who does not ask online wait longer? One municipality, never beside another (N111)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import staff_page

from ... import access
from ...queries import waits
from ...rules.figures import Group, in_words
from .conversation import own_id


@staff_page(access.FIGURES, module="desk")
def figures(request: HttpRequest) -> HttpResponse:
    own = own_id(request)
    found = waits.of(own, request.enabled)  # type: ignore[attr-defined]
    context = {
        "found": found, "online": _total(found.online), "other": _total(found.other),
        "channels": [_said(group) for group in found.channels],
        "services": [(name, _said(online), _said(other)) for name, online, other in found.services],
        "calls": waits.call_promises(own), "days": waits.PERIOD.days,
    }
    return render(request, "desk/counter/figures.html", context)


def _said(group: Group) -> dict[str, Any]:
    number = "minder dan 10" if group.hidden else str(group.number)
    return {"label": group.label, "number": number, "median": in_words(group.median), "p90": in_words(group.p90), "hidden": group.hidden}


def _total(group: Group) -> dict[str, Any]:
    """A total in tens: beside the groups that are shown it may not give away the one that is hidden."""
    return _said(group) | {"number": "minder dan 10" if group.hidden else f"minstens {group.number // 10 * 10}"}
