"""Whom a municipality wants called when nobody of the line answers: its own ordered list, and what a list must hold.

Pure. Founding note N24 (each decides for itself) and N57 (mayor and director last, never first).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What answers at a place of the list. Only the first two are humans who can end a chain."""

    PERSON = "person"
    DESK = "desk"
    NUMBER = "number"


class Office(StrEnum):
    """In which capacity somebody stands on the list."""

    COORDINATOR = "coordinator"
    EMERGENCY_PLANNER = "emergency_planner"
    DIRECTOR = "director"
    MAYOR = "mayor"
    POLICE = "police"
    FIRE = "fire"
    OTHER = "other"


class Way(StrEnum):
    """Who made a mayor's or director's telephone ring: the line after everyone else, or somebody directly."""

    LINE = "line"
    DIRECT = "direct"


class Channel(StrEnum):
    """How a mayor or director was reached."""

    CALL = "call"
    SMS = "sms"
    CHAT = "chat"
    IN_PERSON = "in_person"
    PAGE = "page"


KIND_WORDS: dict[Kind, str] = {
    Kind.PERSON: "een persoon",
    Kind.DESK: "een post die altijd bemand is (politie, brandweer)",
    Kind.NUMBER: "een nummer zonder vaste mens (voicemail, mailbox, toestel)",
}
OFFICE_WORDS: dict[Office, str] = {
    Office.COORDINATOR: "coördinator",
    Office.EMERGENCY_PLANNER: "noodplanningscoördinator",
    Office.DIRECTOR: "algemeen directeur",
    Office.MAYOR: "burgemeester",
    Office.POLICE: "politie",
    Office.FIRE: "brandweer",
    Office.OTHER: "iemand anders",
}
CHANNEL_WORDS: dict[Channel, str] = {
    Channel.CALL: "telefoon",
    Channel.SMS: "sms",
    Channel.CHAT: "berichtendienst",
    Channel.IN_PERSON: "aan de deur of op straat",
    Channel.PAGE: "oproep van de wachtlijn",
}
HUMAN = (Kind.PERSON, Kind.DESK)
PROPOSAL: tuple[Office, ...] = (Office.COORDINATOR, Office.DIRECTOR, Office.MAYOR)
PLACES = 6
MINUTES = range(1, 9001)


@dataclass(frozen=True)
class Place:
    """One place of a list. `number` is E.164, or empty where the telephone is not readable."""

    office: Office
    kind: Kind
    name: str
    number: str
    minutes: int = 5


def problems(places: Sequence[Place], every_minutes: int) -> list[str]:
    """Say in Dutch why this list may not be published; an empty list means it may."""
    found: list[str] = []
    if not places:
        return ["Zet minstens één mens op de lijst. Een alarm moet altijd bij een mens eindigen."]
    if places[-1].kind not in HUMAN:
        found.append(
            f"De lijst eindigt bij “{places[-1].name or OFFICE_WORDS[places[-1].office]}”. Daar antwoordt geen vaste mens. "
            "Zet als laatste een persoon of een post die altijd bemand is."
        )
    if len(places) > PLACES:
        found.append(f"Een lijst heeft hoogstens {PLACES} plaatsen.")
    found += [f"Plaats {number}: {word}" for number, place in enumerate(places, 1) for word in _missing(place)]
    numbers = [place.number for place in places if place.number]
    if len(set(numbers)) != len(numbers):
        found.append("Eén nummer staat twee keer op de lijst. Noem elke telefoon één keer.")
    if every_minutes not in MINUTES:
        found.append("Kies na hoeveel minuten we opnieuw bellen: minstens één.")
    return found


def _missing(place: Place) -> list[str]:
    found = []
    if not place.name:
        found.append("vul de naam in van wie men belt.")
    if not place.number:
        found.append("vul een telefoonnummer in.")
    if place.minutes not in MINUTES:
        found.append("kies een wachttijd van minstens één minuut.")
    return found


def ends_at_desk(kinds: Sequence[Kind]) -> bool:
    """A list that ends with a staffed desk outside stops there; any other is called again until a human acts."""
    return bool(kinds) and kinds[-1] is Kind.DESK


def ending(kinds: Sequence[Kind], every_minutes: int) -> str:
    """How the list ends, for the screen."""
    unit = "minuut" if every_minutes == 1 else "minuten"
    if ends_at_desk(kinds):
        return (
            f"De lijst stopt bij die post. We bellen haar om de {every_minutes} {unit} tot iemand er met naam en toenaam overneemt."
        )
    return f"Neemt niemand op? Dan bellen we om de {every_minutes} {unit} iedereen van deze lijst opnieuw, tot een mens handelt."
