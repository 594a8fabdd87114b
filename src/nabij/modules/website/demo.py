"""Thirteen sites of the story: places with hours, services under shared text, news, and what waits for Femke in Kuurne.

Names of places and numbers are invented. The catalogue is told through the same importer that reads the Flemish stream.
"""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from nabij.kernel.calendar import clock
from nabij.kernel.calendar.rules import BRUSSELS
from nabij.kernel.events import facade as events
from nabij.kernel.modules import actions as modules
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import Actor, scope, system

from . import access, news_demo, requests_demo
from .actions import concepts, places, services
from .events import SITE_CHANGED
from .models import Concept, Place, Service, Team
from .queries import catalogue
from .rules import hours
from .rules.services import ChannelKind

DATA = Path(__file__).parent / "data"
PARTNERSHIP = "zuid-west-vlaanderen"
SINCE = date(2026, 1, 5)
CITIES = ("harelbeke", "kortrijk", "menen", "waregem", "wervik")
MORNING, AFTERNOON = hours.Interval(540, 720), hours.Interval(810, 1020)
EVENING = hours.Interval(1020, 1140, hours.Access.APPOINTMENT)
TOWN_HALL = {0: [MORNING, AFTERNOON], 1: [MORNING, AFTERNOON], 2: [MORNING], 3: [MORNING, AFTERNOON], 4: [MORNING]}
RECYCLING = {day: [hours.Interval(510, 720), hours.Interval(780, 1005)] for day in range(1, 5)} | {5: [hours.Interval(540, 1005)]}
ON_CHANGE = "nabij.modules.website.jobs.on_change"
DECISION = "gemeenteraad, verzonnen besluit"


def tell(story: Any) -> str:
    """Make it; returns in words what was made."""
    ids: dict[str, int] = story.organisations
    owner = ids[PARTNERSHIP]
    with scope(reading=[owner], writing=[owner], actor=system("demo"), organisation_id=owner):
        if Concept.objects.exists():
            return "sites stonden er al"
        _take("concepts.json", owner)
    slugs = sorted(slug for slug in ids if f"ocmw-{slug}" in ids)
    for number, slug in enumerate(slugs, 1):
        with as_site(ids[slug]), events.gathered(ON_CHANGE):  # Thirty facts, one release.
            _site(slug, ids[slug], number, story)
    with scope(reading=[owner], writing=[owner], actor=system("demo"), organisation_id=owner):
        _take("concepts_change.json", owner)
    return f"{len(slugs)} sites met elk {len(rows('offers.csv'))} diensten en twee plaatsen"


def as_site(organisation_id: int) -> Any:
    own = [organisation_id]
    return scope(reading=own, writing=own, actor=system("demo"), organisation_id=organisation_id)


def rows(name: str) -> list[dict[str, str]]:
    """Lines of one of the story's tables."""
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _take(name: str, owner: int) -> None:
    document = json.loads((DATA / name).read_text(encoding="utf-8"))
    concepts.import_page(organisation_id=owner, document=document, contexts={})


def _site(slug: str, organisation_id: int, number: int, story: Any) -> None:
    modules.enable(
        organisation_id=organisation_id, module="website", effective=SINCE, decision_ref=DECISION,
        inclusion_ref="inclusietoets website, verzonnen",
    )
    hall, team = _places(slug, organisation_id, number)
    _services(slug, hall, team, story)
    news_demo.tell(slug, organisation_id)
    if slug == "kuurne":
        _locker(organisation_id, team)
    if slug == requests_demo.BY_LETTER:
        requests_demo.tell_letter(organisation_id)
    if slug == requests_demo.HOME:
        requests_demo.tell(organisation_id)
    events.publish(SITE_CHANGED, hall, data={"keys": ["*"]})


def _places(slug: str, organisation_id: int, number: int) -> tuple[Place, Team]:
    organisation = directory.by_id(organisation_id)
    assert organisation is not None
    town = organisation.short_name
    hall = places.add_place(
        organisation_id=organisation_id, name=f"{'Stadhuis' if slug in CITIES else 'Gemeentehuis'} {town}",
        address=organisation.address, kind=Place.Kind.TOWN_HALL, slug="gemeentehuis", step_free=True, accessible_toilet=number % 3 != 0,
        note="Aan het onthaal ligt een ringleiding.", invented=True,
    )
    park = places.add_place(
        organisation_id=organisation_id, name=f"Recyclagepark {town}", address=f"Proefweg {number}\n{town}",
        kind=Place.Kind.RECYCLING, slug="recyclagepark", step_free=True, note="Breng uw identiteitskaart mee.", invented=True,
    )
    evening = {number % 4: [*TOWN_HALL[number % 4], EVENING]}
    places.set_week(place_id=hall.id, week=TOWN_HALL | evening, first=SINCE)
    places.set_week(place_id=park.id, week=RECYCLING, first=SINCE)
    places.add_exception(
        place_id=park.id, first=date(2027, 4, 3), last=date(2027, 4, 3), intervals=[hours.Interval(540, 720)],
        reason_nl="inventaris", reason_fr="inventaire",
    )
    team = places.add_team(
        organisation_id=organisation_id, name=organisation.contact_name, phone=organisation.phone, email=organisation.email, place=hall
    )
    places.add_team(organisation_id=organisation_id, name=f"Milieudienst {town}", phone=f"056 00 03 {number:02d}", place=park)
    return hall, team


