"""The screens as three people see them, and the API beside them."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ..rules.states import Presented

pytestmark = pytest.mark.django_db
SENTENCE = "waarbij de digitale transformatie een hefboom is"


def text(response: Any) -> str:
    """What a person reads: tags out, spaces single."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def row(response: Any, name: str) -> str:
    """Text of the table row of one municipality."""
    for part in re.findall(r"<tr>.*?</tr>", response.content.decode(), re.S):
        if f">{name}</th>" in part:
            return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", part)))
    return ""


def hidden(response: Any) -> dict[str, str]:
    """Hidden fields of the last form on the page."""
    form = response.content.decode().rpartition("<form")[2]
    return {k: unescape(v) for k, v in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}


def test_overview_begins_with_the_vision_and_names_five_groups(staff: Any) -> None:
    page = staff("an").get("/programma")
    seen = text(page)
    assert page.status_code == 200 and SENTENCE in seen and "uit de nota" in seen
    groups = [
        "Digitale Strategie",
        "Digitaal archief",
        "Regionaal meldpunt",
        "Persoonlijk digitaal (sociaal) dossier",
        "Website van de toekomst",
    ]
    places = [seen.index(f"Werkgroep {name}") for name in groups]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?op=2022-01-15", "overweegt"),
        ("?op=2022-04-01", "stapte uit"),
        ("?op=2023-06-01", "opnieuw erbij onder voorwaarden"),
        ("", "opnieuw erbij onder voorwaarden"),
        ("?op=2027-04-01&gekend=2027-02-01", "opnieuw erbij onder voorwaarden"),
    ],
)
def test_matrix_tells_the_years_of_lendelede(staff: Any, query: str, words: str) -> None:
    assert words in row(staff("an").get(f"/programma/matrix{query}"), "Lendelede")


def test_matrix_of_an_unreadable_date_says_so_and_shows_today(staff: Any) -> None:
    page = staff("an").get("/programma/matrix?op_day=31&op_month=2&op_year=2022")
    assert page.status_code == 200 and "31 februari" in text(page) and "U ziet vandaag" in text(page)


@pytest.mark.parametrize("on", ["2022-01-15", "2022-04-01", "2023-06-01", "2027-03-30", "2027-04-01"])
def test_api_equals_the_screen(staff: Any, on: str) -> None:
    client = staff("delphine")
    page, answer = client.get(f"/programma/matrix?op={on}"), client.get(f"/api/v1/programme/matrix?on={on}").json()
    assert len(answer["rows"]) == 13
    for line in answer["rows"]:
        shown = row(page, line["name"])
        for cell in line["cells"]:
            assert cell["word"] in shown and cell["more"] in shown
            if cell["since"]:
                since = date.fromisoformat(cell["since"])
                assert f"{since.day}/{since.month:02d}/{since.year}" in shown


@pytest.mark.parametrize("known", ["2022-01-13", "2022-03-27", "2027-02-25", "2027-02-26"])
def test_api_equals_the_screen_as_known_on_a_day(staff: Any, known: str) -> None:
    client = staff("an")
    page = client.get(f"/programma/matrix?op=2027-04-01&gekend={known}")
    answer = client.get(f"/api/v1/programme/matrix?on=2027-04-01&known={known}T23:59:59%2B01:00").json()
    for line in answer["rows"]:
        shown = row(page, line["name"])
        assert all(cell["word"] in shown and cell["more"] in shown for cell in line["cells"]), line["name"]
    words = {cell["word"] for line in answer["rows"] if line["organisation"] == "lendelede" for cell in line["cells"]}
    assert ("overweegt" in words) == (known == "2022-01-13")


def test_three_dates_show_every_word(staff: Any) -> None:
    """A15: all states, the derived ones too, on three days of the story."""
    client, seen = staff("an"), set()
    for on in ("2022-01-15", "2022-04-01", "2023-06-01"):
        answer = client.get(f"/api/v1/programme/matrix?on={on}").json()
        seen |= {cell["state"] for line in answer["rows"] for cell in line["cells"]}
    assert seen == {one.value for one in Presented}


