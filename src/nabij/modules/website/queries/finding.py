"""What can be found on a site, and the words under which people look for it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from nabij.kernel.calendar.words import date_text
from nabij.kernel.modules import registry
from nabij.kernel.overlay.difference import words
from nabij.kernel.tenancy import queries as directory

from ..rules import hours
from ..rules.search import Entry
from ..rules.texts import folded
from . import catalogue, news, places
from .once import once

DATA = Path(__file__).resolve().parents[1] / "data"
#: Pages that every site has.
OWN = (
    Entry("bladzijde", "/contact", "Contact", "Bel ons, kom langs of schrijf.",
          "telefoon bellen adres onthaal e-mail mail medewerker hulp burgemeester"),
    Entry("bladzijde", "/openingsuren", "Openingsuren", "Wanneer we open zijn, met de dagen waarop we gesloten zijn.",
          "uren open gesloten feestdag brugdag sluitingsdag"),
    Entry("bladzijde", "/noodinfo", "Noodnummers", "112 en andere nummers voor als het dringend is.",
          "nood brand politie ziekenwagen gas dokter"),
    Entry("bladzijde", "/toegankelijkheid", "Hoe toegankelijk is deze site?", "Wat is nagekeken, en wat nog niet.",
          "toegankelijkheid verklaring voorlezen contrast slechtziend blind toetsenbord"),
)  # fmt: skip


@once
def entries(organisation_id: int, enabled: frozenset[str], today: date) -> list[Entry]:
    """Everything that a resident can open here."""
    found = [*_services(organisation_id), *_places(organisation_id, today), *_cards(enabled), *_news(organisation_id), *OWN]
    return sorted(found, key=lambda entry: folded(entry.title))


def _services(organisation_id: int) -> Iterator[Entry]:
    for view in catalogue.services(organisation_id, published=True):
        prices = [" ".join(words(item.description.value)) for item in view.text.items.get("cost", ())]
        ways = ", ".join(dict.fromkeys(way.label.lower() for way in view.ways))
        summary = " ".join([*prices, f"U kunt dit vragen: {ways}."])
        body = " ".join(words(view.text.fields["description"].value))
        yield Entry("dienst", view.url, view.title, summary, " ".join(view.keywords), body)


def _places(organisation_id: int, today: date) -> Iterator[Entry]:
    for view in places.places(organisation_id, today):
        day = view.on(today)
        said = f"open {hours.intervals_text(day.intervals)}" if day.intervals else "gesloten"
        reason = f" ({day.reason_nl})" if day.special else ""
        on = f"Op {hours.DAYS_NL[today.weekday()]} {today.day}/{today.month:02d}"
        summary = f"{on} {said}{reason}. {' '.join(view.place.address.split())}"
        teams = " ".join(f"{team.name} {team.phone}" for team in view.teams)
        yield Entry("plaats", view.url, view.place.name, summary, f"{view.place.get_kind_display()} uren {teams}", view.place.note)
        yield from (_other(view, day) for day in (*view.days, *view.special) if day.own and day.day > today)


def _other(view: places.PlaceView, day: hours.Day) -> Entry:
    """A day ahead on which a place keeps other hours than people expect."""
    said = f"open {hours.intervals_text(day.intervals)}" if day.intervals else "gesloten"
    title = f"{view.place.name} op {date_text(day.day, year=False)}: {said}"
    return Entry("andere uren", view.url, title, f"{day.reason_nl[:1].upper()}{day.reason_nl[1:]}.", "sluitingsdag")


def _cards(enabled: frozenset[str]) -> Iterator[Entry]:
    for module in registry.installed():
        if module.name in enabled and module.name != "website":
            yield from (Entry("loket", card.url, card.label, card.text) for card in module.public_cards)


def _news(organisation_id: int) -> Iterator[Entry]:
    for item in news.published(organisation_id):
        body = " ".join(words(f"{item.body_nl} {item.body_fr}"))
        yield Entry("nieuws", f"/nieuws/{item.slug}", item.title_nl, item.title_fr, item.title_fr, body)


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Word → other words for the same, dialect and French included."""
    return {row["word"]: tuple(row["also"].split("|")) for row in _rows("synonyms.csv")}


@cache
def acute_words() -> tuple[str, ...]:
    return tuple(row["word"] for row in _rows("acute.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation by name, with its contact; ``note`` says that the spelling was helped."""

    name: str
    contact: Any
    note: str


def organisations(asked: str) -> list[Named]:
    """Organisations of the region by name or alias."""
    return [
        Named(str(hit.organisation), directory.by_id(hit.organisation.id), f"Bedoelde u {hit.matched}?" if hit.approximate else "")
        for hit in directory.search(asked, limit=5)
    ]
