"""The archive: strategy and adoption, search, dossiers, intake, plan, rooms, retention, a list that two people must agree to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nabij.testing.server import Region

from .sample import Sample, fill, found, page_of, press, send_empty, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

A, S = "/archief", "/archief/strategie"
QUESTION, OPEN, DECIDED = f"{S}/vragen/<uuid:question_id>", f"{S}/vragen/{{open_question}}", f"{S}/vragen/{{question}}"
DOSSIER, HERE = f"{A}/dossiers/<uuid:dossier_id>", f"{A}/dossiers/{{archived}}"
SERIES = f"{A}/plan/series/<slug:code>"
LIST, LISTED = f"{A}/vernietiging/<uuid:list_id>", f"{A}/vernietiging/{{list}}"
R = f"{A}/aanvragen"
REQUEST, ASKED = f"{R}/<uuid:request_id>", f"{R}/{{asked}}"
KUURNE, ROOMS = "hilde, Kuurne", f"{A}/kamers?woord=Jeugdraad"


def _ask(page: Page) -> None:
    page.get_by_label("Welke documenten wilt u zien?").fill("Alle brieven over de sporthal")
    page.get_by_label("Uw naam").fill("Rita Proef")
    page.get_by_label("E-mailadres").fill("rita@voorbeeld.be")
    page.get_by_role("button", name="Verstuur uw vraag").click()


def _disagree(page: Page) -> None:
    """Ask for a change without saying which."""
    page.locator("main").get_by_role("button", name="Vraag een wijziging").click()


PUBLIC = (
    Sample("/openbaarheid", "/openbaarheid", "resident of kuurne"),
    Sample("/openbaarheid", "/openbaarheid", "resident of kuurne", send_empty, name="request for a document with errors"),
    Sample("/openbaarheid", "/openbaarheid", "resident of lendelede", name="request for a document where the archive is off"),
    Sample("/openbaarheid/ontvangen", "/openbaarheid", "resident of kuurne", _ask, name="receipt of a request for a document"),
)
STRATEGY = (
    Sample(S, S, "hilde"),
    Sample(S, S, "mieke", name="strategy, the partnership itself"),
    Sample(S, S, "an", name="strategy, nothing answered yet"),
    Sample(f"{S}/regio", f"{S}/regio", "hilde"),
    Sample(QUESTION, DECIDED, "hilde"),
    Sample(QUESTION, OPEN, "mieke", name="question opened again"),
    Sample(f"{QUESTION}/argumenten", DECIDED, "hilde", press("Voeg het argument toe"), name="argument with errors"),
    Sample(f"{QUESTION}/beslissingen", OPEN, "mieke", press("Leg de beslissing vast"), name="decision with errors"),
    Sample(f"{QUESTION}/heropeningen", DECIDED, "mieke", press("Open de vraag opnieuw"), name="reopening with errors"),
    Sample(f"{S}/overname", f"{S}/overname", "hilde"),
    Sample(f"{S}/overname", f"{S}/overname", "an", name="adoption, nothing answered yet"),
    Sample(f"{S}/overname", f"{S}/overname", "an", press("Neem de strategie over"), name="adoption with errors"),
    Sample(f"{S}/overname/antwoorden", f"{S}/overname", "an", press("Bewaar het antwoord"), name="answer to the strategy with errors"),
    Sample(f"{S}/overname/afwijkingen", f"{S}/overname", "hilde", press("Bewaar de afwijking"), name="deviation with errors"),
)
FINDING = (
    Sample(A, A, "hilde"),
    Sample(A, A, "stijn", name="archive, still empty"),
    Sample(f"{A}/zoeken", f"{A}/zoeken", "hilde"),
    Sample(f"{A}/zoeken", f"{A}/zoeken?q=opvang", "hilde", name="archive search, found"),
    Sample(f"{A}/zoeken", f"{A}/zoeken?q=zeppelin", "hilde", name="archive search, nothing found"),
    Sample(f"{A}/zoeken", f"{A}/zoeken?q=%22open", "hilde", status=422, name="archive search that cannot be read"),
    Sample(f"{A}/zoeken/woorden", f"{A}/zoeken/woorden", "hilde"),
    Sample(f"{A}/zoeken/woorden", f"{A}/zoeken/woorden", "hilde", press("Voeg de woorden toe"), name="words with errors"),
)
KEEPING = (
    Sample(f"{A}/dossiers/nieuw", f"{A}/dossiers/nieuw", "hilde"),
    Sample(f"{A}/dossiers/nieuw", f"{A}/dossiers/nieuw", "hilde", press("Leg het dossier aan"), name="new dossier with errors"),
    Sample(DOSSIER, HERE, "hilde", name="open dossier"),
    Sample(DOSSIER, f"{A}/dossiers/{{held}}", "hilde", name="dossier with a hold"),
    Sample(DOSSIER, f"{A}/dossiers/{{overdue}}", "hilde", name="dossier that should have gone"),
    Sample(DOSSIER, f"{A}/dossiers/{{overdue}}", "piet", status=404, name="dossier of others"),
    Sample(f"{DOSSIER}/blokkeringen", HERE, "hilde", press("Plaats de blokkering"), name="hold with errors"),
    Sample(f"{DOSSIER}/feiten", HERE, "hilde", press("Bewaar de datum"), name="fact with errors"),
    Sample(f"{DOSSIER}/afsluiting", HERE, "hilde", fill("Sluit het dossier", {"closed_on_day": "31", "closed_on_month": "2"}),
           name="closing on a day that does not exist"),
    Sample(f"{A}/stukken/<uuid:record_id>", f"{A}/stukken/{{record}}", "hilde"),
    Sample(f"{A}/inname", f"{A}/inname", "hilde"),
    Sample(f"{A}/inname/<uuid:batch_id>", f"{A}/inname/{{batch}}", "hilde"),
    Sample(f"{A}/inname/<uuid:batch_id>", f"{A}/inname/{{batch}}?uitkomst=unmapped", "hilde", name="dry run, one outcome"),
    Sample(f"{A}/plan", f"{A}/plan", "hilde"),
    Sample(SERIES, f"{A}/plan/series/bou", "hilde"),
    Sample(f"{SERIES}/afwijkingen", f"{A}/plan/series/bou", "hilde", press("Bewaar de afwijking"), name="local rule with errors"),
    Sample(f"{SERIES}/afwijkingen", f"{A}/plan/series/bou", "hilde",
           fill("Kijk eerst wat het verandert", {"value": "P10Y", "motivation": "Wij bewaren dit al jaren tien jaar."}),
           name="local rule, what it would change"),
    Sample(f"{A}/kamers", f"{A}/kamers", "hilde", name="rooms, none yet"),
    Sample(f"{A}/kamers", ROOMS, KUURNE),
    Sample(f"{A}/kamers/toewijzingen", ROOMS, KUURNE, press("Wijs de gekozen kamers toe"), name="rooms, none chosen"),
    Sample(f"{A}/kamers/uitvoer", f"{A}/kamers", "hilde", press("Kijk eerst na"), name="export with errors"),
    Sample(f"{A}/kamers/platformen", f"{A}/kamers", "hilde", press("Bewaar het platform"), name="platform with errors"),
)
GOING = (
    Sample(f"{A}/bewaring", f"{A}/bewaring", "hilde"),
    Sample(f"{A}/bewaring", f"{A}/bewaring", "stijn", name="retention, nothing due"),
    Sample(f"{A}/bewaring/lijsten", f"{A}/bewaring", "hilde", press("Maak de lijst met de gekozen dossiers"), name="list without dossiers"),
    Sample(LIST, LISTED, "hilde", name="list by who made it"),
    Sample(LIST, LISTED, "piet", name="list by who agrees"),
    Sample(f"{LIST}/goedkeuringen", LISTED, "piet", press("Keur de lijst goed"), name="agreement with errors"),
    Sample(f"{LIST}/goedkeuringen", LISTED, "piet", _disagree, name="change asked without saying which"),
    Sample(f"{LIST}/weglatingen/<uuid:item_id>", LISTED, "hilde", press("Laat weg"), name="left out without a reason"),
    Sample(f"{LIST}/<slug:noun>", LISTED, "hilde", press("Trek de lijst in"), name="withdrawn without a reason"),
    Sample("403", f"{A}/inname", "stijn", status=403, name="archive page refused"),
    Sample("404", A, "an", status=404, name="archive where it is off"),
)
ASKING = (
    Sample(R, R, KUURNE),
    Sample(R, R, "hilde", name="requests for documents, none"),
    Sample(R, R, KUURNE, press("Noteer de vraag"), name="request with errors"),
    Sample(REQUEST, ASKED, KUURNE),
    Sample(REQUEST, f"{ASKED}?q=klacht", KUURNE, name="request, looking for records"),
    Sample(f"{REQUEST}/verlengingen", ASKED, KUURNE, press("Verleng"), name="longer without a reason"),
    Sample(f"{REQUEST}/beslissingen", ASKED, KUURNE, press("Leg de beslissing vast"), name="decision on a request with errors"),
    Sample(f"{A}/vertrek", f"{A}/vertrek", "hilde"),
)
STAFF = (*STRATEGY, *FINDING, *KEEPING, *GOING, *ASKING)
NO_PAGE = {
    f"{S}/overname/afwijkingen/<uuid:deviation_id>/einde", f"{A}/zoeken/woorden/<uuid:set_id>/einde",
    f"{DOSSIER}/blokkeringen/<uuid:hold_id>/opheffing", f"{DOSSIER}/bestanden", f"{A}/inname/proefdraaien",
    f"{A}/inname/<uuid:batch_id>/verslag.csv", f"{A}/inname/<uuid:batch_id>/<slug:noun>", f"{SERIES}/afwijkingen/einde",
    f"{LIST}/verklaring", f"{REQUEST}/stukken", f"{REQUEST}/bezorgingen", f"{REQUEST}/brief.pdf", f"{A}/vertrek/pakketten",
}  # fmt: skip


def values(region: Region) -> dict[str, str]:
    """Rows of Wervik's shelf by what they are called; Mieke opens the last question again, so that one waits for a decision."""
    hilde, mieke = sign_in(region, "hilde"), sign_in(region, "mieke")
    questions = page_of(region, S, mieke)
    asked = dict.fromkeys(part.split('"')[0] for part in questions.split(f'href="{S}/vragen/')[1:])
    question, *_, again = asked
    opened = region.post("", f"{S}/vragen/{again}/heropeningen", {"reason": "Twee gemeenten vroegen het."}, mieke)
    assert opened.status == 302, opened.text
    due, shelf = page_of(region, f"{A}/bewaring", hilde), page_of(region, A, hilde)
    known = {
        "question": question, "open_question": again,
        "archived": found(shelf, r'/archief/dossiers/([0-9a-f-]{36})">Opvang in de Proefstraat'),
        "overdue": found(due, r'/archief/dossiers/([0-9a-f-]{36})">[^<]*</a> Klacht over losliggende tegels'),
        "list": found(due, r"/archief/vernietiging/([0-9a-f-]{36})"),
        "batch": found(page_of(region, f"{A}/inname", hilde), r"/archief/inname/([0-9a-f-]{36})"),
    }
    held = page_of(region, f"{A}/zoeken?q=Toonhoek", hilde)
    record = page_of(region, f"{A}/zoeken?q=opvang", hilde)
    kuurne = sign_in(region, KUURNE)
    return known | {
        "asked": found(page_of(region, R, kuurne), r"/archief/aanvragen/([0-9a-f-]{36})"),
        "held": found(held, r'/archief/dossiers/([0-9a-f-]{36})"'), "record": found(record, r"/archief/stukken/([0-9a-f-]{36})"),
    }
