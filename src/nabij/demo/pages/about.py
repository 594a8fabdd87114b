"""``/demo/kosten`` and ``/demo/installeren``: who runs this, what it costs, how to install it. Files only, no query."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nabij.kernel.access.routes import open_page

#: Written by ``bench/footprint.py``.
FOOTPRINT = Path(__file__).parents[1] / "data" / "footprint.json"
#: An assumption, not a measurement: what a rented machine of the measured size costs in euros per month, lowest and highest, without VAT.
MONTH_EUROS = (15, 60)
PARTS = {
    "web": "Website en schermen", "worker": "Werker (taken, berichten, bladzijden maken)", "duty-engine": "Wachtmotor, twee keer",
    "database": "Databank", "supervisor": "Bewaker van de vijf",
}


@open_page("demo.costs.read")
@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    """One page: what runs, what it asks, what a year costs to host on the measured machine, whom to ring."""
    low, high = MONTH_EUROS
    return render(request, "demo/costs.html", {"measured": measured(), "month": MONTH_EUROS, "year": (low * 12, high * 12)})


def measured() -> dict[str, Any] | None:
    """The figures of the last measurement with its day as a date; None when nobody measured."""
    try:
        found = json.loads(FOOTPRINT.read_text(encoding="utf-8"))
    except OSError:
        return None
    memory = found["memory_mb"]
    lines = [(label, memory[part]) for part, label in PARTS.items()]
    return found | {"day": date.fromisoformat(found["measured_on"]), "lines": lines, "total": round(sum(memory.values()))}


@open_page("demo.install.read")
@require_safe
def install(request: HttpRequest) -> HttpResponse:
    """For who wants to install: what is needed, the commands, what is not there yet."""
    return render(request, "demo/install.html")