def _services(slug: str, hall: Place, team: Team, story: Any) -> None:
    known = {concept.product_number: concept for concept in catalogue.concepts()}
    for told in rows("offers.csv"):
        featured = int(told["featured"]) if told["featured"] else None
        service = services.offer(
            organisation_id=hall.organisation_id, concept=known[told["number"]], slug=told["slug"], team=team,
            days_to_answer=int(told["days"]), featured=featured,
        )
        for way in told["ways"].split("|"):
            _way(service, ChannelKind(way), hall, team, told["online"])
        if slug == "kuurne" and told["slug"] == "identiteitskaart":
            _own_words(service, story)
        if slug == "spiere-helkijn" and told["slug"] == "identiteitskaart":
            _words_of_nadine(service, story)
        services.publish_service(service_id=service.id)


def _way(service: Service, kind: ChannelKind, hall: Place, team: Team, online: str) -> None:
    words = {
        ChannelKind.PHONE: f"Bel {team.phone}. Wij vullen het samen in.",
        ChannelKind.HOME: f"Kunt u niet komen? Bel {team.phone}, dan komen wij bij u langs.",
        ChannelKind.LETTER: f"Schrijf naar {hall.name}. U krijgt een brief terug.",
        ChannelKind.ONLINE: "Stuur uw vraag langs deze weg.",
    }.get(kind, "")
    services.add_channel(
        service_id=service.id, kind=kind, place=hall if kind is ChannelKind.DESK else None, words=words,
        url=online if kind is ChannelKind.ONLINE else "",
    )


def _own_words(card: Service, story: Any) -> None:
    """Femke wrote Kuurne's own words and price before Flanders changed the text."""
    body = card.concept.body if card.concept else {}
    price = next(item["key"] for item in body["items"] if item["relation"] == "cost")
    own = [card.organisation_id]
    femke = Actor(
        kind="person", label="Femke Deprez", account_id=story.accounts["femke"].pk, organisation_id=own[0], function="web_editor",
        permissions=frozenset({access.SERVICE}),
    )
    with clock.frozen(datetime(2027, 3, 3, 10, tzinfo=BRUSSELS)), scope(reading=own, writing=own, actor=femke, organisation_id=own[0]):
        services.set_text(
            service_id=card.id, path="description", reason="Wij zeggen ook waar u ze afhaalt.",
            text="Met uw identiteitskaart toont u wie u bent. De kaart is tien jaar geldig. U haalt ze af in het gemeentehuis van Kuurne.",
        )
        services.set_text(
            service_id=card.id, path=f"item:{price}:description", text="Een kaart kost in Kuurne € 20 (voorbeeldprijs).",
            reason="De gemeenteraad koos een lagere prijs.",
        )


def _words_of_nadine(card: Service, story: Any) -> None:
    """Nadine wrote one field in her own words, so the change of Flanders asks her one choice."""
    own = [card.organisation_id]
    nadine = Actor(
        kind="person", label="Nadine Opsomer", account_id=story.accounts["nadine"].pk, organisation_id=own[0], function="administrator",
        permissions=frozenset({access.SERVICE}),
    )
    with clock.frozen(datetime(2027, 3, 4, 9, tzinfo=BRUSSELS)), scope(reading=own, writing=own, actor=nadine, organisation_id=own[0]):
        services.set_text(
            service_id=card.id, path="description", reason="Wij zeggen ook waar u ze afhaalt.",
            text="Met uw identiteitskaart toont u wie u bent. De kaart is tien jaar geldig. U haalt ze af in het gemeentehuis.",
        )


def _locker(organisation_id: int, team: Team) -> None:
    """A service that cannot be published yet: there is only a screen."""
    locker = services.offer(organisation_id=organisation_id, title="Fietskluis huren", slug="fietskluis", team=team, days_to_answer=5)
    services.set_text(
        service_id=locker.id, path="description", text="Aan het station zet u uw fiets in een kluis die op slot gaat. U huurt ze per maand."
    )
    services.add_channel(service_id=locker.id, kind=ChannelKind.ONLINE, url="https://fietskluis.example/huren", words="Kies een kluis.")
