"""A request for a service: what it needs, and which step may follow which. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

TEXT_LIMIT = 2_000
CHANNELS_NL = {"web": "website", "phone": "telefoon", "desk": "balie", "home": "huisbezoek", "letter": "brief"}
WISHES_NL = {"phone": "Bel mij", "letter": "Stuur een brief", "email": "Stuur een e-mail", "visit": "Ik kom langs"}


class State(StrEnum):
    """How a request stands."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


STATES_NL = {
    State.RECEIVED: "ontvangen", State.IN_PROGRESS: "in behandeling", State.ANSWERED: "beantwoord", State.WITHDRAWN: "ingetrokken",
}
NEXT = {
    State.RECEIVED: (State.IN_PROGRESS, State.ANSWERED, State.WITHDRAWN), State.IN_PROGRESS: (State.ANSWERED, State.WITHDRAWN),
    State.ANSWERED: (), State.WITHDRAWN: (),
}
OPEN = (State.RECEIVED, State.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything that makes a request; the same for every way in. ``wish``: how the person wants the answer."""

    text: str
    wish: str
    name: str
    phone: str = ""
    email: str = ""
    address: str = ""


def problems(wanted: Wanted) -> dict[str, str]:
    """What still lacks, by field. How one wants to be answered decides which contact is needed, and no other is."""
    found = {
        "text": "" if wanted.text.strip() else "Schrijf kort wat u vraagt. Eén zin volstaat.",
        "name": "" if wanted.name.strip() else "Vul uw naam in, zodat we weten voor wie het is.",
        "wish": "" if wanted.wish in WISHES_NL else "Kies hoe u ons antwoord krijgt.",
    }
    if len(wanted.text) > TEXT_LIMIT:
        found["text"] = f"Uw tekst is {len(wanted.text)} tekens lang. Er passen er {TEXT_LIMIT}."
    lacking = {
        "phone": ("phone", wanted.phone, "Vul uw telefoonnummer in, dan bellen we u."),
        "letter": ("address", wanted.address, "Vul uw adres in, dan schrijven we u."),
        "email": ("email", wanted.email, "Vul uw e-mailadres in, dan mailen we u."),
    }
    if wanted.wish in lacking:
        field, value, sentence = lacking[wanted.wish]
        found[field] = "" if value.strip() else sentence
    return {field: sentence for field, sentence in found.items() if sentence}


def may_follow(now: State, then: State) -> str:
    """An empty text, or the sentence that says why this step cannot be."""
    if then in NEXT[now]:
        return ""
    return f"Deze vraag is “{STATES_NL[now]}”. Ze kan niet “{STATES_NL[then]}” worden."


def once(form_key: str, wanted: Wanted) -> str | None:
    """What makes two presses on one page one request; None without a key."""
    return hashlib.sha256(f"{form_key}\n{wanted!r}".encode("utf-8", "backslashreplace")).hexdigest() if form_key else None
