"""On what ground one acts for another, and what such an act needs. Pure. Source: kernel spec 4.4 and founding note N36."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Ground(StrEnum):
    """Why staff may act for a person."""

    ORAL_DESK = "oral_desk"
    ORAL_PHONE = "oral_phone"
    WRITTEN = "written"
    LEGAL_REPRESENTATIVE = "legal_representative"
    FEDERAL_REGISTER = "federal_register"
    STAFF_LETTER = "staff_letter"


class Channel(StrEnum):
    """How the person reached us."""

    DESK = "desk"
    PHONE = "phone"
    HOME = "home"
    LETTER = "letter"


class ReceiptBy(StrEnum):
    """How the person gets the receipt."""

    PRINT = "print"
    LETTER = "letter"
    SPELLED = "spelled"
    SMS = "sms"
    EMAIL = "email"


GROUNDS_NL = {
    Ground.ORAL_DESK: "mondeling, aan de balie",
    Ground.ORAL_PHONE: "mondeling, aan de telefoon",
    Ground.WRITTEN: "geschreven volmacht",
    Ground.LEGAL_REPRESENTATIVE: "wettelijk vertegenwoordiger",
    Ground.FEDERAL_REGISTER: "volmacht uit een register",
    Ground.STAFF_LETTER: "brief van de persoon zelf",
}
CHANNELS_NL = {
    Channel.DESK: "aan de balie", Channel.PHONE: "aan de telefoon", Channel.HOME: "bij de persoon thuis", Channel.LETTER: "per brief",
}
RECEIPTS_NL = {
    ReceiptBy.PRINT: "afdrukken en meegeven", ReceiptBy.LETTER: "met de post", ReceiptBy.SPELLED: "het nummer voorlezen en spellen",
    ReceiptBy.SMS: "sms", ReceiptBy.EMAIL: "e-mail",
}
#: A ground that is not the person speaking needs something to look at.
PROVEN = frozenset({Ground.WRITTEN, Ground.LEGAL_REPRESENTATIVE, Ground.FEDERAL_REGISTER, Ground.STAFF_LETTER})
#: A spoken word counts for the thing it was said about, never for the next one.
ORAL = frozenset({Ground.ORAL_DESK, Ground.ORAL_PHONE})
PROOF_NL = {
    Ground.WRITTEN: "Schrijf op welk papier u zag en waar het bewaard is.",
    Ground.LEGAL_REPRESENTATIVE: "Schrijf op welk vonnis of attest u zag, met de datum.",
    Ground.FEDERAL_REGISTER: "Schrijf het nummer van de volmacht in het register op.",
    Ground.STAFF_LETTER: "Schrijf op welke brief u kreeg, met de datum.",
}


def act_problems(*, name: str, ground: str, channel: str, reason: str, proof: str) -> dict[str, str]:
    """What still lacks before somebody may act for another, by field; empty when the act is complete."""
    found = {
        "name": "" if name.strip() else "Vul in voor wie u dit doet.",
        "ground": "" if ground in set(Ground) else "Kies op welke grond u dit voor iemand anders doet.",
        "channel": "" if channel in set(Channel) else "Kies hoe de persoon ons bereikte.",
        "reason": "" if reason.strip() else "Schrijf kort waarom u dit doet, bijvoorbeeld “heeft geen computer”.",
    }
    if ground in PROVEN and not proof.strip():
        found["proof"] = PROOF_NL[Ground(ground)]
    return {field: sentence for field, sentence in found.items() if sentence}


def receipt_problem(by: str, *, phone: str, email: str, address: str, none_digital: bool) -> str:
    """A Dutch sentence about a receipt that cannot arrive, or an empty text."""
    if by not in set(ReceiptBy):
        return "Kies hoe de persoon het ontvangstbewijs krijgt."
    if none_digital and by in (ReceiptBy.SMS, ReceiptBy.EMAIL):
        return "Deze persoon wil niets digitaal. Druk het af, stuur een brief of spel het nummer."
    lacking = {ReceiptBy.SMS: not phone, ReceiptBy.EMAIL: not email, ReceiptBy.LETTER: not address.strip()}
    words = {ReceiptBy.SMS: "een telefoonnummer", ReceiptBy.EMAIL: "een e-mailadres", ReceiptBy.LETTER: "een adres"}
    kind = ReceiptBy(by)
    return f"Vul {words[kind]} in, of kies een andere weg." if lacking.get(kind) else ""


#: Issuer of a resident of the demo, who signs in without a key.
DEMO_RESIDENT = "voorbeeld-inwoner"


def name_parts(name: str) -> list[str]:
    """Words of a name without accents, case and signs: what a person is found by."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))


def phone_digits(phone: str) -> str:
    """The last eight digits of a number, so that "+32 56 12 34 56" and "056 12 34 56" are one; empty for less."""
    digits = re.sub(r"\D", "", phone)
    return digits[-8:] if len(digits) >= 8 else ""
