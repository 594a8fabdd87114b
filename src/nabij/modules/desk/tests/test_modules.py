"""Switching a module, as three users: the own director, a colleague without the right, somebody of another organisation."""

from datetime import date
from typing import Any

import pytest

from nabij.kernel.modules import queries
from nabij.kernel.tenancy.scope import scope, system

from .reading import text, whole

pytestmark = pytest.mark.django_db
WHOLE = {
    "state": "on", "effective": "2027-05-01", "decision_ref": "college 12", "agreement_ref": "protocol 3", "inclusion_ref": "toets 1",
}


def state(organisation_id: int, on: date) -> str:
    with scope(reading=[organisation_id], actor=system("test")):
        return queries.standing(organisation_id, "meldpunt", on).state


def test_state_on_any_date_with_decision_and_what_follows(staff: Any) -> None:
    client = staff("bruno")
    today, later = text(client.get("/beheer/modules")), text(client.get("/beheer/modules?op=2027-04-01"))
    assert "Gepland" in today and "aan vanaf 1/04/2027" in today
    assert "1/04/2027 gemeenteraad 24/02/2027" in later and "U ziet de toestand op donderdag 1 april 2027." in later


def test_the_own_director_switches_off_after_reading_the_consequences(staff: Any, organisations: dict[str, int]) -> None:
    client, kortrijk = staff("stijn"), organisations["kortrijk"]
    page = client.get("/beheer/modules/meldpunt/gevolgen", {"state": "off", "effective": "2027-05-01", "decision_ref": "gemeenteraad 7"})
    whole(page)
    assert "U zet Meldpunt uit voor Kortrijk" in text(page) and "zaterdag 1 mei 2027" in text(page)
    assert state(kortrijk, date(2027, 6, 1)) == "on", "a page of consequences changes nothing"
    sent = client.post("/beheer/modules/meldpunt/stand", {"state": "off", "effective": "2027-05-01", "decision_ref": "gemeenteraad 7"})
    assert sent.status_code == 302
    assert (state(kortrijk, date(2027, 4, 30)), state(kortrijk, date(2027, 5, 1))) == ("on", "off")
    assert "gemeenteraad 7" in text(client.get("/beheer/modules/meldpunt"))


def test_off_is_never_in_the_past(staff: Any, organisations: dict[str, int]) -> None:
    staff("stijn").post("/beheer/modules/meldpunt/stand", {"state": "off", "effective": "2027-01-01", "decision_ref": "x"})
    assert state(organisations["kortrijk"], date(2027, 3, 30)) == "on" and state(organisations["kortrijk"], date(2027, 3, 31)) == "off"


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [("decision_ref", "Vul de verwijzing naar het besluit in."), ("inclusion_ref", "Noem de inclusietoets"),
     ("agreement_ref", "Noem de overeenkomst."), ("state", "Kies of u de module aan- of uitzet.")],
)
def test_on_needs_decision_inclusion_and_agreement_and_keeps_what_was_typed(staff: Any, missing: str, sentence: str) -> None:
    page = staff("bruno").post("/beheer/modules/meldpunt/stand", {k: v for k, v in WHOLE.items() if k != missing})
    assert page.status_code == 422 and sentence in text(page)
    kept = "protocol 3" if missing != "agreement_ref" else "college 12"
    assert f'value="{kept}"' in page.content.decode()
    whole(page)


def test_a_colleague_without_the_right_hears_who_may(staff: Any, organisations: dict[str, int]) -> None:
    client = staff("delphine")
    assert "alleen de algemeen directeur of de beheerder van Kortrijk" in text(client.get("/beheer/modules/meldpunt"))
    page = client.post("/beheer/modules/meldpunt/stand", {**WHOLE, "state": "off"})
    assert page.status_code == 403 and "Vraag het aan: algemeen directeur of beheerder." in text(page)
    assert state(organisations["kortrijk"], date(2027, 6, 1)) == "on"


@pytest.mark.parametrize("who", ["stijn", "tine"])
def test_another_organisation_decides_for_itself(staff: Any, organisations: dict[str, int], who: str) -> None:
    client = staff(who)
    page = client.post("/beheer/modules/meldpunt/stand", {**WHOLE, "organisatie": "lendelede", "effective": "2027-03-30"})
    assert page.status_code == 403 and "Alleen Lendelede beslist voor Lendelede." in text(page)
    assert client.get("/beheer/modules?organisatie=lendelede").status_code == 403
    assert state(organisations["lendelede"], date(2027, 3, 30)) == "planned"


def test_what_belongs_to_the_platform_has_no_switch(staff: Any) -> None:
    page = staff("bruno").get("/beheer/modules/desk")
    assert "Ze staat voor elke organisatie aan." in text(page) and "gevolgen" not in page.content.decode()
    assert staff("bruno").get("/beheer/modules/bestaat-niet").status_code == 404