@pytest.mark.parametrize(
    ("path", "bound"), [("/programma", 12), ("/programma/matrix?op=2022-04-01", 12), ("/programma/projecten/{meldpunt}", 18),
        ("/programma/projecten/{meldpunt}/beter", 27), ("/programma/projecten/{meldpunt}/kosten?jaar=2022", 14), ("/programma/visie", 12),
        ("/programma/bijeenkomsten", 12), ("/programma/oproepen", 12), ("/programma/stilte", 20),
        ("/programma/uitvoer", 60),  # one count per table of the module, and what leaving wrote
    ],

)
def test_query_budget(staff: Any, meldpunt: UUID, path: str, bound: int) -> None:
    client = staff("an")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get(path.format(meldpunt=meldpunt))
    asked = [
        q["sql"]
        for q in queries
        if q["sql"].startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) and "set_config" not in q["sql"]
    ]
    assert page.status_code == 200 and len(page.content) <= 60_000
    assert len(asked) <= bound, "\n".join(asked)


def test_lendelede_reads_what_happened_in_2022_to_the_cent(staff: Any, meldpunt: UUID) -> None:
    seen = text(staff("an").get(f"/programma/projecten/{meldpunt}?op=2022-04-01"))
    assert "voor ons geen verbetering" in seen and "verzonnen standpunt" in seen
    for amount in ("6.856,54", "23.418,48", "41.120,39", "38.698,43", "16.762,70"):
        assert f"€\u00a0{amount}" in seen or f"€ {amount}" in seen
    assert "De andere 4 gemeenten gaan verder. Niets veranderde aan hun project" in seen


def test_lendelede_sees_when_the_reporting_point_opens(staff: Any, meldpunt: UUID) -> None:
    seen = text(staff("an").get(f"/programma/projecten/{meldpunt}"))
    assert "Meldpunt gaat open in Lendelede op donderdag 1 april 2027 , om 0.00 uur" in seen
    assert "Gepland: doet mee vanaf donderdag 1 april 2027" in seen


def test_kuurne_leaves_in_three_pages(staff: Any, meldpunt: UUID) -> None:
    client, base = staff("griet"), f"/programma/projecten/{meldpunt}"
    form = client.get(f"{base}/deelname?naar=left")
    assert form.status_code == 200 and "Bekijk de gevolgen" in text(form)
    given = {"naar": "left", "effective": "2027-06-01", "reason_kind": "no_improvement", "reason": "voor ons <b>niet</b> beter"}
    before = client.post(f"{base}/gevolgen", given)
    seen = text(before)
    assert before.status_code == 200 and "Er is nog niets bewaard" in seen
    assert "Meldpunt gaat dicht op dinsdag 1 juni 2027" in seen and "12 andere gemeenten doen dan mee" in seen
    done = client.post(f"{base}/deelname", hidden(before))
    assert done.status_code == 302
    after = client.get(done["Location"].partition("#")[0])
    assert "Gepland: stapte uit vanaf dinsdag 1 juni 2027" in text(after) and "voor ons <b>niet</b> beter" in text(after)
    assert "<b>niet</b>" not in after.content.decode()


def test_nothing_is_wiped_when_something_is_missing(staff: Any, meldpunt: UUID) -> None:
    page = staff("griet").post(
        f"/programma/projecten/{meldpunt}/gevolgen",
        {"naar": "left", "effective_day": "31", "effective_month": "2", "effective_year": "2028", "reason": "eigen woorden"},
    )
    assert page.status_code == 422 and "eigen woorden" in page.content.decode() and 'value="31"' in page.content.decode()
    assert "31 februari" in text(page) and "<title>Fout:" in page.content.decode()


def test_leaving_without_a_reason_is_asked_in_a_sentence(staff: Any, meldpunt: UUID) -> None:
    page = staff("griet").post(f"/programma/projecten/{meldpunt}/gevolgen", {"naar": "left", "effective": "2027-06-01"})
    assert page.status_code == 422 and "Zeg in één zin waarom" in text(page)


def test_changed_consequences_are_shown_again_with_what_was_typed(staff: Any, meldpunt: UUID) -> None:
    page = staff("griet").post(
        f"/programma/projecten/{meldpunt}/deelname",
        {"naar": "left", "effective": "2027-06-01", "reason": "eigen woorden", "preview_digest": "0" * 64},
    )
    assert page.status_code == 409 and "ondertussen iets gewijzigd" in text(page)
    assert hidden(page)["reason"] == "eigen woorden" and hidden(page)["preview_digest"] != "0" * 64


