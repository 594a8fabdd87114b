"""The programme of the region: projects, who takes part, what leaving means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nabij.testing.server import Region

from .sample import Sample, found, page_of, press, send_empty, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROJECT, HERE = "/programma/projecten/<uuid:project_id>", "/programma/projecten/{project}"
CALL, AT_CALL = "/programma/oproepen/<uuid:call_id>", "/programma/oproepen/{call}"
ROUND, AT_ROUND = "/programma/bevragingen/<uuid:consultation_id>", "/programma/bevragingen/{round}"


def _leave(page: Page) -> None:
    for label, value in (("Dag", "1"), ("Maand", "6"), ("Jaar", "2027")):
        page.get_by_label(label, exact=True).first.fill(value)
    page.get_by_label("Waarom?").select_option(index=1)
    page.get_by_label("In uw eigen woorden").fill("Proef.")
    page.get_by_role("button", name="Bekijk de gevolgen").click()


MEMBERSHIP = (
    Sample("/programma", "/programma", "mieke"),
    Sample("/programma/matrix", "/programma/matrix", "mieke"),
    Sample("/programma/matrix", "/programma/matrix?op_0=31&op_1=2&op_2=2027", "mieke", name="matrix with a day that does not exist"),
    Sample(PROJECT, HERE, "an"),
    Sample(f"{PROJECT}/deelname", f"{HERE}/deelname?naar=left", "an"),
    Sample(f"{PROJECT}/deelname", f"{HERE}/deelname?naar=left", "an", send_empty, name="answer with errors"),
    Sample(f"{PROJECT}/gevolgen", f"{HERE}/deelname?naar=left", "griet", _leave, name="consequences"),
    Sample(f"{PROJECT}/besluit", f"{HERE}/besluit", "an"),
    Sample(f"{PROJECT}/start", f"{HERE}/start", "an"),
    Sample(f"{PROJECT}/uitnodigingen", f"{HERE}/uitnodigingen", "mieke"),
    Sample("/programma", "/programma", "an", name="programme of a member"),
)
BETTER = (
    Sample(f"{PROJECT}/beter", f"{HERE}/beter", "an"),
    Sample(f"{PROJECT}/beter/oordeel", f"{HERE}/beter/oordeel", "an"),
    Sample(f"{PROJECT}/beter/oordeel", f"{HERE}/beter/oordeel", "an", send_empty, name="verdict with errors"),
    Sample(f"{PROJECT}/beter/rondes", f"{HERE}/beter/rondes", "mieke"),
    Sample(f"{PROJECT}/kosten", f"{HERE}/kosten?jaar=2022", "an"),
    Sample(f"{PROJECT}/tekst", f"{HERE}/tekst", "mieke"),
    Sample("/programma/stilte", "/programma/stilte", "mieke"),
    Sample("/programma/stilte", "/programma/stilte?dagen=veel", "mieke", name="silence with an unreadable number", status=422),
    Sample("/programma/bijeenkomsten", "/programma/bijeenkomsten", "mieke"),
    Sample("/programma/bijeenkomsten/nieuw", "/programma/bijeenkomsten/nieuw", "mieke"),
    Sample("/programma/bijeenkomsten/nieuw", "/programma/bijeenkomsten/nieuw", "mieke", send_empty, name="gathering with errors"),
    Sample("/programma/bijeenkomsten/<uuid:gathering_id>", "/programma/bijeenkomsten/{gathering}", "an"),
    Sample("/programma/visie", "/programma/visie", "an"),
    Sample("/programma/visie/<uuid:vision_id>/bekrachtiging", "/programma/visie/{vision}/bekrachtiging", "an"),
    Sample("/programma/uitvoer", "/programma/uitvoer", "an"),
)
CALLS = (
    Sample("/programma/oproepen", "/programma/oproepen", "an"),
    Sample("/programma/oproepen/nieuw", "/programma/oproepen/nieuw", "mieke"),
    Sample("/programma/oproepen/nieuw", "/programma/oproepen/nieuw", "mieke", send_empty, name="call with errors"),
    Sample(CALL, f"{AT_CALL}?bedrag=140.000&project={{project}}", "an"),
    Sample(f"{CALL}/data", f"{AT_CALL}/data", "mieke"),
    Sample(f"{CALL}/aanvragen", f"{AT_CALL}/aanvragen", "mieke"),
    Sample(f"{CALL}/aanvragen", f"{AT_CALL}/aanvragen", "mieke", send_empty, name="application with errors"),
    Sample(f"{CALL}/verdelingen", f"{AT_CALL}/verdelingen", "an"),
    Sample(f"{CALL}/verdelingen/nieuw", f"{AT_CALL}/verdelingen/nieuw", "mieke"),
)
ROUNDS = (
    Sample(f"{PROJECT}/bevraging", f"{HERE}/bevraging", "mieke"),
    Sample(f"{PROJECT}/bevraging", f"{HERE}/bevraging", "mieke", send_empty, name="new round with errors"),
    Sample(f"{PROJECT}/raming", f"{HERE}/raming", "mieke"),
    Sample("/programma/bevragingen", "/programma/bevragingen", "mieke"),
    Sample(ROUND, AT_ROUND, "mieke"),
    Sample(ROUND, "/programma/bevragingen/{round_draft}", "mieke", name="round about an idea"),
    Sample(ROUND, AT_ROUND, "an", name="round as a member"),
    Sample(f"{ROUND}/vragen", "/programma/bevragingen/{round_draft}/vragen", "mieke"),
    Sample(f"{ROUND}/engagementen", "/programma/bevragingen/{round_draft}/engagementen", "mieke"),
    Sample(f"{ROUND}/winsten", "/programma/bevragingen/{round_draft}/winsten", "mieke"),
    Sample(f"{ROUND}/notas", f"{AT_ROUND}/notas", "mieke"),
    Sample(f"{ROUND}/verzending", f"{AT_ROUND}/verzending", "mieke"),
    Sample(f"{ROUND}/nota", f"{AT_ROUND}/nota", "an"),
    Sample(f"{ROUND}/nota/antwoorden", f"{AT_ROUND}/nota/antwoorden", "an"),
    Sample(f"{ROUND}/nota/behandeling", f"{AT_ROUND}/nota/behandeling", "an"),
)
RHYTHM = (
    Sample("/programma/noden", "/programma/noden", "an"),
    Sample(f"{PROJECT}/noden", f"{HERE}/noden", "mieke"),
    Sample(f"{PROJECT}/noden/nieuw", f"{HERE}/noden/nieuw", "mieke"),
    Sample(f"{PROJECT}/noden/nieuw", f"{HERE}/noden/nieuw", "mieke", send_empty, name="need with errors"),
    Sample("/programma/maandpakket", "/programma/maandpakket", "mieke"),
    Sample("/programma/maandpakket", "/programma/maandpakket?maand=2027-02", "mieke", name="month that was published and corrected"),
    Sample(
        "/programma/maandpakket/publicaties", "/programma/maandpakket?maand=2027-02", "mieke", press("Publiceer een verbetering"),
        name="correction of a month without a reason",
    ),
    Sample("/programma/maandpakketten", "/programma/maandpakketten", "an"),
    Sample("/programma/agenda", "/programma/agenda", "an"),
    Sample("/programma/agenda/adressen", "/programma/agenda", "an", press("Maak een adres"), name="new address of the calendar"),
    Sample("/programma/vergaderingen", "/programma/vergaderingen", "an"),
    Sample("/programma/vergaderingen/nieuw", "/programma/vergaderingen/nieuw", "mieke"),
    Sample("/programma/vergaderingen/nieuw", "/programma/vergaderingen/nieuw", "mieke", send_empty, name="meeting with errors"),
)
STAFF = (*MEMBERSHIP, *BETTER, *CALLS, *ROUNDS, *RHYTHM)
NO_PAGE = {
    "/programma/uitvoer.zip", f"{ROUND}/opening", f"{ROUND}/sluiting", f"{ROUND}/notas/<slug:slug>", f"{ROUND}/nota/pdf",
    f"{ROUND}/nota/word", f"{ROUND}/nota/presentatie", "/programma/maandpakket.zip", "/programma/maandpakketten.zip",
    "/programma/agenda/<uuid:feed_id>/intrekking", "/programma/kalender/<str:token>.ics",
}  # fmt: skip


def values(region: Region) -> dict[str, str]:
    """Ids of the projects, calls, gatherings and rounds that the story holds."""
    an, mieke = sign_in(region, "an"), sign_in(region, "mieke")
    programme, rounds = page_of(region, "/programma", an), page_of(region, "/programma/bevragingen", mieke)
    return {
        "project": found(programme, r"/programma/projecten/([0-9a-f-]{36})\"[^>]*>\s*Regionaal meldpunt"),
        "call": found(page_of(region, "/programma/oproepen", an), r"/programma/oproepen/([0-9a-f-]{36})"),
        "gathering": found(page_of(region, "/programma/bijeenkomsten", an), r"/programma/bijeenkomsten/([0-9a-f-]{36})"),
        "vision": found(page_of(region, "/api/v1/programme/vision-versions", an), r"\"id\": ?\"([0-9a-f-]{36})"),
        "round": found(rounds, r"/programma/bevragingen/([0-9a-f-]{36})\"[^>]*>\s*Samen bewaren"),
        "round_draft": found(rounds, r"/programma/bevragingen/([0-9a-f-]{36})\"[^>]*>\s*Eén voordeur"),
    }
