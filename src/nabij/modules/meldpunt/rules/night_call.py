"""What a caller at night hears, and whose telephone rings next. Pure.

112 comes first, in every sentence that starts a call. The promise is a time, never "zo snel mogelijk".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

RING_S = 25
CALL_BACK = timedelta(minutes=15)
#: Digits by which a caller chooses a language.
FRENCH_KEY = "2"
#: A partner who heard who took the last report: a new one.
NEW_KEY = "1"


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody on duty with a number that can ring."""

    person: str
    name: str
    number: str


def say(language: str, text: str) -> dict[str, Any]:
    return {"do": "say", "language": language, "text": text}


def dial(target: Target) -> dict[str, Any]:
    """Ring that telephone; the exchange comes back with what happened."""
    return {"do": "dial", "number": target.number, "seconds": RING_S}


HANG_UP: dict[str, Any] = {"do": "hangup"}


def greeting(municipality: str, *, language: str, offers_french: bool) -> list[dict[str, Any]]:
    """112 first, then who answers. Where French is offered, the key is said in French."""
    if language == "fr":
        first = "Quelqu'un est en danger ? Raccrochez et appelez le 112."
        return [say("fr", f"{first} Vous êtes en ligne avec le service de garde de {municipality}. Nous appelons la personne de garde.")]
    first = "Is iemand in gevaar? Leg neer en bel 112."
    said = [say("nl", f"{first} U belt met de wachtdienst van {municipality}. We bellen nu wie van wacht is.")]
    return [*said, say("fr", "Pour le français, appuyez sur 2.")] if offers_french else said


def promise(until: str, *, language: str, has_number: bool) -> dict[str, Any]:
    """That somebody rings back, and by when; ``until`` as "2.25 uur" or "2 h 25". 112 once more."""
    if language == "fr":
        back = f"Nous vous rappelons au plus tard à {until}." if has_number else "Votre numéro est masqué. Rappelez avec un numéro visible."
        return say("fr", f"Personne n'a pu répondre. {back} En cas de danger, appelez le 112.")
    hidden = "Uw nummer is verborgen. Bel opnieuw met een zichtbaar nummer."
    back = f"Iemand belt u terug, ten laatste om {until}." if has_number else hidden
    return say("nl", f"Niemand kon opnemen. {back} Is er gevaar? Bel 112.")


def known_partner(name: str) -> dict[str, Any]:
    """After a voice code that fits."""
    return say("nl", f"Welkom, {name}. Het alarm vertrekt nu. We bellen wie van wacht is.")


def partner_receipt(name: str, at: str, sentence: str) -> dict[str, Any]:
    """Who took the last report of this partner; ``at`` as "2.14 uur"."""
    again = f"Druk {NEW_KEY} voor een nieuwe melding, of leg neer."
    return say("nl", f"Welkom, {name}. Over uw melding van {at}: {sentence} {again}")


UNKNOWN_CODE = say("nl", "Deze code kennen we niet. We bellen gewoon wie van wacht is. Is iemand in gevaar? Bel 112.")


def partner_promise(until: str, number: str) -> dict[str, Any]:
    """The promise to a partner, with the report's number as letter words, and how to hear who took it."""
    first = f"Niemand kon opnemen. Het alarm loopt door en iemand belt u terug, ten laatste om {until}. Uw nummer is {number}."
    return say("nl", f"{first} Bel opnieuw met uw code: dan hoort u wie het nam.")


def in_order(targets: Sequence[tuple[str, Target]], roles: Sequence[str]) -> list[Target]:
    """Who rings in which order: by the steps of the policy, each person once; a role outside the policy comes last."""
    place = {role: number for number, role in reversed(list(enumerate(roles)))}
    found: dict[str, Target] = {}
    for _role, target in sorted(targets, key=lambda one: place.get(one[0], len(roles))):
        found.setdefault(target.person, target)
    return list(found.values())
