"""Every page type with a sample of it: its address, who opens it, and what must be done first to see it in that state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

Act = Callable[["Page"], None]


def _nothing(page: Page) -> None:
    """The page as it opens."""


def _send_empty(page: Page) -> None:
    page.locator("main form[method=post] button[type=submit]").first.click()


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


def _search(page: Page) -> None:
    page.locator("#zoek").fill("kuurne")
    page.locator("#zoek").press("Enter")


def _leave(page: Page) -> None:
    for label, value in (("Dag", "1"), ("Maand", "6"), ("Jaar", "2027")):
        page.get_by_label(label, exact=True).first.fill(value)
    page.get_by_label("Waarom?").select_option(index=1)
    page.get_by_label("In uw eigen woorden").fill("Proef.")
    page.get_by_role("button", name="Bekijk de gevolgen").click()


@dataclass(frozen=True)
class Sample:
    """``route`` is the pattern it is a sample of; ``path`` its address with ``{code}``, ``{report}``, ``{call}``, …."""

    route: str
    path: str
    who: str = ""
    act: Act = _nothing
    status: int = 200
    name: str = ""

    @property
    def is_public(self) -> bool:
        return self.who.startswith("resident")

    def __str__(self) -> str:
        return self.name or f"{self.who or 'anyone'} {self.path}"


RESIDENT = "resident of kortrijk"
PROJECT = "/programma/projecten/<uuid:project_id>"
CALL = "/programma/oproepen/<uuid:call_id>"
PUBLIC = (
    Sample("/", "/", RESIDENT),
    Sample("/contact", "/contact", RESIDENT),
    Sample("/toegankelijkheid", "/toegankelijkheid", RESIDENT),
    Sample("/zoeken", "/zoeken?q=melden", RESIDENT, name="search, found"),
    Sample("/zoeken", "/zoeken?q=zzzz", RESIDENT, name="search, nothing found"),
    Sample("/melden", "/melden", RESIDENT),
    Sample("/melden", "/melden", RESIDENT, _send_empty, name="report form with errors"),
    Sample("/melden", "/melden", RESIDENT, _smell_of_gas, name="report form, is there danger now"),
    Sample("/melden", "/melden", RESIDENT, _outside, name="report form, outside the region"),
    Sample("/melding", "/melding", RESIDENT),
    Sample("/melding/<str:code>", "/melding/{code}", RESIDENT),
    Sample("/melding/<str:code>", "/melding/KOR222222", RESIDENT, status=404, name="number not found"),
    Sample("/melding/<str:code>/ontvangen", "/melding/{code}/ontvangen", RESIDENT),
    Sample("/^melding/(?P<code>[^/]+)/(?P<what>intrekking|heropening)$", "/melding/{code}/intrekking", RESIDENT),
    Sample("404", "/bestaat-niet", RESIDENT, status=404),
)
ANYONE = (
    Sample("/", "/", name="welcome"),
    Sample("/aanmelden", "/aanmelden"),
    Sample("/demo/", "/demo/"),
    Sample("/demo/gateway", "/demo/gateway"),
    Sample("/ontwerp", "/ontwerp"),
)
STAFF = (
    Sample("/werk", "/werk", "an"),
    Sample("/werk", "/werk", "femke", name="work, nothing asked"),
    Sample("/werk/zoeken", "/werk", "delphine", _search, name="staff search"),
    Sample("/organisaties", "/organisaties", "an"),
    Sample("/organisaties/<slug:slug>", "/organisaties/exello", "an"),
    Sample("/beheer", "/beheer", "tine"),
    Sample("/beheer/modules", "/beheer/modules", "bruno"),
    Sample("/beheer/modules/<slug:name>", "/beheer/modules/meldpunt", "bruno"),
    Sample("/beheer/organisatie/thema", "/beheer/organisatie/thema", "tine"),
    Sample("/beheer/gezondheid", "/beheer/gezondheid", "tine"),
    Sample("/beheer/vastgelopen", "/beheer/vastgelopen", "tine"),
    Sample("/beheer/controlelog", "/beheer/controlelog", "sofie"),
    Sample("/beheer/mensen", "/beheer/mensen", "tine"),
    Sample("/programma", "/programma", "mieke"),
    Sample("/programma/matrix", "/programma/matrix", "mieke"),
    Sample("/programma/matrix", "/programma/matrix?op_0=31&op_1=2&op_2=2027", "mieke", name="matrix with a day that does not exist"),
    Sample(PROJECT, "/programma/projecten/{project}", "an"),
    Sample(f"{PROJECT}/deelname", "/programma/projecten/{project}/deelname?naar=left", "an"),
    Sample(f"{PROJECT}/deelname", "/programma/projecten/{project}/deelname?naar=left", "an", _send_empty, name="answer with errors"),
    Sample(f"{PROJECT}/gevolgen", "/programma/projecten/{project}/deelname?naar=left", "griet", _leave, name="consequences"),
    Sample(f"{PROJECT}/besluit", "/programma/projecten/{project}/besluit", "an"),
    Sample(f"{PROJECT}/start", "/programma/projecten/{project}/start", "an"),
    Sample(f"{PROJECT}/uitnodigingen", "/programma/projecten/{project}/uitnodigingen", "mieke"),
    Sample("/meldpunt", "/meldpunt", "delphine"),
    Sample("/meldpunt", "/meldpunt?woord=zzzz", "delphine", name="list, nothing found"),
    Sample("/meldpunt/nieuw", "/meldpunt/nieuw", "delphine"),
    Sample("/meldpunt/nieuw", "/meldpunt/nieuw", "delphine", _send_empty, name="operator form with errors"),
    Sample("/meldpunt/nieuw", "/meldpunt/nieuw", "delphine", _look_around, name="operator form, 112 first"),
    Sample("/meldpunt/meldingen/<uuid:report_id>", "/meldpunt/meldingen/{report}", "delphine"),
    Sample("/wacht", "/wacht", "joris"),
    Sample("/wacht/rooster", "/wacht/rooster", "joris"),
    Sample("/wacht/blad", "/wacht/blad", "joris"),
    Sample("/wacht/alarmen/<uuid:alert_id>", "/wacht/alarmen/{alert}", "joris"),
    Sample("/programma", "/programma", "an", name="programme of a member"),
    Sample(f"{PROJECT}/beter", "/programma/projecten/{project}/beter", "an"),
    Sample(f"{PROJECT}/beter/oordeel", "/programma/projecten/{project}/beter/oordeel", "an"),
    Sample(f"{PROJECT}/beter/oordeel", "/programma/projecten/{project}/beter/oordeel", "an", _send_empty, name="verdict with errors"),
    Sample(f"{PROJECT}/beter/rondes", "/programma/projecten/{project}/beter/rondes", "mieke"),
    Sample(f"{PROJECT}/kosten", "/programma/projecten/{project}/kosten?jaar=2022", "an"),
    Sample(f"{PROJECT}/tekst", "/programma/projecten/{project}/tekst", "mieke"),
    Sample("/programma/stilte", "/programma/stilte", "mieke"),
    Sample("/programma/stilte", "/programma/stilte?dagen=veel", "mieke", name="silence with an unreadable number", status=422),
    Sample("/programma/bijeenkomsten", "/programma/bijeenkomsten", "mieke"),
    Sample("/programma/bijeenkomsten/nieuw", "/programma/bijeenkomsten/nieuw", "mieke"),
    Sample("/programma/bijeenkomsten/nieuw", "/programma/bijeenkomsten/nieuw", "mieke", _send_empty, name="gathering with errors"),
    Sample("/programma/bijeenkomsten/<uuid:gathering_id>", "/programma/bijeenkomsten/{gathering}", "an"),
    Sample("/programma/oproepen", "/programma/oproepen", "an"),
    Sample("/programma/oproepen/nieuw", "/programma/oproepen/nieuw", "mieke"),
    Sample("/programma/oproepen/nieuw", "/programma/oproepen/nieuw", "mieke", _send_empty, name="call with errors"),
    Sample(CALL, "/programma/oproepen/{call}?bedrag=140.000&project={project}", "an"),
    Sample(f"{CALL}/data", "/programma/oproepen/{call}/data", "mieke"),
    Sample(f"{CALL}/aanvragen", "/programma/oproepen/{call}/aanvragen", "mieke"),
    Sample(f"{CALL}/aanvragen", "/programma/oproepen/{call}/aanvragen", "mieke", _send_empty, name="application with errors"),
    Sample(f"{CALL}/verdelingen", "/programma/oproepen/{call}/verdelingen", "an"),
    Sample(f"{CALL}/verdelingen/nieuw", "/programma/oproepen/{call}/verdelingen/nieuw", "mieke"),
    Sample("/programma/visie", "/programma/visie", "an"),
    Sample("/programma/visie/<uuid:vision_id>/bekrachtiging", "/programma/visie/{vision}/bekrachtiging", "an"),
    Sample("/programma/uitvoer", "/programma/uitvoer", "an"),
    Sample("404", "/bestaat-niet", "an", status=404, name="staff page not found"),
    Sample("403", "/meldpunt", "tine", status=403, name="staff page refused"),
)
ALL = (*PUBLIC, *ANYONE, *STAFF)
#: Addresses that show no page of their own: acts, files, machines, or another page.
NO_PAGE = {
    "/healthz/live", "/healthz/ready", "/thema/<slug:slug>-<str:digest>.css", "/demo/als/<slug:username>", "/demo/klok", "/demo/databank",
    "/demo/sms", "/demo/opnieuw", "/demo/antwoord", "/afmelden", "/hoedanigheid", "/beheer/organisatie/thema/proef",
    "/beheer/organisatie/thema/proef.css",
    "/beheer/vastgelopen/<uuid:job_id>/poging", "/beheer/vastgelopen/<uuid:job_id>/afsluiting", "/beheer/modules/<slug:name>/stand",
    "/beheer/modules/<slug:name>/gevolgen", "/meldpunt/meldingen/<uuid:report_id>/toestand", "/meldpunt/meldingen/<uuid:report_id>/contact",
    "/meldpunt/meldingen/<uuid:report_id>/foto/<uuid:attachment_id>", "/wacht/alarmen/<uuid:alert_id>/<slug:noun>",
    "/hooks/sms/<slug:provider>", "/aanmelden/code", "/programma/uitvoer.zip",
}  # fmt: skip


def values(region: Region) -> dict[str, str]:
    """Make one urgent report in Kortrijk and look up the ids that the samples need, from the pages themselves."""
    sent = {"wat": "gasgeur aan de school", "waar": "Grote Markt, Kortrijk", "gevaar": "yes", "gezien": "1", "naam": "Kaat Proef"}
    made = region.post("kortrijk", "/melden", sent)
    assert made.status == 302, made.text
    code = made.header("Location").split("/")[2]
    operator, duty, director = (region.sign_in(name) for name in ("delphine", "joris", "an"))
    programme = region.get("", "/programma", director).text
    return {
        "code": code,
        "report": _found(region.get("", "/meldpunt", operator).text, r"/meldpunt/meldingen/([0-9a-f-]{36})"),
        "alert": _found(region.get("", "/wacht", duty).text, r"/wacht/alarmen/([0-9a-f-]{36})"),
        "call": _found(region.get("", "/programma/oproepen", director).text, r"/programma/oproepen/([0-9a-f-]{36})"),
        "gathering": _found(region.get("", "/programma/bijeenkomsten", director).text, r"/programma/bijeenkomsten/([0-9a-f-]{36})"),
        "vision": _found(region.get("", "/api/v1/programme/vision-versions", director).text, r"\"id\": ?\"([0-9a-f-]{36})"),
        "project": _found(programme, r"/programma/projecten/([0-9a-f-]{36})\"[^>]*>\s*Regionaal meldpunt"),
    }


def _found(html: str, pattern: str) -> str:
    found = re.search(pattern, html)
    assert found, f"{pattern} not in {html[:2000]}"
    return found[1]


def sampled() -> Iterator[str]:
    """Routes that have a sample."""
    return (sample.route for sample in ALL)
