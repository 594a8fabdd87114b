"""The counter: what is asked for somebody, who waits to be rung, letters on paper, questions that are passed on; and the same online."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nabij.testing.server import Region

from .sample import RESIDENT, Act, Sample, found, page_of, send_empty, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


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
    page.get_by_role("link", name="Georgette Naessens").first.click()


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


def _batch(page: Page) -> None:
    if page.get_by_role("button", name="Maak één stapel om af te drukken").count():
        page.get_by_role("button", name="Maak één stapel om af te drukken").click()
    else:
        page.get_by_role("link", name="Stapel 1").click()


def _first_passed(page: Page) -> None:
    page.locator("a[href^='/balie/doorgeven/']").first.click()


def _first_row(page: Page) -> None:
    page.locator("table a").first.click()


PUBLIC = (
    Sample("/help/spreken", "/help/spreken", RESIDENT),
    Sample("/help/spreken", "/help/spreken", RESIDENT, send_empty, name="speak with somebody, with errors"),
    Sample("/help/spreken/ontvangen", "/help/spreken", RESIDENT, _ring_me, name="speak with somebody, received"),
    Sample("/mijn", "/mijn", RESIDENT),
    Sample("/mijn", "/mijn", RESIDENT, _as_els, name="own page of Els"),
    Sample("/diensten/<slug:slug>/aanvraag", "/diensten/rijbewijs/aanvraag", RESIDENT),
    Sample("/diensten/<slug:slug>/aanvraag", "/diensten/rijbewijs/aanvraag", RESIDENT, send_empty, name="request with errors"),
    Sample("/diensten/<slug:slug>/aanvraag", "/diensten/rijbewijs/aanvraag", RESIDENT, _keep, name="request kept with a code"),
    Sample("/diensten/<slug:slug>/ontvangen", "/diensten/rijbewijs/aanvraag", RESIDENT, _request, name="request received"),
    Sample("/verder", "/verder", RESIDENT),
)
STAFF = (
    Sample("/balie", "/balie", "lien"),
    Sample("/balie/zoeken", "/balie", "lien", _look_up("naessens"), name="counter search"),
    Sample("/balie/zoeken", "/balie", "lien", _look_up("zzzz"), name="counter search, nothing found"),
    Sample("/balie/persoon/<uuid:party_id>", "/balie", "lien", _person, name="a person at the counter"),
    Sample("/balie/persoon/<uuid:party_id>/blad", "/balie", "lien", _person_sheet, name="own page on paper"),
    Sample("/balie/telefoon", "/balie/telefoon", "lien"),
    Sample("/balie/telefoon", "/balie/telefoon", "lien", send_empty, name="call with errors"),
    Sample("/balie/start/<slug:dienst>", "/balie/start/identiteitskaart", "lien"),
    Sample("/balie/start/<slug:dienst>", "/balie/start/een-probleem-melden", "lien", send_empty, name="counter form with errors"),
    Sample("/balie/klaar", "/balie/telefoon", "lien", _call_done, name="receipt at the counter"),
    Sample("/balie/klaar/blad", "/balie/telefoon", "lien", _call_on_paper, name="receipt on paper"),
    Sample("/balie/bewaard", "/balie/bewaard", "lien"),
    Sample("/balie/terugbellen", "/balie/terugbellen", "lien"),
    Sample("/balie/terugbellen/<uuid:callback_id>", "/balie/terugbellen", "lien", _first_task, name="a call"),
    Sample("/balie/brieven", "/balie/brieven", "lien"),
    Sample("/balie/brieven/<uuid:letter_id>", "/balie/brieven/{letter}", "lien", name="a letter"),
    Sample("/balie/brieven/stapels/<uuid:batch_key>", "/balie/brieven", "lien", _batch, name="a batch of letters"),
    Sample("/balie/doorgeven", "/balie/doorgeven?naar=harelbeke", "lien"),
    Sample("/balie/doorgeven", "/balie/doorgeven", "lien", send_empty, name="passing on with errors"),
    Sample("/balie/doorgeven/<uuid:passed_id>", "/balie", "lien", _first_passed, name="a question that was passed on"),
    Sample("/balie/cijfers", "/balie/cijfers", "lien"),
    Sample("/website/vragen", "/website/vragen", "lien"),
    Sample("/website/vragen/<uuid:submission_id>", "/website/vragen", "lien", _first_row, name="a request"),
)
NO_PAGE = {
    "/balie/afscheid", "/balie/doorgegeven/terugkeer", "/balie/terugbellen/<uuid:callback_id>/opname",
    "/balie/terugbellen/<uuid:callback_id>/uitkomst", "/balie/brieven/stapels", "/balie/brieven/stapels/<uuid:batch_key>/post",
    "/balie/brieven/terugkeer", "/mijn/afmelding",
}  # fmt: skip


def values(region: Region) -> dict[str, str]:
    """The letter that waits, before another sample prints it."""
    return {"letter": found(page_of(region, "/balie/brieven", sign_in(region, "lien")), r"/balie/brieven/([0-9a-f-]{36})")}
