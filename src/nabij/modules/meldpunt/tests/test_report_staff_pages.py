"""The pages of staff: the list, a call, one report with one timeline."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nabij.kernel.audit.models import AuditEntry
from nabij.modules.meldpunt.models import Alert

from .report_scene import hidden, reading, seen, sent

pytestmark = pytest.mark.django_db


def test_the_list_counts_in_words_and_stays_in_its_budget(staff: Any) -> None:
    desk = staff("delphine")
    desk.get("/meldpunt")
    with CaptureQueriesContext(connection) as queries:
        response = desk.get("/meldpunt?toestand=alles")
    assert re.search(r"\d+ meldingen, nieuwste eerst", seen(response))
    module = [q for q in queries.captured_queries if '"meldpunt_report"' in q["sql"]]
    assert len(module) <= 4


def test_filters_live_in_the_address(staff: Any) -> None:
    desk = staff("delphine")
    assert "Vijf zakken" in seen(desk.get("/meldpunt?woord=glasbol"))
    assert "Vijf zakken" not in seen(desk.get("/meldpunt?toestand=resolved"))
    assert "Geen melding past bij deze keuze" in seen(desk.get("/meldpunt?woord=zeppelin"))
    assert desk.get("/meldpunt?pagina=99999&toestand=onzin").status_code == 200


def test_a_call_gets_nearby_reports_a_number_in_letter_words_and_the_next_empty_form(staff: Any) -> None:
    desk = staff("delphine")
    call = {"waar": "bij de kerk van Bellegem", "wat": "losliggende stoeptegel", "channel": "phone"}
    looked = seen(desk.post("/meldpunt/nieuw", {**call, "kijk": "1"}))
    assert looked.count("ongeveer") == 2 and " m ver" in looked
    saved = desk.post("/meldpunt/nieuw", {**call, "sleutel": hidden(desk.get("/meldpunt/nieuw"), "sleutel")})
    page = seen(desk.get(saved["Location"]))
    assert "Kilogram" in page and "Lees voor" in page and "dinsdag 6 april" in page
    assert 'value="bij de kerk van Bellegem"' not in page


def test_a_dangerous_call_puts_112_and_the_grid_operator_on_top_then_alarms(
    staff: Any, organisations: dict[str, int]
) -> None:
    desk = staff("delphine")
    call = {"waar": "Marktstraat, Zwevegem", "wat": "een boom, en er hangt een draad los"}
    asked = desk.post("/meldpunt/nieuw", call)
    text = seen(asked)
    assert asked.status_code == 200 and "112" in text and "078 35 35 00" in text
    saved = desk.post("/meldpunt/nieuw", {**call, "gevraagd": "gevaar", "sleutel": hidden(asked, "sleutel")})
    page = seen(desk.get(saved["Location"]))
    assert "Joris Vanneste" in page and "Deze melding is van Zwevegem" in page
    with reading(organisations["zwevegem"]):
        assert Alert.objects.filter(incident__report__text__contains="draad los").exists()


def detail_url(desk: Any, words: str) -> str:
    return re.search(
        r"/meldpunt/meldingen/[0-9a-f-]{36}", desk.get(f"/meldpunt?toestand=alles&woord={words}").content.decode()
    ).group()  # type: ignore[union-attr]


def test_one_timeline_holds_report_and_alarm(staff: Any) -> None:
    desk = staff("nadine")
    text = seen(desk.get(detail_url(desk, "draad")))
    assert "Gemeld" in text and "Joris Vanneste" in text and "Anke Dewulf neemt het" in text and "3:20" in text


def test_two_handlers_at_once_the_second_keeps_the_text(staff: Any) -> None:
    desk = staff("delphine")
    url = detail_url(desk, "glasbol")
    assert desk.get(url)["ETag"] == '"1"'
    assert desk.post(f"{url}/toestand", {"to": "accepted", "row_version": "1"}).status_code == 302
    second = desk.post(f"{url}/toestand", {"to": "in_progress", "row_version": "1", "public_text": "mijn lange tekst"})
    text = second.content.decode()
    assert second.status_code == 412 and "Delphine Baert heeft deze melding om 8.31 uur gewijzigd" in text
    assert "mijn lange tekst" in text and hidden(second, "row_version") == "2"


def test_two_handlers_choose_the_same_step_the_second_hears_who_was_first(staff: Any) -> None:
    desk = staff("delphine")
    url = detail_url(desk, "glasbol")
    both = {"to": "accepted", "row_version": "1", "public_text": "ook ik"}
    assert desk.post(f"{url}/toestand", both).status_code == 302
    second = desk.post(f"{url}/toestand", both)
    text = second.content.decode()
    assert second.status_code == 412 and "Delphine Baert heeft deze melding" in text and "ook ik" in text


def test_only_possible_next_states_are_offered(staff: Any) -> None:
    desk = staff("delphine")
    page = desk.get(detail_url(desk, "vaart")).content.decode()
    assert 'value="reopened"' in page and 'value="accepted"' not in page


def test_contact_is_opened_by_post_only_and_every_look_is_in_the_log(
    visitor: Any, staff: Any, organisations: dict[str, int]
) -> None:
    code = sent(visitor("kortrijk"), naam="Kaat Desmet", telefoon="0470 00 00 99")["Location"].split("/")[2]
    desk = staff("delphine")
    url = detail_url(desk, code)
    assert "Kaat" not in seen(desk.get(url)) and desk.get(f"{url}/contact").status_code == 302
    assert "Kaat Desmet" in seen(desk.post(f"{url}/contact"))
    with reading(organisations["kortrijk"]):
        verbs = list(AuditEntry.objects.filter(object_label=code).values_list("verb", flat=True))
    assert verbs.count("meldpunt.contact.revealed") == 1 and "meldpunt.report.read" in verbs


def test_staff_without_a_function_here_or_elsewhere_see_nothing(staff: Any) -> None:
    url = detail_url(staff("delphine"), "glasbol")
    assert staff("nadine").get(url).status_code == 404
    assert staff("an").get("/meldpunt").status_code in (403, 404)
    assert staff("femke").get("/meldpunt").status_code == 403


def test_the_receipt_of_a_call_opens_at_its_own_desk_only(staff: Any) -> None:
    form = {"wat": "losse tegel", "waar": "achter de sporthal"}
    place = staff("delphine").post("/meldpunt/nieuw", form)["Location"]
    assert "Lees voor:" in seen(staff("delphine").get(place)) and "Spel:" in seen(staff("delphine").get(place))
    assert "Spel:" not in seen(staff("nadine").get(place))
