"""The welcome page and the buttons: light, without a query, no dead doors, demo accounts only."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from nabij.connect.sms import gateway
from nabij.demo import cards, control, seed
from nabij.design.tests.test_rendering import outline
from nabij.kernel.identity.models import Account

# These tests tell the same stand-in how to behave: one worker runs them.
pytestmark = pytest.mark.xdist_group("gateway")

WORDS = (
    "Welkom bij Nabij", "De lokale besturen van de regio werken samen aan een betere dienstverlening, waarbij de digitale transformatie "
    "een hefboom is om een warme, toegankelijke en lokale dienstverlening te verankeren.", "Uit de nota van Zuid-West-Vlaanderen.",
    "Overloop de nota, punt per punt", "en zie bij elk punt welk scherm ervoor zorgt.",
    "Dit is een voorbeeld. De dertien gemeenten bestaan echt. De mensen, de dossiers en de standpunten zijn verzonnen. "
    "U kunt niets stukmaken. Het is hier dinsdag 30 maart 2027, 8.31 uur: de eerste werkdag na een stormweekend.", "Hebt u drie minuten?",
    "Meld een gasgeur in Kortrijk", "Kijk mee op de telefoon van de wachtdienst", "Volg de melding", "Neem de plaats in van …",
    "Kies een kaart. U bent meteen aangemeld, zonder wachtwoord.", "Kijk als inwoner van …",
    "Opent een site niet? Klik dan op het nummer ernaast.",
    "Wat als …", "niemand opneemt?", "de databank uitvalt?", "een gemeente niet meer meedoet?", "iemand in de databank knoeit?",
    "Wat u hier niet vindt",
    "Geen ranglijst van gemeenten. Geen lijst van wie hulp krijgt van het OCMW. Geen cijfers per medewerker. Geen cookies van anderen.",
    "Wat er vertrok", "(elke sms, oproep, mail en brief)", "Begin opnieuw", "Wat kost dit en wie beheert het?",
    "Voor wie dit wil installeren",
)
LIMIT = 30_000


@pytest.fixture
def stranger() -> Client:
    return Client(headers={"host": "localhost:8000", "sec-fetch-site": "same-origin"})


@pytest.fixture
def quiet_gateway() -> Any:
    """An empty gateway, before and after."""
    gateway.clear()
    yield
    gateway.clear()


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_the_welcome_page_needs_no_database(stranger: Client) -> None:
    """Without the ``db`` fixture any query is an error."""
    page = stranger.get("/")
    assert page.status_code == 200 and not page.cookies
    for path in ("/demo/", "/nota", "/demo/kosten", "/demo/installeren"):
        assert stranger.get(path).status_code == 200, path


@pytest.mark.django_db
def test_the_welcome_page_asks_no_query_and_is_light(stranger: Client) -> None:
    with CaptureQueriesContext(connection) as captured:
        page = stranger.get("/")
    assert captured.captured_queries == []
    assert len(page.content) <= LIMIT
    sheets = re.findall(r'href="/static/([^"]+\.css)"', page.content.decode())
    sent = [page.content, *(Path(finders.find(sheet)).read_bytes() for sheet in sheets)]
    assert sheets and sum(len(gzip.compress(part)) for part in sent) <= LIMIT


def test_the_welcome_page_says_exactly_these_words_in_this_order(stranger: Client) -> None:
    page = stranger.get("/")
    said, place = text(page), 0
    for words in WORDS:
        place = said.index(words, place) + len(words)
    found = outline(page.content.decode())
    assert found.inline == [] and found.headings.count(1) == 1 and "<script" not in page.content.decode()


def test_no_door_of_the_welcome_page_is_dead(stranger: Client, settings: Any) -> None:
    html = stranger.get("/").content.decode()
    own = {*re.findall(r'(?:href|action)="(/(?!static)[^"#]*)', html)}
    assert {"/nota", "/demo/", "/demo/gateway", "/demo/kosten", "/demo/installeren"} <= own
    for path in own:
        resolve(path, urlconf=settings.NABIJ_STAFF_URLCONF)
    panel = stranger.get("/demo/").content.decode()
    for place in re.findall(r'href="/demo/#([^"]+)"', html):
        assert f'id="{place}"' in panel, place
    public = {*re.findall(r'href="http://[^/"]+(/[^"]*)"', html)}
    assert public == {"/", "/melden", "/melding", "/demo/kaart/els", "/demo/kaart/kaat"}
    for path in public:
        resolve(path, urlconf=settings.NABIJ_PUBLIC_URLCONF)
    assert len(re.findall(r'href="http://[a-z-]+\.localhost:8000/"', html)) == 13
    assert {int(n) for n in re.findall(r'href="http://localhost:(\d+)/"', html)} == set(range(8101, 8114))


@pytest.mark.django_db
@pytest.mark.parametrize(("username", "first"), [("an", "/werk"), ("delphine", "/meldpunt/nieuw"), ("sofie", "/beheer/controlelog")])
def test_a_card_signs_in_at_once_and_opens_its_page(stranger: Client, username: str, first: str) -> None:
    answer = stranger.post(f"/demo/als/{username}")
    assert answer.headers["Location"] == first
    assert stranger.get(first).status_code == 200


def test_the_cards_stand_in_the_order_of_the_story_and_only_where_their_page_exists(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def titles() -> list[str]:
        return re.findall(r'class="card"[^>]*><strong>([^<]+)', stranger.get("/").content.decode())

    order = [
        "Algemeen directeur", "Programmacoördinator", "Archivaris", "Diensthoofd, tweede persoon", "Meldpuntoperator", "Wachtdienst",
        "Maatschappelijk werker", "Maatschappelijk werker", "Hoofdmaatschappelijk werker", "Webredacteur", "Loket",
        "Loket en beheer van de kleinste gemeente", "Burgemeester", "Directeur van gemeente én OCMW", "Functionaris gegevensbescherming",
        "Inwoner", "Inwoner, met een half formulier",
    ]  # fmt: skip
    assert titles() == [title for title, card in zip(order, seed.cards(), strict=True) if cards.opens(card.url, public=bool(card.site))]
    monkeypatch.setattr(cards, "opens", lambda path, **_: path != "/dossier")
    assert titles() == [title for title in order if "aatschappelijk werker" not in title]


@pytest.mark.django_db
def test_the_card_of_a_resident_leads_to_the_own_site_where_one_press_signs_in(stranger: Client) -> None:
    html = stranger.get("/").content.decode()
    for username, slug, name in (("els", "wervik", "Els Maes"), ("kaat", "anzegem", "Kaat Desmet")):
        card = f"http://{slug}.localhost:8000/demo/kaart/{username}"
        assert f'<a class="card" href="{card}">' in html and f'action="/demo/als/{username}"' not in html
        visitor = Client(headers={"host": f"{slug}.localhost:8000", "sec-fetch-site": "cross-site"})
        assert f"Dag {name}" in text(visitor.get(f"/demo/kaart/{username}", follow=True)), "one press, and the script begins"
        there = Client(headers={"host": f"{slug}.localhost:8000", "sec-fetch-site": "same-origin"})
        assert f'action="/demo/als/{username}"' in there.get("/mijn").content.decode()
        assert f"Dag {name}" in text(there.post(f"/demo/als/{username}", {"next": "/mijn"}, follow=True))


@pytest.mark.django_db
def test_only_residents_of_the_story_come_in_by_a_link_and_only_in_a_demo(settings: Any) -> None:
    there = Client(headers={"host": "wervik.localhost:8000"})
    for username in ("an", "hilde", "nobody"):
        assert there.get(f"/demo/kaart/{username}").status_code == 404 and not there.cookies
    assert there.post("/demo/kaart/els", headers={"sec-fetch-site": "same-origin"}).status_code == 405
    settings.NABIJ_DEMO = False
    assert there.get("/demo/kaart/els").status_code == 404


@pytest.mark.django_db
def test_what_if_kuurne_stops_opens_the_question_as_its_director(stranger: Client) -> None:
    html = stranger.get("/demo/").content.decode()
    found = re.search(r'action="/demo/als/griet"><input type="hidden" name="next" value="([^"]+)"', html)
    assert found
    page = stranger.post("/demo/als/griet", {"next": found[1]}, follow=True)
    assert page.status_code == 200 and page.redirect_chain[0][0].endswith("/deelname?naar=left")
    assert "Kuurne" in text(page) and "Stap uit" in text(page)


@pytest.mark.django_db
def test_a_project_of_the_story_that_does_not_exist_is_not_found(stranger: Client) -> None:
    assert stranger.post("/demo/als/griet", {"next": "/programma/projecten/{geen-project}"}).status_code == 404


def test_the_page_about_42_silent_days_shows_only_when_the_programme_has_it(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "STALL", "/bestaat-niet")
    assert "42 dagen" not in text(stranger.get("/")) + text(stranger.get("/demo/"))
    monkeypatch.setattr(cards, "STALL", "/programma")
    assert "er 42 dagen niets gebeurt?" in text(stranger.get("/"))
    assert 'id="stilte"' in stranger.get("/demo/").content.decode()


@pytest.mark.django_db
def test_a_card_opens_the_page_that_asked_to_sign_in_but_never_another_site(stranger: Client) -> None:
    assert stranger.post("/demo/als/an", {"next": "/beheer"}).headers["Location"] == "/beheer"
    assert stranger.post("/demo/als/an", {"next": "//boos.example"}).headers["Location"] == "/werk"
    asked = stranger.get("/aanmelden?next=/beheer")
    assert 'name="next" value="/beheer"' in asked.content.decode() and "056 00 02 01" in text(asked)


@pytest.mark.django_db
def test_only_demo_accounts_and_only_by_post_from_here(stranger: Client) -> None:
    Account.objects.create_user("echt", "een lange zin met kleuren", display_name="Echt")
    assert stranger.post("/demo/als/echt").status_code == 404 and stranger.post("/demo/als/niemand").status_code == 404
    assert stranger.get("/demo/als/an").status_code == 405
    assert stranger.post("/demo/als/an", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert "_auth_user_id" not in stranger.session


@pytest.mark.django_db
def test_what_left_shows_to_text_time_provider_and_state(stranger: Client, quiet_gateway: None) -> None:
    assert "Er vertrok nog niets." in text(stranger.get("/demo/gateway"))
    gateway.accept(provider="sms-1", key="een", kind="sms", to="+32470000042", text="DRINGEND <b>", status="delivered", arrived=True)
    said = text(stranger.get("/demo/gateway"))
    assert "0470 00 00 42" in said and "DRINGEND <b>" in said and "Sms-aanbieder 1" in said and "Aangekomen" in said
    assert "30/03/2027 8:31" in said


def test_the_first_provider_falls_out_and_works_again(stranger: Client, quiet_gateway: None) -> None:
    assert stranger.post("/demo/sms", {"stand": "uit"}).headers["Location"] == "/demo/?sms"
    assert gateway.behaviour("sms-1").mood == "dead" and "Laat sms-aanbieder 1 weer werken" in text(stranger.get("/demo/?sms"))
    stranger.post("/demo/sms", {"stand": "werkt"})
    assert gateway.behaviour("sms-1").mood == "ok"


def test_the_clock_goes_only_forward(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from nabij.demo.pages import buttons

    moved: list[timedelta] = []
    monkeypatch.setattr(buttons.story_clock, "forward", moved.append)
    stranger.post("/demo/klok", {"tot": "5"})
    stranger.post("/demo/klok", {"tot": "1april"})
    assert moved[0] == timedelta(minutes=5) and timedelta(days=1) < moved[1] < timedelta(days=2, minutes=1)
    assert stranger.post("/demo/klok", {"tot": "gisteren"}).status_code == 404


def test_the_database_button_asks_the_supervisor(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from nabij.demo.pages import buttons

    monkeypatch.setattr(buttons, "PATIENCE_S", 0.0)
    answer = stranger.post("/demo/databank")
    asked = list(control.take(_home()))
    assert [(a.command, a.args) for a in asked] == [("stop_database", {"seconds": 120})]
    assert "We zijn nog bezig." in text(stranger.get(answer.headers["Location"]))
    control.reply(_home(), asked[0].ticket, ok=True, sentence="De databank ligt 120 seconden stil.")
    assert "De databank ligt 120 seconden stil." in text(stranger.get(answer.headers["Location"]))


@pytest.mark.parametrize(("button", "command"), [("storm", "storm"), ("knoeien", "tamper"), ("controle", "verify")])
def test_a_button_asks_the_supervisor_for_an_errand(
    stranger: Client, monkeypatch: pytest.MonkeyPatch, button: str, command: str
) -> None:
    from nabij.demo.pages import buttons

    monkeypatch.setattr(buttons, "ERRAND_PATIENCE_S", 0.0)
    monkeypatch.setattr(buttons, "PATIENCE_S", 0.0)
    assert f'action="/demo/{button}"' in stranger.get("/demo/").content.decode()
    stranger.post(f"/demo/{button}")
    assert [asked.command for asked in control.take(_home())] == [command]


def test_while_it_storms_the_page_says_how_far(stranger: Client) -> None:
    note = _home() / "demo" / "storm.json"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text('{"sent": 32, "total": 240}')
    try:
        said = text(stranger.get("/demo/"))
        assert "32 van 240 meldingen" in said and "Laat een storm losbarsten" not in said
    finally:
        note.unlink()


def test_what_it_costs_names_its_measurement_and_its_assumption(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from nabij.demo.pages import about

    said = text(stranger.get("/demo/kosten"))
    assert "Dat is een aanname, geen offerte" in said and "056 00 02 01" in said and "verzonnen nummer" in said
    assert ("Gemeten met bench/footprint.py" in said) == about.FOOTPRINT.exists()
    monkeypatch.setattr(about, "FOOTPRINT", Path("/bestaat-niet"))
    assert "nog niet gemeten op deze versie" in text(stranger.get("/demo/kosten"))


def _home() -> Path:
    from django.conf import settings

    return Path(settings.NABIJ_HOME)
