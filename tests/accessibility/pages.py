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


def _ring_me(page: Page) -> None:
    page.get_by_label("Uw naam").fill("Kaat Proef")
    page.get_by_label("Uw telefoonnummer").fill("0470 00 00 66")
    page.get_by_role("button", name="Vraag een medewerker").click()


def _as_els(page: Page) -> None:
    page.get_by_role("button", name="Els Maes").click()


def _fill_request(page: Page) -> None:
    page.get_by_label("Wat vraagt u?").fill("Mijn rijbewijs vervalt in mei.")
    page.get_by_label("Ik kom langs").check()
    page.get_by_label("Uw naam").fill("Kaat Proef")


def _request(page: Page) -> None:
    _fill_request(page)
    page.get_by_role("button", name="Verstuur uw vraag").click()


def _keep(page: Page) -> None:
    _fill_request(page)
    page.get_by_text("Bewaar en ga later verder").click()
    page.get_by_label("De laatste vier cijfers van uw telefoonnummer").fill("0066")
    page.get_by_role("button", name="Bewaar mijn formulier").click()


def _look_up(words: str) -> Act:
    def act(page: Page) -> None:
        page.get_by_label("Naam, nummer, dienst of code").fill(words)
        page.get_by_label("Naam, nummer, dienst of code").press("Enter")
        page.wait_for_url("**/balie/zoeken")

    return act


def _person(page: Page) -> None:
    _look_up("naessens")(page)
    page.get_by_role("link", name="Georgette Naessens").click()


def _person_sheet(page: Page) -> None:
    _person(page)
    page.get_by_role("link", name="Druk de eigen bladzijde af").click()


def _call_done(page: Page) -> None:
    page.get_by_label("Voor wie?").fill("Georgette Naessens")
    page.get_by_label("Waar is het?").fill("Proefstraat 12, Deerlijk")
    page.get_by_label("Wat is er aan de hand?").fill("Een losse stoeptegel")
    page.get_by_role("button", name="Bewaar en lees voor").click()


def _call_on_paper(page: Page) -> None:
    _call_done(page)
    page.get_by_role("link", name="Druk het bewijs af").click()


def _first_task(page: Page) -> None:
    page.locator(".task .what a").first.click()


def _first_letter(page: Page) -> None:
    page.locator("table a").first.click()


def _batch(page: Page) -> None:
    if page.get_by_role("button", name="Maak één stapel om af te drukken").count():
        page.get_by_role("button", name="Maak één stapel om af te drukken").click()
    else:
        page.get_by_role("link", name="Stapel 1").click()


def _first_passed(page: Page) -> None:
    page.locator("a[href^='/balie/doorgeven/']").first.click()


def _first_row(page: Page) -> None:
    page.locator("table a").first.click()


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
    """``route`` is the pattern it is a sample of; ``path`` its address with ``{code}``, ``{report}``, ``{alert}``, ``{project}``."""

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
    Sample("/help/spreken", "/help/spreken", RESIDENT),
    Sample("/help/spreken", "/help/spreken", RESIDENT, _send_empty, name="speak with somebody, with errors"),
    Sample("/help/spreken/ontvangen", "/help/spreken", RESIDENT, _ring_me, name="speak with somebody, received"),
    Sample("/mijn", "/mijn", RESIDENT),
    Sample("/mijn", "/mijn", RESIDENT, _as_els, name="own page of Els"),
    Sample("/diensten/<slug:slug>/aanvraag", "/diensten/rijbewijs/aanvraag", RESIDENT),
    Sample("/diensten/<slug:slug>/aanvraag", "/diensten/rijbewijs/aanvraag", RESIDENT, _send_empty, name="request with errors"),
    Sample("/diensten/<slug:slug>/aanvraag", "/diensten/rijbewijs/aanvraag", RESIDENT, _keep, name="request kept with a code"),
    Sample("/diensten/<slug:slug>/ontvangen", "/diensten/rijbewijs/aanvraag", RESIDENT, _request, name="request received"),
    Sample("/verder", "/verder", RESIDENT),
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
    Sample("/balie", "/balie", "lien"),
    Sample("/balie/zoeken", "/balie", "lien", _look_up("naessens"), name="counter search"),
    Sample("/balie/zoeken", "/balie", "lien", _look_up("zzzz"), name="counter search, nothing found"),
    Sample("/balie/persoon/<uuid:party_id>", "/balie", "lien", _person, name="a person at the counter"),
    Sample("/balie/persoon/<uuid:party_id>/blad", "/balie", "lien", _person_sheet, name="own page on paper"),
    Sample("/balie/telefoon", "/balie/telefoon", "lien"),
    Sample("/balie/telefoon", "/balie/telefoon", "lien", _send_empty, name="call with errors"),
    Sample("/balie/start/<slug:dienst>", "/balie/start/identiteitskaart", "lien"),
    Sample("/balie/start/<slug:dienst>", "/balie/start/een-probleem-melden", "lien", _send_empty, name="counter form with errors"),
    Sample("/balie/klaar", "/balie/telefoon", "lien", _call_done, name="receipt at the counter"),
    Sample("/balie/klaar/blad", "/balie/telefoon", "lien", _call_on_paper, name="receipt on paper"),
    Sample("/balie/bewaard", "/balie/bewaard", "lien"),
    Sample("/balie/terugbellen", "/balie/terugbellen", "lien"),
    Sample("/balie/terugbellen/<uuid:call_id>", "/balie/terugbellen", "lien", _first_task, name="a call"),
    Sample("/balie/brieven", "/balie/brieven", "lien"),
    Sample("/balie/brieven/<uuid:letter_id>", "/balie/brieven", "lien", _first_letter, name="a letter"),
    Sample("/balie/brieven/stapels/<uuid:batch_key>", "/balie/brieven", "lien", _batch, name="a batch of letters"),
    Sample("/balie/doorgeven", "/balie/doorgeven?naar=harelbeke", "lien"),
    Sample("/balie/doorgeven", "/balie/doorgeven", "lien", _send_empty, name="passing on with errors"),
    Sample("/balie/doorgeven/<uuid:passed_id>", "/balie", "lien", _first_passed, name="a question that was passed on"),
    Sample("/balie/cijfers", "/balie/cijfers", "lien"),
    Sample("/website/vragen", "/website/vragen", "lien"),
    Sample("/website/vragen/<uuid:submission_id>", "/website/vragen", "lien", _first_row, name="a request"),
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
    "/hooks/sms/<slug:provider>", "/aanmelden/code", "/balie/afscheid", "/balie/doorgegeven/terugkeer",
    "/balie/terugbellen/<uuid:call_id>/opname", "/balie/terugbellen/<uuid:call_id>/uitkomst", "/balie/brieven/stapels",
    "/balie/brieven/stapels/<uuid:batch_key>/post", "/balie/brieven/terugkeer", "/mijn/afmelding",
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
        "project": _found(programme, r"/programma/projecten/([0-9a-f-]{36})\"[^>]*>\s*Regionaal meldpunt"),
    }


def _found(html: str, pattern: str) -> str:
    found = re.search(pattern, html)
    assert found, f"{pattern} not in {html[:2000]}"
    return found[1]


def sampled() -> Iterator[str]:
    """Routes that have a sample."""
    return (sample.route for sample in ALL)
