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


def cards() -> list[seed.Card]:
    """Role cards whose first page exists."""
    return [card for card in seed.cards() if opens(card.url)]


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
