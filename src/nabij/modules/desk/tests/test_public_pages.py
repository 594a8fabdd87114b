"""The front door: whole without a script, local on every page, no dead doors, three ways on when nothing was found."""

from datetime import date, datetime
from typing import Any

import pytest
from django.urls import resolve

from nabij.kernel.calendar import clock
from nabij.kernel.modules.models import Enablement
from nabij.kernel.tenancy.models import Organisation
from nabij.kernel.tenancy.scope import scope, system

from .reading import at_most, text, whole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def website_off(organisations: dict[str, int]) -> None:
    """The desk is the front door of who has no website here: its pages answer where that module is off."""
    for slug in Organisation.objects.filter(kind="municipality").values_list("slug", flat=True):
        own = organisations[slug]
        with scope(reading=[own], writing=[own], actor=system("test")):
            Enablement.objects.create(
                organisation_id=own, module="website", state="off", effective=date(2027, 1, 1), recorded_at=clock.now(),
                decision_ref="proef",
            )


PAGES = ("/", "/contact", "/toegankelijkheid", "/zoeken", "/zoeken?q=probleem", "/zoeken?q=xyzzyq")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_local_and_sets_no_cookie(visitor: Any, path: str) -> None:
    with at_most(12):
        page = visitor("kortrijk").get(path)
    assert page.status_code == 200 and not page.cookies
    whole(page)
    html = page.content.decode()
    assert "Kortrijk" in html and "Onthaal Kortrijk" in html and "056 00 00 05" in html


def test_each_municipality_names_itself_and_its_own_phone(visitor: Any) -> None:
    towns = Organisation.objects.filter(kind="municipality").values_list("slug", "short_name", "contact__phone")
    assert len(towns) == 13 and len({phone for _, _, phone in towns}) == 13
    for slug, name, phone in towns:
        for path in ("/", "/contact"):
            html = visitor(slug).get(path).content.decode()
            assert phone in html and f"Onthaal {name}" in html and "Voorbeeld ·" in html


def test_cards_are_those_of_modules_that_are_on_and_every_door_opens(visitor: Any, settings: Any) -> None:
    page = visitor("kortrijk").get("/")
    assert "Meld een probleem" in text(page)
    for path in ("/melden", "/contact", "/zoeken", "/toegankelijkheid"):
        assert f'"{path}"' in page.content.decode()
        resolve(path, urlconf=settings.NABIJ_PUBLIC_URLCONF)


def test_a_module_that_is_off_has_no_door(visitor: Any) -> None:
    page = visitor("lendelede").get("/")
    assert "/melden" not in page.content.decode()
    assert "Spreek met een medewerker" in text(page), "one door is always open"
    assert visitor("lendelede").get("/zoeken?q=probleem").content.decode().count("/melden") == 0


def test_a_door_opens_at_local_midnight_of_its_day(visitor: Any, still_clock: Any) -> None:
    still_clock.move_to(datetime(2027, 3, 31, 23, 59, 59))  # noqa: DTZ001
    assert "/melden" not in visitor("lendelede").get("/").content.decode()
    still_clock.move_to(datetime(2027, 4, 1))  # noqa: DTZ001
    assert "/melden" in visitor("lendelede").get("/").content.decode()
    assert visitor("lendelede").get("/melden").status_code == 200


def test_search_finds_doors_organisations_and_help_with_spelling(visitor: Any) -> None:
    client = visitor("kortrijk")
    assert "Meld een probleem" in text(client.get("/zoeken?q=sluikstort"))
    assert "Contact en openingsuren" in text(client.get("/zoeken?q=Openingsúren"))
    found = text(client.get("/zoeken?q=Hareelbeke"))
    assert "Bedoelde u Harelbeke?" in found and "056 00 00 04" in found


def test_nothing_found_gives_three_ways_on_and_keeps_the_words(visitor: Any) -> None:
    page = visitor("kortrijk").get("/zoeken?q=<b>xyzzyq")
    assert "Probeer een ander woord" in text(page) and "056 00 00 05" in text(page) and "Kom langs of schrijf ons" in text(page)
    assert 'value="&lt;b&gt;xyzzyq"' in page.content.decode()


def test_the_statement_claims_no_conformance(visitor: Any) -> None:
    words = text(visitor("kuurne").get("/toegankelijkheid"))
    assert "Dat heeft nog niemand nagekeken." in words and "voldoet aan" not in words


def test_french_stands_after_dutch_where_the_law_gives_it_and_only_there(visitor: Any) -> None:
    html = visitor("spiere-helkijn").get("/").content.decode()
    assert html.index("Niet digitaal?") < html.index('lang="fr"')
    assert 'lang="fr"' not in visitor("kortrijk").get("/").content.decode()
