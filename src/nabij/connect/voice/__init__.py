"""Calls that come in: a telephone exchange tells what happens, by signed webhook, and does what it is answered.

The port in words. The exchange posts JSON ``{"event": "call" | "result" | "digits" | "hangup", "call": id, "from": E.164 or "",
"to": E.164, "outcome": "answered" | "busy" | "no_answer" | "failed", "digits": "2"}`` and gets ``{"do": [instruction, …]}`` back:
``say`` (language, text), ``dial`` (number, seconds; ends in an event ``result``) and ``hangup``.

``settings.NABIJ_VOICE_INBOUND`` names the exchanges that may post. A demo without that setting has the stand-in; a real
installation has none until it names one, and then every page says that the forwarding instruction is in force.
"""

from __future__ import annotations

import phonenumbers
from django.conf import settings

STAND_IN = ("centrale",)


def inbound() -> tuple[str, ...]:
    """Names of the exchanges that forward calls to us; empty when there is none."""
    return tuple(getattr(settings, "NABIJ_VOICE_INBOUND", STAND_IN if settings.NABIJ_DEMO else ()))


def spoken_number(number: str) -> str:
    """National form, in groups as people say it."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(number, "BE"), phonenumbers.PhoneNumberFormat.NATIONAL)
    except phonenumbers.NumberParseException:
        return number