@pytest.mark.parametrize("username", ["an", "stijn", "mieke"])
def test_answering_for_kuurne_is_refused_on_every_road(
    staff: Any, organisations: dict[str, int], meldpunt: UUID, username: str
) -> None:
    client, base = staff(username), f"/programma/projecten/{meldpunt}"
    for page in (
        client.get(f"{base}/deelname?naar=left&voor=kuurne"),
        client.post(f"{base}/deelname", {"naar": "left", "voor": "kuurne", "effective": "2027-06-01", "reason": "x"}),
    ):
        assert page.status_code == 403 and "Alleen Kuurne beslist voor Kuurne." in page.content.decode()
    body = {"organisation_id": organisations["kuurne"], "to": "left", "effective": "2027-06-01", "reason": "x"}
    answer = client.post(
        f"/api/v1/programme/projects/{meldpunt}/memberships",
        body,
        content_type="application/json",
        headers={"idempotency-key": f"k-{username}"},
    )
    assert answer.status_code == 403 and answer.json()["detail"] == "Alleen Kuurne beslist voor Kuurne."


def test_operator_reads_but_gets_no_steps(staff: Any, meldpunt: UUID) -> None:
    client = staff("delphine")
    assert "Uw antwoord geven" not in text(client.get(f"/programma/projecten/{meldpunt}"))
    assert client.get(f"/programma/projecten/{meldpunt}/deelname?naar=left").status_code == 403


def test_coordinator_has_no_own_answer_but_may_ask(staff: Any, projects: dict[str, UUID]) -> None:
    client, base = staff("mieke"), f"/programma/projecten/{projects['sociaal-dossier']}"
    seen = text(client.get(base))
    assert "Geschiedenis van" not in seen and "Vraag een gemeente" in seen
    assert client.get(f"{base}/uitnodigingen").status_code == 200


def test_unknown_project_and_unknown_step_are_not_found(staff: Any, meldpunt: UUID) -> None:
    client = staff("an")
    assert client.get("/programma/projecten/01900000-0000-7000-8000-000000000000").status_code == 404
    assert client.get(f"/programma/projecten/{meldpunt}/deelname?naar=overal").status_code == 404


def test_joining_by_api_needs_the_digest_of_its_preview(staff: Any, projects: dict[str, UUID]) -> None:
    client, base = staff("an"), f"/api/v1/programme/projects/{projects['digitaal-archief']}"
    body = {"to": "in", "effective": "2027-05-01", "decision": {"due": "2027-06-01"}}
    preview = client.post(f"{base}/membership-previews", body, content_type="application/json").json()
    headers = {"idempotency-key": "archief"}
    lacking = client.post(f"{base}/memberships", body, content_type="application/json", headers={"idempotency-key": "zonder"})
    assert lacking.status_code == 422 and lacking.json()["errors"][0]["pointer"] == "/preview_digest"
    made = client.post(
        f"{base}/memberships", {**body, "preview_digest": preview["digest"]}, content_type="application/json", headers=headers
    )
    assert made.status_code == 201 and made.json()["state"] == "in"


def test_director_is_asked_three_things_of_nine_minutes(acting: Any) -> None:
    from nabij.kernel.calendar import clock

    from ..facade import tasks

    with acting("an") as scope:
        asked = tasks(scope.actor, clock.now())
    assert [t.title for t in asked] == [
        "Donderdag gaat het meldpunt open in Lendelede",
        "Doet u mee aan Digitaal archief?",
        "Vul het besluit aan voor Website van de toekomst",
    ]
    assert sum(t.minutes or 0 for t in asked) == 9
    with acting("delphine") as scope:
        assert tasks(scope.actor, clock.now()) == []


def test_the_switch_is_real_on_the_public_site_at_local_midnight(visitor: Any, still_clock: Any) -> None:
    site = visitor("lendelede")
    still_clock.move_to(datetime.fromisoformat("2027-03-31T23:59+02:00"))
    assert site.get("/melden").status_code == 404
    still_clock.move_to(datetime.fromisoformat("2027-04-01T00:00+02:00"))
    assert site.get("/melden").status_code == 200


def test_a_text_too_long_for_the_api_is_refused_by_name(staff: Any, meldpunt: Any) -> None:
    body = {"to": "left", "effective": "2027-06-01", "reason": "x" * 601}
    headers = {"idempotency-key": "lang", "if-match": '"1"'}
    answer = staff("griet").post(
        f"/api/v1/programme/projects/{meldpunt}/memberships", body, content_type="application/json", headers=headers
    )
    assert answer.status_code == 422 and "reason" in answer.content.decode()
