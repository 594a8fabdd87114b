"""Which pages a site has, and which facts each of them shows."""

from __future__ import annotations

from collections.abc import Iterator

from nabij.design.queries import theme_url
from nabij.kernel.calendar import clock
from nabij.kernel.tenancy.queries import SiteOrganisation

from .. import bundles
from ..rules.publishing import FORM, TODAY, UNREACHABLE, PageSpec
from . import catalogue, news, places
from .once import once

#: Every page names today's hours and the contact of the site.
BASE = frozenset({TODAY, "hours", "site", "theme"})


@once
def of_site(organisation: SiteOrganisation) -> list[PageSpec]:
    """All pages of one site."""
    return [*_fixed(organisation), *_services(organisation.id), *_places(organisation.id), *_news(organisation.id)]


def _spec(path: str, *keys: str, base: frozenset[str] = BASE) -> PageSpec:
    return PageSpec(path, base | frozenset(keys))


def _fixed(organisation: SiteOrganisation) -> Iterator[PageSpec]:
    concepts = [f"concept:{view.concept_id}" for view in catalogue.services(organisation.id, published=True) if view.concept_id]
    lists = ("list:service", *concepts)
    yield _spec("/", *lists, "list:news")
    yield _spec("/diensten/", *lists)
    yield _spec("/zoeken", *lists)
    yield _spec("/zoeken/lijst", *lists, "list:news")
    yield from (_spec(path) for path in ("/contact", "/openingsuren", "/noodinfo", "/toegankelijkheid", UNREACHABLE))
    yield _spec("/sitemap.xml", "list:service", "list:news", "list:place", base=frozenset({"site"}))
    yield _spec("/robots.txt", base=frozenset({"site"}))
    yield _spec(theme_url(organisation.slug), base=frozenset({"theme"}))
    yield from (_spec(found.url, base=frozenset()) for found in bundles.every())
    yield _spec("/bewaar.js", base=frozenset())


def _services(organisation_id: int) -> Iterator[PageSpec]:
    for view in catalogue.services(organisation_id, published=True):
        keys = [f"service:{view.id}", *([f"concept:{view.concept_id}"] if view.concept_id else [])]
        keys += [f"team:{view.team.id}"] if view.team else []
        yield _spec(view.url, *keys)
        yield _spec(f"{view.url}/blad", *keys)
        yield _spec(f"{view.url}{FORM}", *keys)
        yield _spec(f"{view.url}.jsonld", *keys, base=frozenset({"site", "hours"}))


def _places(organisation_id: int) -> Iterator[PageSpec]:
    for view in places.places(organisation_id, clock.today()):
        yield _spec(view.url, f"place:{view.place.id}", "list:place")
        yield _spec(f"{view.url}/blad", f"place:{view.place.id}", "list:place")


def _news(organisation_id: int) -> Iterator[PageSpec]:
    yield _spec("/nieuws/", "list:news")
    yield _spec("/nieuws/atom.xml", "list:news", base=frozenset({"site"}))
    for item in news.published(organisation_id):
        yield _spec(f"/nieuws/{item.slug}", f"news:{item.id}")
        if item.picture_id:
            yield _spec(f"/nieuws/{item.slug}/foto.jpg", f"news:{item.id}", base=frozenset())
