"""The script "Social worker, Marieke" through the pages, and what both OCMWs hold when it ends."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nabij.kernel.calendar import clock
from nabij.kernel.identity.models import Account
from nabij.kernel.tenancy.scope import Actor, scope
from nabij.modules.dossier import facade
from nabij.modules.dossier.models import Finding, Handover, ReceivedItem
from nabij.modules.dossier.queries import casework, files, handovers

pytestmark = pytest.mark.django_db
JUDGED = {5: ("refresh", "Huur van € 640 per maand, nieuw contract gezien"), 8: ("dispute", "Attest klopt niet")}
REPLIES = {n: "agree" for n in range(1, 12)} | {6: "correct", 9: "object"}


def seen(response: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


def answers() -> dict[str, str]:
    given = {f"reply_{n}": reply for n, reply in REPLIES.items()}
    return given | {"channel": "phone", "text_6": "De huur was € 640.", "text_9": "Die rekening is al lang betaald."}


def numbers_of(acting: Any, els: Any) -> dict[str, int]:
    """requirement → number in the letter."""
    with acting("wim"):
        handover = handovers.by_id(els.at_kortrijk)
        file = files.opened_by_id(handover.dossier_id)
        return {item.data["requirement"]: item.number for item in handovers.items(file, handover)}


def to_released(staff: Any, els: Any) -> None:
    """Wim keys the answers, Greet upholds the objection and releases."""
    url = f"/dossier/overdrachten/{els.at_kortrijk}"
    assert staff("wim").post(f"{url}/antwoorden", answers()).status_code == 302
    greet = staff("lannoo")
    decided = greet.post(f"{url}/bezwaren/9", {"outcome": "upheld", "reason": "De rekening is betaald en niet meer nodig."})
    assert decided.status_code == 302, seen(decided)
    assert greet.post(f"{url}/stappen/vrijgave").status_code == 302


def test_minute_0_the_worker_sees_what_is_asked_by_last_day(staff: Any, els: Any) -> None:
    marieke = staff("marieke")
    text = seen(marieke.get("/dossier"))
    assert "Els Maes" in text and "vrijdag 23 april 2027" in text and "Onderweg uit OCMW Kortrijk" in text
    assert "11 van 148, inhoud nog niet zichtbaar" in text
    page = seen(marieke.get(f"/dossier/aanvragen/{els.application}"))
    assert "Huisbezoek" in page and "Raadpleging van de KSZ" in page and page.count("verouderd") == 2
    assert "Waarom deze datum?" in page and "30 kalenderdagen" in page
    assert "Gaat uit elkaar" not in page and "Oude rekening" not in page


def test_the_letter_has_the_reply_card_and_the_same_numbers(staff: Any, acting: Any, els: Any) -> None:
    numbers = numbers_of(acting, els)
    assert (len(numbers), numbers["rent"], numbers["debts"]) == (9, 6, 9)
    text = seen(staff("wim").get(f"/dossier/overdrachten/{els.at_kortrijk}/brief"))
    assert "donderdag 8 april 2027" in text and "Antwoordkaart" in text and "Elke manier telt evenveel" in text
    assert text.count("vakje") == 44 and "16/03/2027 (vraagt de wet)" in text
    assert "Huur van € 690 per maand" in text and "Indruk" not in text


def test_the_whole_script(staff: Any, acting: Any, els: Any, still_clock: Any) -> None:
    to_released(staff, els)
    marieke = staff("marieke")
    assert marieke.post(f"/dossier/overdrachten/{els.at_wervik}/stappen/ophaling").status_code == 302
    page = marieke.get(f"/dossier/overdrachten/{els.at_wervik}/beoordeling").content.decode()
    assert page.count('value="adopt"') == 10 and "alles overnemen" not in page.lower() and "Oude rekening" not in page
    assert "€ 690" in page and "De huur was € 640." in page
    before = left(acting, els, still_clock)
    with acting("marieke"):
        ids = [str(row.id) for row in ReceivedItem.objects.filter(handover_id=els.at_wervik).order_by("number")]
    for place, key in enumerate(ids):
        verdict, text = JUDGED.get(place, ("adopt", ""))
        answer = marieke.post(f"/dossier/ontvangen/{key}/oordeel", {"oordeel": verdict, "tekst": text})
        assert answer.status_code == 302, seen(answer)
    assert left(acting, els, still_clock) < before
    with acting("marieke"):
        assert Handover.objects.get(id=els.at_wervik).state == "closed"
        verdicts = list(ReceivedItem.objects.values_list("verdict", flat=True))
        assert sorted(verdicts) == ["adopt"] * 8 + ["dispute", "refresh"]
        assert Finding.objects.exclude(derived_from="").count() == 9
    with acting("wim"):
        assert Handover.objects.get(id=els.at_kortrijk).state == "closed"
    assert "Attest klopt niet" in seen(staff("wim").get(f"/dossier/overdrachten/{els.at_kortrijk}"))


def left(acting: Any, els: Any, still_clock: Any) -> int:
    with acting("marieke"):
        file, view = casework.application(els.application, still_clock.at.date())
        return casework.delta(file, view, still_clock.at.date()).left


def test_the_persons_page_tells_who_looked_when_and_why_at_both(staff: Any, els: Any, organisations: dict[str, int]) -> None:
    to_released(staff, els)
    staff("marieke").post(f"/dossier/overdrachten/{els.at_wervik}/stappen/ophaling")
    printed = seen(staff("marieke").get(f"/dossier/{els.wervik_ref}/logboek"))
    assert "Een maatschappelijk werker van OCMW Wervik haalde gegevens over u op." in printed
    assert "dinsdag 30 maart 2027" in printed and "Marieke Ghesquière" in printed  # the own worker, not who looked
    account = Account.objects.get(username="els")
    with scope(reading=[organisations["wervik"]], actor=as_person(account), organisation_id=organisations["wervik"]):
        lines = facade.person_log(account.pk)
        items = facade.person_items(account.pk, clock.now())
    told = {line.sentence for line in lines}
    assert "Een hoofdmaatschappelijk werker van OCMW Kortrijk gaf gegevens over u vrij." in told
    assert "Een maatschappelijk werker van OCMW Wervik vroeg gegevens over u aan een ander OCMW." in told
    assert [item.due.isoformat() for item in items if item.due and "aanvraag" in item.title] == ["2027-04-23"]


def as_person(account: Account) -> Any:
    return Actor(kind="resident", label="de persoon zelf", account_id=account.pk)


def test_the_director_sees_a_number_and_the_municipal_side_nothing(staff: Any) -> None:
    assert "Deze pagina vinden we niet" in seen(staff("bart", "wervik").get("/dossier"))
    assert "minder dan 10" in seen(staff("bart", "ocmw-wervik").get("/dossier/cijfers"))


def test_pages_stay_in_their_budget(staff: Any, els: Any) -> None:
    marieke = staff("marieke")
    for url, limit in (("/dossier", 6), (f"/dossier/{els.wervik_ref}", 10), (f"/dossier/aanvragen/{els.application}", 14)):
        marieke.get(url)
        with CaptureQueriesContext(connection) as queries:
            marieke.get(url)
        module = [q["sql"] for q in queries.captured_queries if "dossier_" in q["sql"]]
        assert len(module) <= limit, (url, len(module))
