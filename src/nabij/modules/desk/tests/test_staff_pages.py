"""The staff shell as people of the story see it."""

from dataclasses import replace
from typing import Any

import pytest

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.modules import registry

from .reading import at_most, text, whole

pytestmark = pytest.mark.django_db
SCREENS = (
    ("anke", "/werk"), ("bart", "/werk/zoeken"), ("an", "/organisaties"), ("an", "/organisaties/conferentie"),
    ("an", "/organisaties/leiedal?op=2018-01-01"), ("an", "/beheer"), ("an", "/beheer/modules"), ("an", "/beheer/modules/meldpunt"),
    ("tine", "/beheer/organisatie/thema"), ("tine", "/beheer/vastgelopen"), ("sofie", "/beheer/controlelog"), ("tine", "/beheer/mensen"),
)


@pytest.mark.parametrize(("who", "path"), SCREENS)
def test_every_screen_is_whole_private_and_within_its_budget(staff: Any, who: str, path: str) -> None:
    client = staff(who)
    with at_most(12):
        page = client.get(path)
    assert page.status_code == 200, text(page)
    whole(page)
    assert "no-store" in page.headers["Cache-Control"]


def test_home_says_what_is_asked_of_the_director(staff: Any) -> None:
    client = staff("an")
    with at_most(8 + 8):  # the shell and the door take eight, the programme's own tasks eight
        page = client.get("/werk")
    whole(page)
    words = text(page)
    assert "Er worden 3 dingen van u gevraagd. Samen ongeveer 9 minuten." in words
    assert words.index("Deze week") < words.index("Donderdag gaat het meldpunt open in Lendelede") < words.index("Later")
    assert "Donderdag 1 april, nog 2 dagen" in words


def test_a_silent_module_is_named_and_the_rest_stays(staff: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = [replace(m, tasks="nabij.modules.desk.tests.test_staff_pages.breaks") if m.name == "desk" else m for m in registry.installed()]
    monkeypatch.setattr(registry, "installed", lambda: tuple(broken))
    words = text(staff("an").get("/werk"))
    assert "Loket zegt nu niet wat het van u vraagt." in words and "Er worden 3 dingen van u gevraagd." in words


def breaks(actor: Any, at: Any) -> None:
    """A module whose query fails half-way."""
    AuditEntry.objects.filter(id="geen getal").exists()


def test_without_work_there_is_a_sentence_and_a_door(staff: Any) -> None:
    words = text(staff("anke").get("/werk"))
    assert "Er wordt vandaag niets van u gevraagd." in words and "Werk verder in" in words


@pytest.mark.parametrize("words", ["Exelon", "Exello", "exélon"])
def test_two_spellings_give_one_group(staff: Any, words: str) -> None:
    page = staff("mieke").post("/werk/zoeken", {"q": words})
    html = page.content.decode()
    assert html.count('href="/organisaties/exello"') == 1 and "1 resultaat voor" in text(page)
    assert ("Gevonden onder de naam Exelon" in html) is (words != "Exello")


def test_search_puts_the_own_organisation_first_and_keeps_the_query_out_of_the_address(staff: Any) -> None:
    page = staff("bart").post("/werk/zoeken", {"q": "wervik"})
    html = page.content.decode()
    assert html.index('"/organisaties/wervik"') < html.index('"/organisaties/ocmw-wervik"')
    assert staff("bart", "ocmw-wervik").post("/werk/zoeken", {"q": "wervik"}).content.decode().index("/organisaties/ocmw-wervik") > 0
    assert "wervik" not in staff("bart").get("/werk/zoeken?q=wervik").content.decode().partition("<main")[2].lower()


def test_search_without_result_helps_on(staff: Any) -> None:
    words = text(staff("an").post("/werk/zoeken", {"q": "xyzzyq"}))
    assert "We vonden niets voor “xyzzyq”." in words and "alle organisaties" in words


def test_the_conference_has_thirteen_seats_of_which_one_vacant_in_words(staff: Any) -> None:
    words = text(staff("an").get("/organisaties/conferentie"))
    assert "13 zetels, waarvan 1 vacant." in words and "vacant: deze zetel wacht op een opvolger" in words


def test_a_directory_page_answers_for_another_day(staff: Any) -> None:
    client = staff("an")
    assert "Heeft als gastheer" in text(client.get("/organisaties/zuid-west-vlaanderen"))
    assert "Geen verband met een andere organisatie op deze dag." in text(client.get("/organisaties/leiedal?op=2018-01-01"))
    assert client.get("/organisaties/bestaat-niet").status_code == 404
    assert "31 februari bestaat niet." in text(client.get("/organisaties/leiedal?op_day=31&op_month=2&op_year=2018"))


def test_admin_shows_only_the_doors_that_open(staff: Any) -> None:
    director, clerk = text(staff("an").get("/beheer")), staff("lien", "deerlijk").get("/beheer")
    assert "Modules" in director and "Controlelog" not in director
    assert "Leeft alles nog?" in text(clerk) and "Kleuren" not in text(clerk)


def test_people_are_those_of_the_own_organisation_with_what_is_missing(staff: Any) -> None:
    words = text(staff("tine").get("/beheer/mensen"))
    assert "Stijn Maertens" in words and "An Callens" not in words
    assert "Niemand is vandaag strategisch medewerker." in words and "modules aan- en uitzetten" in words


@pytest.mark.parametrize("path", ["/beheer/controlelog", "/beheer/organisatie/thema", "/beheer/mensen"])
def test_a_function_without_the_right_hears_who_has_it(staff: Any, path: str) -> None:
    page = staff("lien").get(path)
    assert page.status_code == 403 and "Vraag het aan:" in text(page)


def test_reading_the_log_is_itself_in_the_log(staff: Any) -> None:
    client = staff("sofie", "kortrijk")
    client.get("/beheer/controlelog?wie=Delphine")
    words = text(client.get("/beheer/controlelog"))
    assert "Sofie Lambrecht bekeek de controlelog" in words
    only = text(client.get("/beheer/controlelog?wie=Sofie"))
    assert "Sofie Lambrecht bekeek" in only and "(demo)" not in only
    assert "Geen regels voor deze keuze." in text(client.get("/beheer/controlelog?wie=xyzzyq"))


def test_the_log_pages_back_without_losing_or_doubling_a_line(staff: Any, organisations: dict[str, int]) -> None:
    from nabij.modules.desk.queries import logbook

    with _scope(organisations["kortrijk"]):
        total = AuditEntry.objects.filter(organisation_id=organisations["kortrijk"]).count()
        seen, cursor = [], ""
        logbook_page, size = logbook.page, 7
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(logbook, "PAGE", size)
            for _ in range(total):
                page = logbook_page(organisations["kortrijk"], logbook.Filters(), cursor)
                seen += [line.id for line in page.lines]
                cursor = page.older_than
                if not cursor:
                    break
    assert len(seen) == len(set(seen)) == total > size


def _scope(organisation_id: int) -> Any:
    from nabij.kernel.tenancy.scope import scope, system

    return scope(reading=[organisation_id], actor=system("test"))
