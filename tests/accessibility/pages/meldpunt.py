"""Reporting, following a report, the operator's list, the duty officer's night."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nabij.modules.meldpunt.doors_demo import POLICE_TOKEN
from nabij.testing.server import Region

from .sample import RESIDENT, Sample, fill, found, page_of, press, send_empty, sign_in

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


def _as_police(page: Page) -> None:
    page.get_by_label("Wat is uw toegangscode?").fill(POLICE_TOKEN)
    page.get_by_role("button", name="Open het formulier").click()


def _police_report(page: Page) -> None:
    _as_police(page)
    page.get_by_label("Waar is het?").fill("Grote Markt, Kortrijk")
    page.get_by_label("Wat is er aan de hand?").fill("boom op de weg")
    page.get_by_role("button", name="Verwittig de wachtdienst").click()


def _look_around(page: Page) -> None:
    page.get_by_label("Waar is het?").fill("Grote Markt, Kortrijk")
    page.get_by_label("Wat is er aan de hand?").fill("een boom, en er hangt een draad los")
    page.get_by_role("button", name="Kijk na in de buurt").click()


LINE = "/meldpunt/inrichting/wachtlijn/<slug:line>"
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
    Sample("/wacht/rooster", "/wacht/rooster", "mieke", name="rota of the planner"),
    Sample("/wacht/rooster/afdruk", "/wacht/rooster/afdruk", "joris"),
    Sample("/wacht/rooster/afwijking", "/wacht/rooster/afwijking", "mieke"),
    Sample("/wacht/rooster/afwijking", "/wacht/rooster/afwijking", "mieke", send_empty, name="deviation with errors"),
    Sample("/wacht/rooster/tijdelijk", "/wacht/rooster/tijdelijk", "mieke"),
    Sample("/wacht/rooster/beurtrol", "/wacht/rooster/beurtrol", "mieke"),
    Sample("/wacht/mij", "/wacht/mij", "joris"),
    Sample("/wacht/dekking", "/wacht/dekking", "mieke"),
    Sample("/wacht/dekking/beslissing", "/wacht/dekking/beslissing", "griet"),
    Sample("/wacht/uren", "/wacht/uren", "mieke"),
    Sample("/wacht/uren/vertrek", "/wacht/uren/vertrek", "griet"),
    Sample("/wacht/blad", "/wacht/blad", "joris"),
    Sample("/wacht/alarmen/<uuid:alert_id>", "/wacht/alarmen/{alert}", "joris"),
    Sample("/burgemeester", "/burgemeester", "rik"),
    Sample("/wacht/bestuur", "/wacht/bestuur", "rik"),
    Sample("/wacht/bestuur", "/wacht/bestuur", "mieke", name="calls to mayors, for the coordinator"),
    Sample("/wacht/bestuur/nieuw", "/wacht/bestuur/nieuw", "mieke"),
    Sample("/wacht/bestuur/nieuw", "/wacht/bestuur/nieuw", "rik", send_empty, name="call to a mayor with errors"),
    Sample("/meldpunt/inrichting/vangnet", "/meldpunt/inrichting/vangnet", "griet"),
    Sample("/meldpunt/inrichting/vangnet/nieuw", "/meldpunt/inrichting/vangnet/nieuw", "griet"),
    Sample(
        "/meldpunt/inrichting/vangnet/nieuw", "/meldpunt/inrichting/vangnet/nieuw", "stijn", send_empty,
        name="list of last resort with errors",
    ),
    Sample("/meldpunt/inrichting/opschaling", "/meldpunt/inrichting/opschaling", "joris"),
    Sample("/meldpunt/inrichting/opschaling/<slug:line>", "/meldpunt/inrichting/opschaling/regio", "mieke"),
    Sample(
        "/meldpunt/inrichting/opschaling/<slug:line>", "/meldpunt/inrichting/opschaling/regio", "mieke", send_empty,
        name="escalation, preview",
    ),
    Sample("/meldpunt/inrichting/wachtlijn", "/meldpunt/inrichting/wachtlijn", "griet"),
    Sample("/meldpunt/inrichting/wachtlijn/<slug:line>/deelname", "/meldpunt/inrichting/wachtlijn/regio/deelname", "bart, Wervik"),
    Sample(
        "/meldpunt/inrichting/wachtlijn/<slug:line>/deelname", "/meldpunt/inrichting/wachtlijn/regio/deelname", "bart, Wervik", send_empty,
        name="taking part with errors",
    ),
    Sample("/meldpunt/inrichting/wachtlijn/<slug:line>/gastheer", "/meldpunt/inrichting/wachtlijn/regio/gastheer", "mieke"),
    Sample(f"{LINE}/mensen", "/meldpunt/inrichting/wachtlijn/regio/mensen", "mieke"),
    Sample(f"{LINE}/mensen", "/meldpunt/inrichting/wachtlijn/regio/mensen", "mieke", send_empty, name="new person with errors"),
    Sample(f"{LINE}/mensen/<uuid:person_id>", "/meldpunt/inrichting/wachtlijn/regio/mensen/{duty_person}", "mieke"),
    Sample(
        f"{LINE}/mensen/<uuid:person_id>", "/meldpunt/inrichting/wachtlijn/regio/mensen/{duty_person}", "mieke",
        press("Voeg het nummer toe en stuur het bericht"), name="number of a duty person with errors",
    ),
    Sample(f"{LINE}/weekregels", "/meldpunt/inrichting/wachtlijn/regio/weekregels", "mieke"),
    Sample(
        f"{LINE}/weekregels", "/meldpunt/inrichting/wachtlijn/regio/weekregels", "mieke", press("Kijk na wat er verandert"),
        name="week rules with errors",
    ),
    Sample("/meldpunt/inrichting/werkregels", "/meldpunt/inrichting/werkregels", "mieke"),
    Sample("/meldpunt/inrichting/werkregels", "/meldpunt/inrichting/werkregels", "mieke", send_empty, name="rule of work with errors"),
    Sample("/meldpunt/inrichting/storm", "/meldpunt/inrichting/storm", "mieke"),
    Sample("/meldpunt/inrichting/storm", "/meldpunt/inrichting/storm", "mieke", send_empty, name="thresholds with errors"),
    Sample("/wacht/overdracht", "/wacht/overdracht", "joris"),
    Sample("/wacht/overdracht", "/wacht/overdracht", "delphine", name="hand-over, read by the desk"),
    Sample("/wacht/proeven", "/wacht/proeven", "mieke"),
    Sample("/wacht/proeven", "/wacht/proeven", "anke", name="drills, own ones"),
    Sample("/wacht/plaatselijk", "/wacht/plaatselijk", "joris"),
    Sample("/wacht/plaatselijk/blad", "/wacht/plaatselijk/blad", "nadine"),
    Sample("/wacht/nachtnummer", "/wacht/nachtnummer", "nadine"),
    Sample("/wacht/nachtnummer", "/wacht/nachtnummer", "nadine", fill("Bewaar", {"nummer": "1"}), name="night number with errors"),
    Sample("/wacht/mij/toestellen", "/wacht/mij/toestellen", "joris"),
    Sample("/wacht/mij/toestellen", "/wacht/mij/toestellen", "joris", press("Voeg toe en stuur de code"), name="telephone with errors"),
    Sample("/wacht/partners", "/wacht/partners", "mieke"),
    Sample("/wacht/partners", "/wacht/partners", "mieke", send_empty, name="partner door with errors"),
    Sample("/wacht/partners/<uuid:door_id>/intrekking", "/wacht/partners/{door}/intrekking", "mieke"),
    Sample("/partner", "/partner"),
    Sample("/partner", "/partner", act=send_empty, name="access code of a partner with errors"),
    Sample("/partner", "/partner", act=_as_police, name="form of a partner"),
    Sample("/partner/ontvangst/<str:code>", "/partner", act=_police_report, name="receipt of a partner"),
    Sample("/wacht/partners/<uuid:door_id>/stemcode", "/wacht/partners/{door}/stemcode", "mieke"),
    Sample("/wacht/stemcode", "/wacht/stemcode", "joris"),
    Sample("/wacht/stemcode", "/wacht/stemcode", "joris", send_empty, name="voice code with errors"),
    Sample("/meldpunt/inrichting/protocollen", "/meldpunt/inrichting/protocollen", "joris"),
    Sample("/wacht/kopie", "/wacht/kopie", "joris"),
    Sample("/wacht/toestel", "/wacht/toestel", "joris"),
    Sample("/wacht/mij/agenda", "/wacht/mij/agenda", "joris"),
    Sample("/meldpunt/inrichting/protocollen/<slug:protocol_code>", "/meldpunt/inrichting/protocollen/boom-op-weg", "mieke"),
    Sample(
        "/meldpunt/inrichting/protocollen/<slug:protocol_code>", "/meldpunt/inrichting/protocollen/nieuw", "mieke", send_empty,
        name="new protocol with errors",
    ),
    Sample("/wacht/storm", "/wacht/storm", "mieke"),
    Sample("/wacht/storm/antwoorden", "/wacht/storm/antwoorden", "mieke"),
    Sample(
        "/wacht/storm/antwoorden", "/wacht/storm/antwoorden", "mieke", press("Verstuur dit antwoord"), name="answer to many with errors",
    ),
    Sample("/wacht/storm/verslag/<uuid:run_id>", "/wacht/storm/verslag/{storm}", "mieke"),
    Sample("403", "/meldpunt", "tine", status=403, name="staff page refused"),
)
NO_PAGE = {
    "/meldpunt/meldingen/<uuid:report_id>/toestand", "/meldpunt/meldingen/<uuid:report_id>/contact",
    "/wacht/overdracht/tekst", "/wacht/overdracht/lezing", "/wacht/overdracht/notitie", "/wacht/overdracht/notitie-einde",
    "/wacht/mij/toestellen/code", "/wacht/mij/toestellen/bewijs", "/wacht/mij/toestellen/proef", "/wacht/mij/toestellen/wachttijd",
    "/wacht/mij/toestellen/verwijdering",
    "/meldpunt/meldingen/<uuid:report_id>/foto/<uuid:attachment_id>", "/wacht/alarmen/<uuid:alert_id>/<slug:noun>",
    "/wacht/mij/agenda/adressen", "/wacht/mij/agenda/<uuid:feed_id>/intrekking", "/wacht/kalender/<str:token>.ics",
    "/wacht/app.webmanifest", "/wacht/stijl-<str:digest>.css", "/wacht-dienst.js", "/healthz/duty", "/partner/toegang", "/partner/einde",
    "/wacht/alarmen/<uuid:alert_id>/stap", "/wacht/alarmen/<uuid:alert_id>/nota",
    "/wacht/alarmen/<uuid:alert_id>/foto/<uuid:attachment_id>",
    "/wacht/storm/stand", "/wacht/storm/1722",
    "/wacht/rooster/intrekking", "/wacht/rooster/ruil", "/wacht/rooster/nakijken", "/wacht/mij/overname", "/wacht/mij/vraag",
    "/wacht/mij/antwoord", "/wacht/mij/afwezigheid", "/wacht/uren.csv",
}  # fmt: skip


def values(region: Region) -> dict[str, str]:
    """One urgent report in Kortrijk and its alarm."""
    sent = {"wat": "gasgeur aan de school", "waar": "Grote Markt, Kortrijk", "gevaar": "yes", "gezien": "1", "naam": "Kaat Proef"}
    made = region.post("kortrijk", "/melden", sent)
    assert made.status == 302, made.text
    reports, alerts = page_of(region, "/meldpunt", sign_in(region, "delphine")), page_of(region, "/wacht", sign_in(region, "joris"))
    doors = page_of(region, "/wacht/partners", sign_in(region, "mieke"))
    people = page_of(region, "/meldpunt/inrichting/wachtlijn/regio/mensen", sign_in(region, "mieke"))
    return {
        "duty_person": found(people, r"/wachtlijn/regio/mensen/([0-9a-f-]{36})"),
        "door": found(doors, r"/wacht/partners/([0-9a-f-]{36})/intrekking"),
        "storm": _storm(region),
        "code": made.header("Location").split("/")[2],
        "report": found(reports, r"/meldpunt/meldingen/([0-9a-f-]{36})"), "alert": found(alerts, r"/wacht/alarmen/([0-9a-f-]{36})"),
    }


def _storm(region: Region) -> str:
    """A storm by hand with one report, while it lasts: the page of the coordinator shows its board."""
    leader = sign_in(region, "mieke")
    if "Zet de stormmodus aan" in page_of(region, "/wacht/storm", leader):
        region.post("", "/wacht/storm/stand", {"stand": "aan"}, leader)
    region.post("zwevegem", "/melden", {"wat": "losse draad", "waar": "Proefstraat 1, Zwevegem", "gevaar": "yes", "gezien": "1"})
    return found(page_of(region, "/wacht/storm", leader), r"/wacht/storm/verslag/([0-9a-f-]{36})")
