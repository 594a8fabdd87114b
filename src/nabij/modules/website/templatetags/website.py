"""``{% bundle "site.css" %}``, the address of a bundle, and ``{% made_on as day %}``, the day on which a page is made."""

from __future__ import annotations

from django import template

from nabij.kernel.calendar import clock, words

from .. import bundles

register = template.Library()


@register.simple_tag
def bundle(name: str) -> str:
    """Address with digest. Raises ``KeyError`` for a bundle that does not exist."""
    return bundles.bundle(name).url


@register.simple_tag
def made_on() -> dict[str, str]:
    """``nl`` and ``fr``: "dinsdag 30 maart 2027", "mardi 30 mars 2027"."""
    today = clock.today()
    return {"nl": words.date_text(today), "fr": words.date_text(today, "fr")}
