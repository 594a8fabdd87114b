"""The coordinator's screen, the banner on every site, and what nobody else may do."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.calendar import clock
from nabij.modules.meldpunt import engine
from nabij.modules.meldpunt.actions import storm
from nabij.modules.meldpunt.models import Report
from nabij.testing.people import client_of

from .storm_scene import HURT, WIRE, region, report, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def mieke(settings, tmp_path):
    settings.NABIJ_HOME = tmp_path
    return client_of("mieke")


def visitor(slug: str) -> Client:
    return Client(headers={"host": f"{slug}.localhost:8000", "sec-fetch-site": "same-origin"})


def test_before_a_storm_the_page_says_so_and_offers_the_button(mieke):
    page = mieke.get("/wacht/storm").content.decode()
    assert "stormmodus uit" in page and "Zet de stormmodus aan" in page and "1722" in page and "20 acute meldingen" in page


def test_by_hand_on_and_off_and_every_site_shows_112_and_1722_first(mieke):
    assert "1722" not in visitor("kortrijk").get("/melden").content.decode()
    assert mieke.post("/wacht/storm/stand", {"stand": "aan"}).status_code == 302
    assert run() is not None
    for slug in ("kortrijk", "menen"):
        for path in ("/", "/melden"):
            page = visitor(slug).get(path).content.decode()
            assert 'href="tel:112"' in page and 'href="tel:1722"' in page and "Het stormt in onze regio" in page
            assert page.index("Het stormt") < page.index("<main")
    both = visitor("spiere-helkijn").get("/melden").content.decode()
    assert both.index("Het stormt") < both.index("Tempête dans notre région")
    mieke.post("/wacht/storm/stand", {"stand": "uit"})
    assert "Het stormt" not in visitor("kortrijk").get("/melden").content.decode()


def test_pressing_on_twice_says_that_it_is_on(mieke):
    mieke.post("/wacht/storm/stand", {"stand": "aan"})
    again = mieke.post("/wacht/storm/stand", {"stand": "aan"})
    assert again.status_code >= 400 and "staat al aan" in again.content.decode()


def test_the_banner_speaks_to_who_reads_no_dutch_and_in_spiere_helkijn_the_whole_is_french_too(mieke):
    mieke.post("/wacht/storm/stand", {"stand": "aan"})
    dutch, both = (visitor(slug).get("/contact").content.decode() for slug in ("kortrijk", "spiere-helkijn"))
    for page in (dutch, both):
        assert '<p lang="en">Danger? Call 112.' in page and '<p lang="de">Gefahr? Rufen Sie 112 an.' in page
    assert dutch.count('lang="fr"') == 1 and "Danger\u00a0? Appelez le 112. Tempête, sans danger\u00a0? 1722." in unescape(dutch)
    assert "Tempête dans notre région. Quelqu'un est en danger ? Appelez le 112." in unescape(both)
    assert "Tempête, sans danger" not in both and "Tempête dans notre région" not in dutch


def test_what_a_resident_of_spiere_helkijn_reads_after_an_acute_report_is_french_too(mieke):
    mieke.post("/wacht/storm/stand", {"stand": "aan"})
    for slug, french in (("spiere-helkijn", True), ("kortrijk", False)):
        client = visitor(slug)
        sent = {"wat": "losse draad over de straat", "waar": f"Proefstraat 12, {slug.title()}", "gevaar": "yes", "gezien": "1"}
        received = client.post("/melden", sent)
        assert received.status_code == 302
        pages = [unescape(client.get(received["Location"]).content.decode())]
        pages.append(unescape(client.get(received["Location"].removesuffix("/ontvangen")).content.decode()))
        for page in pages:
            assert ("Votre signalement est urgent. Le service de garde est averti." in page) is french
            assert ("Appelez tout de suite le" in page) is french, "112 in French on the pages of an acute report"
        assert ("Merci. Nous avons reçu votre signalement." in pages[0]) is french


def test_1722_is_typed_and_the_banner_says_that_it_is_open(mieke):
    mieke.post("/wacht/storm/1722", {"stand": "open"})
    assert "Het nummer 1722 is open" in visitor("kuurne").get("/melden").content.decode()
    assert "1722 is weer dicht" in mieke.get("/wacht/storm").content.decode()


def test_the_board_shows_the_worst_danger_first_and_reading_it_is_logged(mieke):
    with region():
        storm.switch_on()
    for number in range(3):
        report("kuurne", WIRE, f"Proefstraat {number}")
    report("harelbeke", HURT)
    page = mieke.get("/wacht/storm").content.decode()
    assert page.index("gewond") < page.index("losse draad")
    assert re.search(r'data-label="Meldingen">3<', page)
    with region():
        read = AuditEntry.objects.filter(verb="meldpunt.storm.read")
        assert {entry.organisation.slug for entry in read} >= {"kuurne", "harelbeke"}
        assert all("storm" in entry.purpose for entry in read)


def test_one_answer_to_all_that_were_shown_and_the_report_of_the_storm(mieke):
    with region():
        storm.switch_on()
    for number in range(4):
        report("kuurne", WIRE, f"Proefstraat {number}")
    form = mieke.get("/wacht/storm/antwoorden?gemeente=").content.decode()
    ids, key = (re.search(rf'name="{name}" value="([^"]+)"', form)[1] for name in ("reports", "key"))
    assert len(ids.split()) == 4
    wrong = mieke.post("/wacht/storm/antwoorden", {"to": "planned", "public_text": "Volgende week.", "reports": ids, "key": key})
    assert wrong.status_code == 422 and "op welke dag" in wrong.content.decode().lower() and "Volgende week." in wrong.content.decode()
    done = mieke.post("/wacht/storm/antwoorden", {"to": "resolved", "public_text": "Draad weg.", "reports": ids, "key": key}, follow=True)
    assert "4 meldingen zijn beantwoord" in done.content.decode() and "Draad weg." in done.content.decode()
    with region():
        assert Report.objects.filter(id__in=ids.split(), state="resolved").count() == 4


def test_outside_a_storm_the_coordinator_reads_no_reports_of_the_municipalities(mieke):
    report("kuurne", WIRE)
    assert "losse draad" not in mieke.get("/wacht/storm").content.decode()
    assert mieke.get("/wacht/storm/antwoorden").status_code == 302


def test_a_week_after_the_end_the_door_is_closed(mieke, still_clock):
    with region():
        storm.switch_on()
    report("kuurne", WIRE)
    with region():
        storm.switch_off()
    assert "losse draad" in mieke.get("/wacht/storm").content.decode()
    still_clock.forward(timedelta(days=7, minutes=1))
    assert "losse draad" not in mieke.get("/wacht/storm").content.decode()


@pytest.mark.parametrize("who", ["joris", "delphine"])
def test_others_do_not_lead_a_storm(who, settings, tmp_path):
    settings.NABIJ_HOME = tmp_path
    client = client_of(who)
    assert client.get("/wacht/storm").status_code == 403
    assert client.post("/wacht/storm/stand", {"stand": "aan"}).status_code == 403
    engine.tick(clock.now())
    assert run() is None
