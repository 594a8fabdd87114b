"""What the welcome page may offer: only doors that open in this version. Reads files, never the database."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from . import addresses, region, seed

#: The page of the programme that says who hears what when a project stays silent, when this version has it.
STALL = "/programma/stilte"


@dataclass(frozen=True, slots=True)
class Site:
    """A municipality's own site: by name, and by the port beside it for browsers that do not know the name."""

    slug: str
    name: str
    url: str
    number: str
    number_url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as it stands on a page. ``address`` = where a resident's card leads, on the site of that municipality: a link, because a form
    may not send anybody to another host; it takes the place and opens the page where the script begins. ``number`` as with a ``Site``."""

    card: seed.Card
    address: str = ""
    number: str = ""
    number_address: str = ""


def cards() -> list[seed.Card]:
    """Role cards whose first page exists."""
    return [card for card in seed.cards() if opens(card.url, public=bool(card.site))]


def shown(host: str) -> list[Shown]:
    """The same cards for a page that was asked at ``host``."""
    found = {site.slug: site for site in sites(host)}
    return [_shown(card, found.get(card.site)) for card in cards()]


def _shown(card: seed.Card, site: Site | None) -> Shown:
    if site is None:
        return Shown(card)
    path = f"demo/kaart/{card.username}"
    return Shown(card, f"{site.url}{path}", site.number, f"{site.number_url}{path}" if site.number_url else "")


def opens(path: str, *, public: bool = False) -> bool:
    """Whether a page answers at ``path`` on the platform's own host, or with ``public`` on the sites."""
    urlconf = settings.NABIJ_PUBLIC_URLCONF if public else settings.NABIJ_STAFF_URLCONF
    try:
        resolve(urlsplit(addresses.shape(path)).path, urlconf=urlconf)
    except Resolver404:
        return False
    return True


def stall() -> str:
    """Address of "Wat als er 42 dagen niets gebeurt?"; "" while there is no such page."""
    return STALL if opens(STALL) else ""


def sites(host: str) -> list[Site]:
    """The thirteen, in alphabetical order. ``host`` is that of the request, so that links keep its name and port."""
    names = {row["slug"]: row["short_name"] for row in region.rows()}
    name, _, port = host.partition(":")
    first = min(map(int, settings.NABIJ_SITE_PORTS)) if settings.NABIJ_SITE_PORTS else 0
    return [_site(slug, names[slug], name, port, first + n if first else 0) for n, slug in enumerate(region.municipalities())]


def _site(slug: str, name: str, host: str, port: str, number: int) -> Site:
    at = f"{slug}.{settings.SITE_DOMAIN}" + (f":{port}" if port else "")
    return Site(slug, name, f"http://{at}/", str(number or ""), f"http://{host}:{number}/" if number else "")
