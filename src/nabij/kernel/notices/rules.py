"""Pure: over which channel next, when again, how many segments an SMS takes."""

from __future__ import annotations

from dataclasses import dataclass

_GSM7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_DOUBLE = set("^{}\\[~]|€\f")
_WAITS_S = (10, 30, 60, 120, 300, 600)
_EVERY_S = 900
_NORMAL_LIMIT_S = 4 * 3600
HUMAN_CHANNELS = ("letter", "call")


def sms_segments(text: str) -> tuple[str, int]:
    """(encoding, number of segments) by GSM 03.38: GSM-7 160/153 characters, UCS-2 70/67; an extension character counts two."""
    if all(c in _GSM7 or c in _GSM7_DOUBLE for c in text):
        length = sum(2 if c in _GSM7_DOUBLE else 1 for c in text)
        return "GSM-7", 1 if length <= 160 else -(-length // 153)
    length = len(text.encode("utf-16-be")) // 2
    return "UCS-2", 1 if length <= 70 else -(-length // 67)


def channels_for(wanted: tuple[str, ...], contact_points: dict[str, str], none_digital: bool = False) -> list[str]:
    """Channels that this recipient can use, in order; the last is always a letter or a call task. A letter needs an address; who wants
    nothing digital gets one where the address is known, also of a kind that names no letter."""
    usable = [c for c in wanted if c == "call" or (contact_points.get(c) and (c == "letter" or not none_digital))]
    if none_digital and contact_points.get("letter") and "letter" not in usable:
        usable.insert(0, "letter")
    if not usable or usable[-1] not in HUMAN_CHANNELS:
        usable.append("letter" if contact_points.get("letter") else "call")
    return usable


@dataclass(frozen=True, slots=True)
class Next:
    """``again_in_s`` on the same channel, or ``next_channel``."""

    again_in_s: int | None
    next_channel: bool


def next_retry(tries: int, waited_s: int, permanent: bool) -> Next:
    """After failed try number ``tries`` (from 1): wait 10 s, 30 s, 1, 2, 5, 10 min, then every 15 min up to 4 hours."""
    if permanent or waited_s >= _NORMAL_LIMIT_S:
        return Next(None, True)
    return Next(_WAITS_S[tries - 1] if tries <= len(_WAITS_S) else _EVERY_S, False)
