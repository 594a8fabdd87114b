"""One box, one person, one goodbye; a saved form by its spoken code; the own page; who waits longer."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.drafts.models import Draft
from nabij.kernel.identity import parties
from nabij.kernel.identity.models import Account, OnBehalfAct, Party
from nabij.kernel.identity.parties import Person
from nabij.modules.desk.demo import CODE, FIGURES

from .counter_scene import REQUEST, done, sent
from .reading import at_most, text, whole

pytestmark = pytest.mark.django_db
Submission = apps.get_model("website", "Submission")


def found(client: Any, words: str) -> Any:
    return client.post("/balie/zoeken", {"q": words})


def person_url(page: Any) -> str:
    return "/balie/persoon/" + page.content.decode().partition('href="/balie/persoon/')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("naessens georgette", "Georgette Naessens"), ("056 00 00 81", "Georgette Naessens"), ("rijbewijs", "Doe dit voor iemand"),
        ("Victor Robert Telefoon zes Kilogram vier Zola acht Piano", "Een bewaard formulier"),
        ("harelbeke", "Niet voor ons? Geef de vraag door"), ("xyzzyq", "We vonden niets"),
    ],
)
def test_one_box_finds_people_services_saved_forms_and_neighbours(staff: Any, words: str, expected: str) -> None:
    page = found(staff("lien"), words)
    whole(page)
    assert expected in text(page)


def test_a_report_and_a_request_are_found_by_their_number(staff: Any, acting: Any) -> None:
    lien = staff("lien")
    with acting("lien"):
        row = Submission.objects.order_by("asked_at").first()
    page = found(lien, f"{row.code[:3]} {row.code[3:]}")
    assert f"/website/vragen/{row.id}" in page.content.decode()


def test_part_of_a_name_finds_nobody(staff: Any) -> None:
    assert "Georgette Naessens" not in text(found(staff("lien"), "Naess"))


def test_goodbye_empties_the_screen_also_behind_the_back_button(staff: Any) -> None:
    lien = staff("lien")
    url = person_url(found(lien, "naessens"))
    page = lien.get(url)
    whole(page)
    words = text(page)
    assert "Georgette Naessens" in words and "Niets digitaal" in words and "heeft geen computer" in words and "Identiteitskaart" in words
    answer = lien.post("/balie/afscheid")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "Het scherm is leeg" in text(lien.get(answer.headers["Location"]))
    for path in (url, f"{url}/blad"):
        assert "Georgette" not in text(lien.get(path)) and "U nam afscheid" in text(lien.get(path))


def test_another_organisation_never_opens_a_person(staff: Any) -> None:
    url = person_url(found(staff("lien"), "naessens"))
    assert staff("sara").get(url).status_code == 404
    assert "Georgette" not in text(found(staff("sara"), "naessens"))


def test_a_hidden_address_is_not_shown_at_the_desk(staff: Any, acting: Any) -> None:
    with acting("lien"):
        Party.objects.update(address_hidden=True)
    lien = staff("lien")
    page = lien.get(person_url(found(lien, "naessens")))
    assert "Adres verborgen" in text(page) and "Proefstraat" not in page.content.decode()


def test_looks_are_on_record_and_no_name_stands_in_the_log(staff: Any, acting: Any) -> None:
    lien = staff("lien")
    lien.get(person_url(found(lien, "naessens")))
    with acting("lien"):
        rows = list(AuditEntry.objects.filter(verb__startswith="desk.person").values("verb", "object_key", "object_label", "detail"))
    assert {row["verb"] for row in rows} == {"desk.person.listed", "desk.person.read"}
    assert "naessens" not in str(rows).lower()


def test_the_person_page_asks_little_of_the_database(staff: Any) -> None:
    lien = staff("lien")
    url = person_url(found(lien, "naessens"))
    lien.get(url)
    with at_most(32):
        assert lien.get(url).status_code == 200


def resumed(client: Any, code: str, factor: str) -> Any:
    return client.post("/balie/bewaard", {"code": code, "factor": factor})


def test_youssef_reads_his_code_and_finishes_with_lien(staff: Any, acting: Any) -> None:
    lien = staff("lien")
    spelled = "Victor Robert Telefoon zes Kilogram vier Zola acht Piano"
    page = lien.get(resumed(lien, spelled, FIGURES).headers["Location"])
    html = page.content.decode()
    assert "Youssef Amrani" in html and "Wij verhuizen op 10 april" in html and "Dit begon online" in text(page)
    draft = html.partition('name="bewaard" value="')[2].partition('"')[0]
    answers = REQUEST | {"vraag": "Wij verhuizen op 10 april.", "antwoord": "phone", "bewaard": draft}
    done(lien, sent(lien, "verhuizen", answers, voor_naam="Youssef Amrani", voor_telefoon="0470 00 00 58", voor_ontvangst="spelled"))
    with acting("lien"):
        row = Draft.objects.get()
        assert (row.state, bytes(row.sealed), row.resumed_by) == ("finished", b"", "Lien Verhaeghe")
    assert resumed(lien, CODE, FIGURES).status_code == 422


@pytest.mark.parametrize(("code", "factor"), [(CODE, "9999"), ("VRT6K4Z8Q", FIGURES), ("niets", FIGURES)])
def test_a_wrong_code_and_a_wrong_figure_get_the_same_sentence(staff: Any, code: str, factor: str) -> None:
    page = resumed(staff("lien"), code, factor)
    assert page.status_code == 422 and "Met deze code en deze vier cijfers vinden we geen formulier." in text(page)


def test_five_wrong_figures_lock_the_draft(staff: Any, acting: Any) -> None:
    lien = staff("lien")
    for _ in range(5):
        resumed(lien, CODE, "9999")
    assert resumed(lien, CODE, FIGURES).status_code == 422
    with acting("lien"):
        assert Draft.objects.get().state == "locked"


def test_a_form_can_be_kept_with_a_code_when_the_line_drops(staff: Any, acting: Any) -> None:
    lien = staff("lien")
    page = sent(lien, "een-probleem-melden", {"wat": "Een put", "waar": "", "bewaar": "1"})
    assert page.status_code == 200 and "De code is" in text(page)
    code = re.sub(r"<[^>]+>|\W", "", page.content.decode().partition('<span class="code">')[2].partition("</h1>")[0])
    again = lien.get(resumed(lien, code, "0081").headers["Location"])
    assert "Een put" in again.content.decode() and "Georgette Naessens" not in text(again).partition("Lees voor")[2]


def resident(visitor: Any, slug: str, username: str) -> Any:
    client = visitor(slug)
    client.force_login(Account.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_els_sees_her_own_page_composed_of_what_modules_declare(visitor: Any) -> None:
    page = resident(visitor, "wervik", "els").get("/mijn")
    whole(page)
    words = text(page)
    assert "Dag Els Maes" in words and "Uw aanvraag" in words and "Een brief om na te kijken" in words and "Wie keek?" in words
    assert "maatschappelijk werker" in words
    again = text(resident(visitor, "wervik", "els").get("/mijn"))
    assert "U zelf bekeek uw aanvragen en de overdracht." in again, "also her own look stands there"


def test_who_is_not_signed_in_is_told_how_also_without_screen(visitor: Any) -> None:
    words = text(visitor("wervik").get("/mijn"))
    assert "Uw eigen bladzijde" in words and "drukken we uw bladzijde af" in words and "Uw aanvraag" not in words


def test_karim_dridi_sees_nothing_of_els(visitor: Any) -> None:
    words = text(resident(visitor, "menen", "lien").get("/mijn"))
    assert "Els" not in words and "Er loopt nu niets" in words


def test_staff_prints_her_page_as_far_as_their_own_organisation_knows(staff: Any) -> None:
    marieke = staff("marieke")
    url = person_url(found(marieke, "els maes"))
    sheet = marieke.get(f"{url}/blad")
    words = text(sheet)
    assert "Uw aanvraag: leefloon" in words and "OCMW Wervik" in words and "antwoordt nu niet" not in words
    assert "Een brief om na te kijken" not in words, "that letter is of OCMW Kortrijk"


def test_what_staff_did_in_her_name_stands_on_her_page(visitor: Any, staff: Any, acting: Any) -> None:
    """A20."""
    with acting("lien"):
        party = Party.objects.get()
        party.account_id = Account.objects.get(username="els").pk
        party.save(update_fields=["account_id"])
        assert OnBehalfAct.objects.filter(principal=party).count() == 1
    words = text(resident(visitor, "deerlijk", "els").get("/mijn"))
    assert "vulde Lien Verhaeghe (Deerlijk) samen met u in: Identiteitskaart" in words and "Reden: heeft geen computer" in words
    assert "Uw vraag" in words


def test_the_figures_say_no_with_groups_under_ten_hidden(staff: Any) -> None:
    """A25."""
    page = staff("lien").get("/balie/cijfers")
    whole(page)
    words = text(page)
    assert "Nee. Wie niet online vraagt, wacht niet langer." in words
    assert "brief minder dan 10 minder dan 10 minder dan 10" in words and "Harelbeke" not in words
    assert "minstens 30 antwoorden" in words, "an exact total would give the hidden group away"


def test_a_slower_desk_gives_the_red_sentence(staff: Any, acting: Any) -> None:
    with acting("lien"):
        for row in Submission.objects.exclude(channel="web").exclude(first_answer_at=None):
            row.first_answer_at += timedelta(days=2)
            row.save(update_fields=["first_answer_at"])
    page = staff("lien").get("/balie/cijfers")
    assert "Wie niet online vraagt, wacht langer." in text(page) and "said-red" in page.content.decode()


def test_the_figures_ask_little_of_the_database(staff: Any) -> None:
    lien = staff("lien")
    lien.get("/balie/cijfers")
    with at_most(20):
        assert lien.get("/balie/cijfers").status_code == 200


def test_another_name_typed_over_the_first_never_writes_over_that_person(acting: Any) -> None:
    with acting("lien") as running:
        first = parties.know(organisation_id=running.organisation_id, person=Person(name="Els Proef", phone="0470 00 00 71"))
        there = Person(id=first.id, name="Buur Proef", phone="0470 00 00 72")
        other = parties.know(organisation_id=running.organisation_id, person=there)
        assert other.id != first.id and parties.opened(Party.objects.get(id=first.id)).name == "Els Proef"
        same = Person(id=first.id, name="els  proef", phone="0470 00 00 73")
        assert parties.know(organisation_id=running.organisation_id, person=same).id == first.id
