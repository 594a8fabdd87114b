"""What only the demo has: its buttons, every message that left, the note point by point, what it costs."""

from __future__ import annotations

from .sample import Sample, press

ANYONE = (
    Sample("/demo/", "/demo/"),
    Sample("/demo/gateway", "/demo/gateway"),
    Sample("/demo/beller", "/demo/beller"),
    Sample("/demo/beller", "/demo/beller", act=press("Bel"), name="what a caller hears at night"),
    Sample("/nota", "/nota"),
    Sample("/demo/kosten", "/demo/kosten"),
    Sample("/demo/installeren", "/demo/installeren"),
)
NO_PAGE = {
    "/demo/als/<slug:username>", "/demo/kaart/<slug:username>",
    "/demo/klok", "/demo/databank", "/demo/sms", "/demo/storm", "/demo/knoeien", "/demo/controle",
    "/demo/punt", "/demo/opnieuw", "/demo/antwoord",
}  # fmt: skip
