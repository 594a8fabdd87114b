"""The social dossier: Els moves from Kortrijk to Wervik. Both sides of a hand-over, the letters, the meeneemmap."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from nabij.testing.server import Answer, Region

from .sample import RESIDENT, Sample, fill, found, page_of, press, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

D, LOOKED, FOUND = "/dossier", "/dossier/wie-keek", "/dossier/zoeken/<uuid:search_id>"
ASKED, HAND = f"{D}/aanvragen/<uuid:application_id>", f"{D}/overdrachten/<uuid:handover_id>"
FOLDER, FILE = f"{D}/meeneemmappen/<uuid:folder_id>", f"{D}/<slug:ref>"
REPLACED = f"{FILE}/bevindingen/<uuid:finding_id>/vervanging"
#: The request by Wervik that is answered, as Kortrijk holds it and as Wervik follows it; and one that just came in.
HOLDS, ASKS, CHOOSES, WAITS = (f"{D}/overdrachten/{{{name}}}" for name in ("holds", "asks", "chooses", "waits"))
APPLICATION, OWN = f"{D}/aanvragen/{{application}}", f"{D}/{{els}}"
_SAME = {"first_name": "Els", "last_name": "Maes"}
CHECKS = ["bound", "finality", "necessary", "informed", "interest"]

OWN_LETTER = "/mijn/inzage/<uuid:handover_id>"


def _letter(page: Page) -> None:
    """As Els, whom the letter is about: signed in on her own page first."""
    address = page.url.replace("?brief=", "/inzage/")
    if page.get_by_role("button", name="Els Maes").count():
        page.get_by_role("button", name="Els Maes").click()
    page.goto(address)


def _letter_with_errors(page: Page) -> None:
    _letter(page)
    page.locator("input[name='reply_1'][value='correct']").check()
    page.get_by_role("button", name="Bewaar mijn antwoorden").click()


PUBLIC = (
    Sample("/meeneemmap", "/meeneemmap", RESIDENT),
    Sample("/meeneemmap", "/meeneemmap", RESIDENT, press("Kijk na"), name="meeneemmap with errors"),
    Sample("/meeneemmap", "/meeneemmap", RESIDENT, fill("Kijk na", {"code": "ABC DEF GHJ KLM NPQ RST"}), name="meeneemmap, not real"),
    Sample(OWN_LETTER, "/mijn?brief={shown_letter}", RESIDENT, _letter, name="letter on the own page"),
    Sample(OWN_LETTER, "/mijn?brief={shown_letter}", RESIDENT, _letter_with_errors, name="letter on the own page with errors"),
    Sample(OWN_LETTER, "/mijn?brief={holds}", RESIDENT, _letter, name="letter on the own page, too late"),
)
HOME = (
    Sample(D, D, "marieke"),
    Sample(D, D, "wim"),
    Sample(D, D, "lannoo"),
    Sample(D, D, "wouter", status=404, name="dossiers for who has no social function"),
    Sample(f"{D}/zoeken", f"{D}/zoeken", "wim"),
    Sample(f"{D}/zoeken", f"{D}/zoeken", "wim", press("Zoek"), name="dossier search with errors"),
    Sample(f"{D}/zoeken", f"{D}/zoeken", "wim", fill("Zoek", {"nummer": "12"}), name="dossier search, wrong number"),
    Sample(FOUND, f"{D}/zoeken", "wim", fill("Zoek", {"naam": "Els Maes"}), name="dossier search, found"),
    Sample(FOUND, f"{D}/zoeken", "lannoo", fill("Zoek", {"naam": "Els Maes"}), name="dossier search, by the chief"),
    Sample(FOUND, f"{D}/zoeken", "wim", fill("Zoek", {"naam": "Niemand Zomaar"}), name="dossier search, nobody"),
    Sample(f"{D}/nieuw", f"{D}/nieuw", "wim"),
    Sample(f"{D}/nieuw", f"{D}/nieuw", "wim", press("Open het dossier"), name="new file with errors"),
    Sample(f"{D}/nieuw", f"{D}/nieuw", "wim", fill("Open het dossier", _SAME), name="new file, same name"),
    Sample(f"{D}/cijfers", f"{D}/cijfers", "bart, OCMW Wervik"),
    Sample(f"{D}/kluis", f"{D}/kluis", "lannoo"),
    Sample(LOOKED, LOOKED, "sofie"),
    Sample(LOOKED, LOOKED, "sofie", press("Toon wie keek"), name="who looked, with errors"),
    Sample(LOOKED, LOOKED, "sofie", fill("Toon wie keek", {"naam": "Niemand Zomaar", "waarom": "Proef"}), name="who looked, nobody"),
    Sample(f"{LOOKED}/<slug:ref>", f"{LOOKED}/{{els_before}}", "sofie"),
    Sample(LOOKED, LOOKED, "wim", status=404, name="who looked, for a worker"),
)
FILES = (
    Sample(FILE, OWN, "marieke"),
    Sample(FILE, f"{D}/{{els_before}}", "wim", name="file with a history"),
    Sample(FILE, f"{D}/{{els_before}}", "marieke", status=404, name="file of another OCMW"),
    Sample(f"{FILE}/toegang", f"{D}/{{els_before}}/toegang", "lannoo"),
    Sample(f"{FILE}/toegang", f"{D}/{{els_before}}/toegang", "lannoo", press("Open dit dossier"), name="access without a reason"),
    Sample(f"{FILE}/bevindingen", f"{D}/{{els_before}}/bevindingen?over=rent", "wim"),
    Sample(f"{FILE}/bevindingen", f"{OWN}/bevindingen", "marieke", press("Bewaar de bevinding"), name="finding with errors"),
    Sample(REPLACED, f"{OWN}/bevindingen/{{finding}}/vervanging", "marieke"),
    Sample(REPLACED, f"{OWN}/bevindingen/{{finding}}/vervanging", "marieke", press("Vervang de bevinding"), name="replacing with errors"),
    Sample(REPLACED, f"{OWN}/bevindingen/{{replaced}}/vervanging", "marieke", name="a finding that was replaced"),
    Sample(f"{FILE}/bevindingen", f"{OWN}/bevindingen?over=rent", "marieke", name="findings with what was replaced"),
    Sample(f"{FILE}/gezin", f"{OWN}/gezin", "marieke"),
    Sample(f"{FILE}/gezin", f"{OWN}/gezin?dag=2027-02-31", "marieke", press("Bewaar de gebeurtenis"), name="household with errors"),
    Sample(f"{FILE}/aanvragen", f"{OWN}/aanvragen", "marieke"),
    Sample(f"{FILE}/aanvragen", f"{OWN}/aanvragen", "marieke", press("Noteer de aanvraag"), name="application with errors"),
    Sample(f"{FILE}/logboek", f"{OWN}/logboek", "marieke"),
    Sample(f"{FILE}/meeneemmap", f"{OWN}/meeneemmap", "marieke"),
    Sample(ASKED, APPLICATION, "marieke"),
    Sample(f"{ASKED}/toestand", APPLICATION, "marieke", press("Zet de stap"), name="step with errors"),
    Sample(f"{ASKED}/onderzoek", APPLICATION, "marieke", press("Noteer"), name="act of the inquiry with errors"),
    Sample(f"{ASKED}/meeneemmap", APPLICATION, "marieke", fill("Open de meeneemmap", {"code": "ABC"}), name="meeneemmap with a wrong code"),
    Sample(f"{ASKED}/overdracht", f"{APPLICATION}/overdracht", "marieke"),
    Sample(f"{ASKED}/overdracht", f"{APPLICATION}/overdracht", "marieke", press("Onderteken en vraag"), name="request with errors"),
    Sample(f"{ASKED}/ontvangen", f"{APPLICATION}/ontvangen", "marieke"),
    Sample(f"{D}/ontvangen/<uuid:received_id>/oordeel", f"{ASKS}/beoordeling", "marieke", press("Betwist"), name="disputed, no words"),
)
HANDOVERS = (
    Sample(HAND, HOLDS, "wim", name="hand-over, holder"),
    Sample(HAND, ASKS, "marieke", name="hand-over, requester"),
    Sample(HAND, CHOOSES, "wim", name="hand-over, to choose"),
    Sample(HAND, WAITS, "marieke", name="hand-over, on its way"),
    Sample(HAND, HOLDS, "lannoo", name="hand-over, the chief"),
    Sample(f"{HAND}/weigering", f"{CHOOSES}/weigering", "wim"),
    Sample(f"{HAND}/weigering", f"{CHOOSES}/weigering", "wim", press("Weiger de vraag"), name="refusal with errors"),
    Sample(f"{HAND}/weigering", f"{WAITS}/weigering", "marieke", name="request taken back"),
    Sample(f"{HAND}/keuze", f"{CHOOSES}/keuze", "wim"),
    Sample(f"{HAND}/brief", f"{HOLDS}/brief", "wim"),
    Sample(f"{HAND}/antwoorden", f"{HOLDS}/antwoorden", "wim"),
    Sample(f"{HAND}/antwoorden", f"{HOLDS}/antwoorden", "wim", press("Bewaar de antwoorden"), name="answers without a channel"),
    Sample(f"{HAND}/bezwaren/<int:number>", f"{HOLDS}/bezwaren/8", "wim", name="objection, by who chose"),
    Sample(f"{HAND}/bezwaren/<int:number>", f"{HOLDS}/bezwaren/8", "lannoo", press("Beslis over"), name="objection with errors"),
    Sample(f"{HAND}/bezwaren/<int:number>", f"{HOLDS}/bezwaren/9", "lannoo", name="objection, decided"),
    Sample(f"{HAND}/bezwaren/<int:number>/brief", f"{HOLDS}/bezwaren/9/brief", "lannoo"),
    Sample(f"{HAND}/beoordeling", f"{ASKS}/beoordeling", "marieke"),
)
FOLDERS = (
    Sample(FOLDER, f"{D}/meeneemmappen/{{composed}}", "marieke", name="meeneemmap, composed"),
    Sample(FOLDER, f"{D}/meeneemmappen/{{shown}}", "marieke", name="meeneemmap, shown"),
    Sample(FOLDER, f"{D}/meeneemmappen/{{sealed}}", "marieke", name="meeneemmap, sealed"),
    Sample(f"{FOLDER}/zegel", f"{D}/meeneemmappen/{{to_seal}}", "marieke", press("Verzegel en toon"), name="the sheet, shown once"),
)
STAFF = (*HOME, *FILES, *HANDOVERS, *FOLDERS)
NO_PAGE = {f"{LOOKED}/<slug:ref>/bewijs", f"{HAND}/stappen/<slug:noun>", f"{FOLDER}/schrappingen", f"{FOLDER}/intrekking"}


def values(region: Region) -> dict[str, str]:
    """Tell on to where each page has something to show: answers, two objections of which one is decided, a release, a second request."""
    marieke, wim, lannoo = (sign_in(region, name) for name in ("marieke", "wim", "lannoo"))
    here, there = page_of(region, D, marieke), page_of(region, D, wim)
    known = {
        "application": found(here, r"/dossier/aanvragen/([0-9a-f-]{36})"), "asks": found(here, r"/dossier/overdrachten/([0-9a-f-]{36})"),
        "holds": found(there, r"/dossier/overdrachten/([0-9a-f-]{36})"),
        "els": found(here, r'href="/dossier/([A-Z0-9]+)">Els Maes'), "els_before": found(there, r'href="/dossier/([A-Z0-9]+)">Els Maes'),
    }
    _answered(region, known, wim, lannoo)
    _went(region.post("", f"{D}/overdrachten/{known['asks']}/stappen/ophaling", {}, marieke))
    waits, chooses = _asked_again(region, known, "housing", marieke, wim, r"\w+")
    _, shown = _asked_again(region, known, "medical", marieke, wim, "health_insurance", chooses)
    _shown(region, shown, wim)
    more = {"waits": waits, "chooses": chooses, "shown_letter": shown} | _replaced(region, known["els"], marieke)
    return known | more | _folders(region, known["els"], marieke)


def _went(answer: Answer) -> str:
    """The address to which an accepted form leads."""
    assert answer.status == 302, unescape(answer.text)
    return answer.header("Location")


def _answered(region: Region, known: dict[str, str], wim: str, lannoo: str) -> None:
    at = f"{D}/overdrachten/{known['holds']}"
    given = {f"reply_{n}": "object" if n in (8, 9) else "agree" for n in range(1, 12)} | {"channel": "phone"}
    _went(region.post("", f"{at}/antwoorden", given | {"text_8": "Dat is privé.", "text_9": "Die rekening is betaald."}, wim))
    _went(region.post("", f"{at}/bezwaren/9", {"outcome": "upheld", "reason": "De rekening is betaald."}, lannoo))
    _went(region.post("", f"{at}/stappen/vrijgave", {}, lannoo))


def _asked_again(region: Region, known: dict[str, str], aid: str, marieke: str, wim: str, wanted: str, before: str = "") -> tuple[str, str]:
    """Another application, for which Wervik asks Kortrijk too: Wim takes it up and must choose. (at Wervik, at Kortrijk)"""
    asked = {"aid": aid, "received_on": "2027-03-29", "channel": "desk"}
    application = _went(region.post("", f"{D}/{known['els']}/aanvragen", asked, marieke))
    form = page_of(region, f"{application}/overdracht", marieke)
    holder, needed = found(form, r'value="(\d+)"[^>]*>\s*OCMW Kortrijk'), found(form, rf'name="requirements" value="({wanted})"')
    basis = {
        "holder": holder, "requirements": needed,
        "competence": "Mevrouw woont in Wervik.", "legal_basis": "OCMW-wet art. 57", "purpose": "Uw nieuwe aanvraag",
        "informed": "Aan het loket.", "informed_on": "2027-03-29", "checks": CHECKS,
    }
    waits = _went(region.post("", f"{application}/overdracht", basis, marieke)).rpartition("/")[2]
    known_there = "|".join(filter(None, (known["holds"], before)))
    chooses = found(page_of(region, D, wim), rf"/dossier/overdrachten/((?!{known_there})[0-9a-f-]{{36}})")
    _went(region.post("", f"{D}/overdrachten/{chooses}/stappen/ontvangst", {}, wim))
    return waits, chooses


def _shown(region: Region, handover: str, wim: str) -> None:
    """The letter of a third request: what is proposed, as it is proposed."""
    page = page_of(region, f"{D}/overdrachten/{handover}/keuze", wim)
    ticked = re.findall(r'name="gekozen" value="([0-9a-f-]{36})" checked', page)
    _went(region.post("", f"{D}/overdrachten/{handover}/keuze", {"gekozen": ticked}, wim))


def _replaced(region: Region, ref: str, marieke: str) -> dict[str, str]:
    """One finding that may be replaced, and one that was."""
    at = f"{D}/{ref}/bevindingen"
    rent, residence = (
        found(page_of(region, f"{at}?over={code}", marieke), rf"{at}/([0-9a-f-]{{36}})/vervanging") for code in ("rent", "residence")
    )
    better = {"kind": "fact", "value": "Huurcontract: € 645", "source": "document", "reason": "contract gezien"}
    _went(region.post("", f"{at}/{rent}/vervanging", better | {"observed_on": "2027-03-30"}, marieke))
    return {"finding": residence, "replaced": rent}


def _folders(region: Region, ref: str, marieke: str) -> dict[str, str]:
    made = {}
    for name in ("composed", "shown", "to_seal", "sealed"):
        at = _went(region.post("", f"{D}/{ref}/meeneemmap", {"aid": "leefloon", "asked_by": "phone"}, marieke))
        made[name] = at.rpartition("/")[2]
        if name != "composed":
            _went(region.post("", f"{at}/schrappingen", {"schrap": "1"}, marieke))
        if name == "sealed":
            assert region.post("", f"{at}/zegel", {}, marieke).status == 200
    return made
