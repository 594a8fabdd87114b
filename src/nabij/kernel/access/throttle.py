"""Guessing keys by trial: wrong tries are counted per address over all processes; right ones never are."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_address

from django.db import connection
from django.http import HttpRequest

from .. import crypto
from ..calendar import clock
from ..errors import TooMany
from ..identity.models import Guess

WINDOW = timedelta(minutes=15)
#: Wrong tries per address and window. A town hall shares one address, so it is far above what people mistype.
LIMIT = 30

_COUNT = """
INSERT INTO identity_guess (kind, who, "window", number) VALUES (%s, %s, %s, 1)
ON CONFLICT (kind, who, "window") DO UPDATE SET number = identity_guess.number + 1
"""


def refuse_guessing(request: HttpRequest, kind: str) -> None:
    """Raises ``TooMany`` when this address guessed too often in this quarter of an hour."""
    number = Guess.objects.filter(kind=kind, who=_who(request), window=_window()).values_list("number", flat=True).first()
    if (number or 0) >= LIMIT:
        raise TooMany("U probeerde te vaak een nummer dat niet bestaat. Wacht een kwartier, of bel ons.")


def note_wrong_guess(request: HttpRequest, kind: str) -> None:
    """Count one wrong try; yesterday's counts go. Its row belongs to nobody, so a reading page may write it too."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [kind, _who(request), _window()])
        cursor.execute('DELETE FROM identity_guess WHERE "window" < %s', [_window() - timedelta(days=1)])


def address(request: HttpRequest) -> str:
    """The caller's address. Behind our own proxy on this machine the proxy says it (X-Real-IP); nobody else is believed."""
    direct = request.META.get("REMOTE_ADDR", "")
    told = request.headers.get("X-Real-IP", "")
    try:
        return str(ip_address(told)) if told and ip_address(direct).is_loopback else direct
    except ValueError:
        return direct


def _who(request: HttpRequest) -> str:
    return crypto.blind_index(0, f"guess:{clock.today()}", address(request))


def _window() -> datetime:
    now = clock.now()
    return now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
