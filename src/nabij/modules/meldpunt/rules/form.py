"""The fields of a report, declared once: the resident's page, the operator's page and the API show and check these."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

TEXT_LIMIT = 4_000
PLACE_LIMIT = 300
PHOTO_LIMIT_BYTES = 10 * 1_000_000
PHOTO_KINDS = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")
NEARBY_METRES, NEARBY_DAYS = 500, 60

TEXT_MISSING = 'Schrijf kort wat er aan de hand is, bijvoorbeeld "losliggende tegel op het voetpad".'
PLACE_MISSING = (
    'Vul een straat of een herkenbare plaats in, bijvoorbeeld "achter de sporthal". Zo weten we waar we moeten zijn.'
)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: name in code, question on screen, hint, and what a browser may fill in by itself."""

    name: str
    label: str
    hint: str = ""
    autocomplete: str = ""
    inputmode: str = ""


FIELDS = {
    field.name: field
    for field in (
        FieldSpec("photo", "Foto", "Hoogstens 10 MB. Een foto toont ons sneller waar we moeten zijn."),
        FieldSpec("text", "Wat is er aan de hand?", "Enkele woorden volstaan."),
        FieldSpec("place_text", "Waar is het?", 'Een straat met nummer, of een herkenbare plaats: "achter de sporthal".'),
        FieldSpec("category", "Waarover gaat het?", "Weet u het niet? Sla deze vraag over."),
        FieldSpec("danger_now", "Is er nu gevaar?"),
        FieldSpec("name", "Naam", autocomplete="name"),
        FieldSpec("phone", "Telefoon", "Dan kunnen we u bellen als we iets niet vinden.", "tel", "tel"),
        FieldSpec("email", "E-mailadres", "Dan krijgt u bericht als er iets verandert.", "email", "email"),
    )
}


def clean_text(typed: str) -> str:
    """Text as it is stored: NUL (which PostgreSQL cannot hold) and carriage returns gone, the rest as typed."""
    return typed.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def grouped_number(number: int) -> str:
    """4001 → "4.001"."""
    return f"{number:,}".replace(",", ".")


def text_problem(text: str) -> str | None:
    """The sentence for a description that cannot be used, counting characters as a person sees them stored."""
    length = len(clean_text(text))
    if not length:
        return TEXT_MISSING
    if length <= TEXT_LIMIT:
        return None
    over = length - TEXT_LIMIT
    unit = "teken" if over == 1 else "tekens"
    return (
        f"Uw tekst is {grouped_number(length)} tekens lang. Er passen er {grouped_number(TEXT_LIMIT)}. "
        f"Haal {grouped_number(over)} {unit} weg."
    )


def place_problem(place: str, *, has_point: bool = False) -> str | None:
    """The sentence for a place that cannot be used; a measured point may stand without words."""
    length = len(clean_text(place))
    if not length:
        return None if has_point else PLACE_MISSING
    if length <= PLACE_LIMIT:
        return None
    return f"Deze plaats is {grouped_number(length)} tekens lang. Hou het bij {PLACE_LIMIT} tekens."


def suggest_category(text: str, keywords: dict[str, tuple[str, ...]]) -> tuple[str, str] | None:
    """The category code whose keyword stands in ``text``, with the word that decided; None when nothing fits.

    The longest keyword wins: "gasgeur in de put" is about gas. ``keywords``: service code → words in lower case.
    """
    plain = text.casefold()
    hits = [
        (len(word), code, word)
        for code, words in keywords.items()
        for word in words
        if word and re.search(rf"\b{re.escape(word)}", plain)
    ]
    if not hits:
        return None
    _, code, word = max(hits, key=lambda hit: (hit[0], hit[1]))
    return code, word


@dataclass(frozen=True, slots=True)
class Typed:
    """What decides owner and urgency: the words, the category when one was chosen, the answers to our questions.

    ``danger_answer`` is "yes", "no" or "" (no answer); ``chosen`` is the municipality picked near a border;
    ``keep_outside`` sends a place outside the region all the same. Coordinates are WGS84 degrees.
    """

    text: str
    place_text: str
    service_code: str = ""
    danger_answer: str = ""
    latitude: float | None = None
    longitude: float | None = None
    chosen: int | None = None
    keep_outside: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """How the reporter can be reached; every part may be empty. ``none_digital``: only by letter or call (N36)."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    none_digital: bool = False

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email or self.address)


@dataclass(frozen=True, slots=True)
class NewReport:
    """Everything that makes a report. ``form_key`` is the same for every sending of one page (see ``sent_key``); ``suspect``
    sends it to review first; ``photo_id`` is a blob of the receiving channel; ``entered_by`` names the member of staff."""

    typed: Typed
    channel: str = "web"
    contact: Contact = Contact()
    photo_id: str = ""
    form_key: str = ""
    entered_by: str = ""
    suspect: bool = False


def sent_key(report: NewReport, photo_digest: str) -> str:
    """What makes two presses one act: the key of the page together with all that it carried. Who goes back, changes the
    words or adds a photo and sends again, tells something else, and that may not be lost. Empty without a form key."""
    if not report.form_key:
        return ""
    carried = f"{photo_digest}\n{replace(report, photo_id='')!r}"
    return hashlib.sha256(carried.encode("utf-8", "backslashreplace")).hexdigest()
