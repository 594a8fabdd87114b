"""The words of a page: what leaves in an SMS or a call, and what an answer means. Pure.

T14 must fit in one SMS of 160 GSM-7 characters, because a second part may come minutes later.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

# 3GPP TS 23.038, the basic table; a character of the extension table costs two.
GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_EXTENDED = frozenset("^{}\\[~]|€")
ONE_SMS = 160
SMS_PART = 153
REPLACED = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\t": " "}
MARK_REPEAT = "(herhaling) "


class Answer(StrEnum):
    """What a duty officer can say with one key."""

    TAKE = "take"
    CANNOT = "cannot"
    CALL_ME = "call_me"
    UNCLEAR = "unclear"


KEYS = {"1": Answer.TAKE, "2": Answer.CANNOT, "3": Answer.CALL_ME}
_ANSWER = re.compile(r"^\W*([123])(?!\d)[\s.,:;)=-]*(.*)$", re.DOTALL)


@dataclass(frozen=True)
class Reply:
    """A parsed answer. `code` is the report's code in capitals without spaces, or empty."""

    answer: Answer
    code: str


def parse(text: str) -> Reply:
    """Read "1", " 1. ", "1 kor 4f7 92k"; anything else is `UNCLEAR`, never a guess."""
    found = _ANSWER.match(text.strip())
    if not found:
        return Reply(Answer.UNCLEAR, "")
    code = re.sub(r"[^0-9A-Za-z]", "", found[2]).upper()
    if code and not re.fullmatch(r"[A-Z]{3}[0-9A-Z]{6}", code):
        return Reply(Answer.UNCLEAR, "")
    return Reply(KEYS[found[1]], code)


def gsm7(text: str) -> str:
    """Rewrite to GSM-7: what has no place there loses its accent, or becomes a question mark."""
    composed = unicodedata.normalize("NFC", text)
    return composed if GSM7.issuperset(composed) else "".join(_gsm7_character(c) for c in composed)


def _gsm7_character(character: str) -> str:
    if character in GSM7 or character in GSM7_EXTENDED:
        return character
    if character in REPLACED:
        return REPLACED[character]
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    return bare if bare and all(c in GSM7 for c in bare) else "?"


def length(text: str) -> int:
    """Length in GSM-7 septets."""
    return len(text) + sum(map(text.count, GSM7_EXTENDED))


def parts(text: str) -> int:
    """In how many SMS a text leaves."""
    return 1 if length(text) <= ONE_SMS else -(-length(text) // SMS_PART)


def shorten(text: str, room: int) -> str:
    """Cut to `room` septets at a word where that keeps at least half, and mark the cut with "..."."""
    flat = " ".join(text.split())
    if length(flat) <= room:
        return flat
    left, count = room - 3, 0
    for character in flat:
        left -= 2 if character in GSM7_EXTENDED else 1
        if left < 0:
            break
        count += 1
    kept = flat[:count]
    word_end = kept.rfind(" ")
    if word_end >= len(kept) // 2:
        kept = kept[:word_end]
    return (kept.rstrip(" ,.;:") + "...") if room >= 4 else ""


def short_name(full: str) -> str:
    """ "Bert Vermeulen (coördinator)" becomes "Bert V."; a function without a name stays as it is."""
    name = full.partition(" (")[0].partition(" en ")[0]
    words = name.split()
    if len(words) < 2 or not words[0][:1].isupper():
        return name
    return f"{words[0]} {words[-1][:1]}."


def page_sms(*, code: str, what: str, place: str, until: str, next_name: str, repeat: bool = False) -> str:
    """T14, always one SMS. `until` as "22.19". What happened is cut first, then the place, never the rest."""
    head = gsm7(f"{MARK_REPEAT if repeat else ''}DRINGEND {code}: ")
    tail = " Antwoord 1 = ik neem het, 2 = ik kan niet."
    if next_name:
        tail += f" Geen antwoord om {until}: we bellen {shorten(gsm7(short_name(next_name)), 20)}"
    tail = gsm7(tail)
    room = ONE_SMS - length(head) - length(tail) - 1
    where = shorten(gsm7(place), min(room // 2 + 8, room))
    event = shorten(gsm7(what), room - length(where) - 2 if where else room)
    middle = ", ".join(part for part in (event, where) if part)
    return head + middle + ("" if middle.endswith((".", "!", "?")) else ".") + tail


def last_resort_sms(*, code: str, since: str, call: str, repeat: bool = False) -> str:
    """T15, for who stands on the list of last resort. `since` as "22.14 uur", `call` a name and number."""
    head = MARK_REPEAT if repeat else ""
    return gsm7(
        f"{head}Niemand van de wachtdienst antwoordde op {code} sinds {since}. Volgens de afspraak bent u nu "
        f"aan de beurt. Antwoord 1, of bel {call}. Deze oproep stopt pas als iemand opneemt."
    )


def told_sms(*, code: str, step: str, why: str) -> str:
    """To the coordinator, beside the chain: a step was worth nothing. Always one SMS."""
    head, tail = gsm7(f"Wachtlijn: {step} werkte niet voor {code}: "), gsm7(". We belden meteen verder. Zie /wacht.")
    return head + shorten(gsm7(why), ONE_SMS - length(head) - length(tail)) + tail


def page_voice(*, spoken_code: str, what: str, place: str, repeat: bool = False) -> str:
    """What the voice says, twice in a row by the provider, before it waits for a key."""
    head = "Herhaling. " if repeat else ""
    where = f" Plaats: {place}." if place else ""
    return (
        f"{head}Dit is een dringende oproep van de wachtdienst. {what}.{where} Nummer {spoken_code}. "
        "Druk 1 als u het neemt. Druk 2 als u niet kunt. Druk 3 als u teruggebeld wilt worden."
    )
