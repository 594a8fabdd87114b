"""What a resident can open on a municipality's own site."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nabij.kernel.modules import registry
from nabij.kernel.modules.manifest import PublicCard
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.models import Relation

#: The site's own pages, as cards, with the words under which people look for them.
OWN = (
    (PublicCard("Contact en openingsuren", "/contact", "Bel ons, kom langs of schrijf."),
     "telefoon bellen adres gemeentehuis stadhuis onthaal uren open e-mail mail afspraak medewerker hulp"),
    (PublicCard("Toegankelijkheid van deze site", "/toegankelijkheid", "Wat is nagekeken, en wat nog niet."),
     "verklaring voorlezen contrast slechtziend blind toetsenbord"),
)
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """``note`` says under which other name an organisation was found."""

    name: str
    contact: Any
    note: str


@dataclass(frozen=True, slots=True)
class Results:
    cards: list[PublicCard]
    organisations: list[Finding] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.cards) + len(self.organisations)


def cards(enabled: frozenset[str]) -> list[PublicCard]:
    """Doors of the modules that are on here, in menu order."""
    return [card for module in registry.installed() if module.name in enabled for card in module.public_cards]


def ocmw_of(municipality_id: int, on: date) -> Any:
    """The OCMW of a municipality with its contact, or None."""
    row = Relation.objects.filter(target_id=municipality_id, kind=Relation.Kind.OCMW_OF, period__contains=on).first()
    return directory.by_id(row.organisation_id) if row else None


def search(words: str, enabled: frozenset[str], on: date) -> Results:
    """Cards and pages that hold every word, and organisations by name or alias. Accents and case do not matter."""
    wanted = [part for part in folded(words).split() if len(part) >= _SHORTEST]
    texts = [(card, f"{card.label} {card.text}") for card in cards(enabled)]
    texts += [(card, f"{card.label} {card.text} {more}") for card, more in OWN]
    found = [card for card, text in texts if wanted and all(part in folded(text) for part in wanted)]
    return Results(found, _organisations(words) if wanted else [])


def _organisations(words: str) -> list[Finding]:
    hits = directory.search(words, limit=5)
    return [
        Finding(str(hit.organisation), directory.by_id(hit.organisation.id), f"Bedoelde u {hit.matched}?" if hit.approximate else "")
        for hit in hits
    ]


def folded(text: str) -> str:
    """Lower case, without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
