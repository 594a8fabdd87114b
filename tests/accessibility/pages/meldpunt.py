"""Reporting, following a report, the operator's list, the duty officer's night."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nabij.testing.server import Region

from .sample import RESIDENT, Sample, found, page_of, press, send_empty, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _smell_of_gas(page: Page) -> None:
    page.get_by_label("Wat is er aan de hand?").fill("gasgeur")
    page.get_by_label("Waar is het?").fill("Grote Markt, Kortrijk")
    page.get_by_role("button", name="Verstuur melding").click()


def _outside(page: Page) -> None:
    page.get_by_label("Wat is er aan de hand?").fill("Put in de weg")
    page.get_by_label("Waar is het?").fill("Markt, Brugge")
    page.get_by_role("button", name="Verstuur melding").click()


def _look_around(page: Page) -> None:
    page.get_by_label("Waar is het?").fill("Grote Markt, Kortrijk")
    page.get_by_label("Wat is er aan de hand?").fill("een boom, en er hangt een draad los")
    page.get_by_role("button", name="Kijk na in de buurt").click()


PUBLIC = (
    Sample("/melden", "/melden", RESIDENT),
    Sample("/melden", "/melden", RESIDENT, send_empty, name="report form with errors"),
    Sample("/melden", "/melden", RESIDENT, _smell_of_gas, name="report form, is there danger now"),
    Sample("/melden", "/melden", RESIDENT, _outside, name="report form, outside the region"),
    Sample("/melding", "/melding", RESIDENT),
    Sample("/melding/<str:code>", "/melding/{code}", RESIDENT),
    Sample("/melding/<str:code>", "/melding/KOR222222", RESIDENT, status=404, name="number not found"),
    Sample("/melding/<str:code>/ontvangen", "/melding/{code}/ontvangen", RESIDENT),
    Sample("/^melding/(?P<code>[^/]+)/(?P<what>intrekking|heropening)$", "/melding/{code}/intrekking", RESIDENT),
)
STAFF = (
    Sample("/meldpunt", "/meldpunt", "delphine"),
    Sample("/meldpunt", "/meldpunt?woord=zzzz", "delphine", name="list, nothing found"),
    Sample("/meldpunt/nieuw", "/meldpunt/nieuw", "delphine"),
    Sample("/meldpunt/nieuw", "/meldpunt/nieuw", "delphine", send_empty, name="operator form with errors"),
    Sample("/meldpunt/nieuw", "/meldpunt/nieuw", "delphine", _look_around, name="operator form, 112 first"),
    Sample("/meldpunt/meldingen/<uuid:report_id>", "/meldpunt/meldingen/{report}", "delphine"),
    Sample("/wacht", "/wacht", "joris"),
    Sample("/wacht/rooster", "/wacht/rooster", "joris"),
    Sample("/wacht/blad", "/wacht/blad", "joris"),
    Sample("/wacht/alarmen/<uuid:alert_id>", "/wacht/alarmen/{alert}", "joris"),
    Sample("/wacht/storm", "/wacht/storm", "mieke"),
    Sample("/wacht/storm/antwoorden", "/wacht/storm/antwoorden", "mieke"),
    Sample("/wacht/storm/antwoorden", "/wacht/storm/antwoorden", "mieke", press("Verstuur dit antwoord"), name="answer to many, errors"),
    Sample("/wacht/storm/verslag/<uuid:run_id>", "/wacht/storm/verslag/{storm}", "mieke"),
    Sample("403", "/meldpunt", "tine", status=403, name="staff page refused"),
)
NO_PAGE = {
    "/meldpunt/meldingen/<uuid:report_id>/toestand", "/meldpunt/meldingen/<uuid:report_id>/contact",
    "/meldpunt/meldingen/<uuid:report_id>/foto/<uuid:attachment_id>", "/wacht/alarmen/<uuid:alert_id>/<slug:noun>",
    "/wacht/storm/stand", "/wacht/storm/1722",
}  # fmt: skip


def values(region: Region) -> dict[str, str]:
    """One urgent report in Kortrijk and its alarm."""
    sent = {"wat": "gasgeur aan de school", "waar": "Grote Markt, Kortrijk", "gevaar": "yes", "gezien": "1", "naam": "Kaat Proef"}
    made = region.post("kortrijk", "/melden", sent)
    assert made.status == 302, made.text
    reports, alerts = page_of(region, "/meldpunt", sign_in(region, "delphine")), page_of(region, "/wacht", sign_in(region, "joris"))
    return {
        "storm": _storm(region),
        "code": made.header("Location").split("/")[2],
        "report": found(reports, r"/meldpunt/meldingen/([0-9a-f-]{36})"), "alert": found(alerts, r"/wacht/alarmen/([0-9a-f-]{36})"),
    }


def _storm(region: Region) -> str:
    """A storm by hand with one report, while it lasts: the page of the coordinator shows its board."""
    leader = sign_in(region, "mieke")
    if "stormmodus aan" not in page_of(region, "/wacht/storm", leader):
        region.post("", "/wacht/storm/stand", {"stand": "aan"}, leader)
    region.post("zwevegem", "/melden", {"wat": "losse draad", "waar": "Proefstraat 1, Zwevegem", "gevaar": "yes", "gezien": "1"})
    return found(page_of(region, "/wacht/storm", leader), r"/wacht/storm/verslag/([0-9a-f-]{36})")
