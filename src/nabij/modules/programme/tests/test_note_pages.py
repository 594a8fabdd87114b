"""The screens of a round: Mieke makes thirteen notes, An reads and answers only her own."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ..models import Answer, Consultation, NoteOrder
from ..queries import consultations
from .consultation_scene import make_all, rounds
from .test_pages import text

__all__ = ["rounds"]
pytestmark = pytest.mark.django_db
BASE = "/programma/bevragingen"


def test_mieke_makes_thirteen_notes_with_one_button(staff: Any, acting: Any, rounds: dict[str, UUID]) -> None:
    client, address = staff("mieke"), f"{BASE}/{rounds['social']}"
    assert "Maak 13 nota's" in text(client.get(address))
    answer = client.post(f"{address}/notas")
    assert answer.status_code == 302 and answer.headers["Location"] == f"{address}/notas"
    assert "0 van 13 nota's (0 %)" in text(client.get(f"{address}/notas")).replace("\u00a0", " ")
    with acting("mieke"):
        assert make_all(rounds["social"]) == 13  # printed for real: the one slow test of the notes
    seen = text(client.get(f"{address}/notas"))
    assert "13 van 13 nota's klaar" in seen and seen.index("Anzegem") < seen.index("Kuurne") < seen.index("Zwevegem")
    for form, start in (("", b"%PDF-1."), ("?als=word", b"PK")):
        file = client.get(f"{address}/notas/kuurne{form}")
        assert file.status_code == 200 and file.content.startswith(start) and "attachment" in file.headers["Content-Disposition"]


def test_an_idea_explains_why_there_are_no_notes(staff: Any, rounds: dict[str, UUID]) -> None:
    client, address = staff("mieke"), f"{BASE}/{rounds['website']}"
    seen = text(client.get(address))
    assert "Dit project is nog een idee." in seen and "raming" in seen and "Maak 13 nota's" not in seen
    refused = client.post(f"{address}/notas")
    assert refused.status_code == 422 and "bevraging" in text(refused)


def test_an_reads_the_note_to_her_own_college(staff: Any, rounds: dict[str, UUID]) -> None:
    seen = text(staff("an").get(f"{BASE}/{rounds['archive']}/nota")).replace("\u00a0", " ")
    for piece in (
        "Nota aan het college van burgemeester en schepenen van Lendelede", "Politiek niveau", "Ambtelijk niveau", "Hoe berekend",
        "€ 976,27", "3,8 uur", "Neemt uw gemeente de gedeelde bewaarstrategie over?", "verstuurd",
    ):  # fmt: skip
        assert piece in seen, piece


@pytest.mark.parametrize(("path", "start"), [("pdf", b"%PDF-1."), ("word", b"PK")])
def test_an_downloads_her_own_note(staff: Any, rounds: dict[str, UUID], path: str, start: bytes) -> None:
    file = staff("an").get(f"{BASE}/{rounds['archive']}/nota/{path}")
    assert file.status_code == 200 and file.content.startswith(start) and file.headers["X-Content-Type-Options"] == "nosniff"
    assert "lendelede" in file.headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["nota", "nota/pdf", "nota/word", "nota/antwoorden", "nota/behandeling"])
def test_only_kuurne_decides_for_kuurne(staff: Any, rounds: dict[str, UUID], path: str) -> None:
    refused = staff("an").get(f"{BASE}/{rounds['archive']}/{path}?voor=kuurne")
    assert refused.status_code == 403 and "Alleen Kuurne beslist voor Kuurne." in unescape(refused.content.decode())
    assert staff("an").get(f"{BASE}/{rounds['archive']}/notas/kuurne").status_code == 403


def test_an_answers_on_two_levels_and_nothing_typed_is_lost(staff: Any, acting: Any, rounds: dict[str, UUID], organisations: Any) -> None:
    client, address = staff("an"), f"{BASE}/{rounds['archive']}/nota/antwoorden"
    with acting("an"):
        round = consultations.get(rounds["archive"])
    number, engagement = round.questions[1].id, round.administrative[0].id
    page = client.get(address)
    assert "Het bestuur" in text(page) and "De diensten" in text(page)
    ids = re.findall(r'\bid="([^"]+)"', page.content.decode())
    assert len(ids) == len(set(ids)), "both forms on one page keep their own ids"
    wrong = client.post(address, {
        "niveau": "administrative", f"administrative-v-{number}": "heel veel", f"administrative-v-{engagement}": "amended",
        f"administrative-v-{engagement}-woorden": "",
    })  # fmt: skip
    assert wrong.status_code == 422 and "Vul een heel getal in" in text(wrong) and 'value="heel veel"' in wrong.content.decode()
    assert "in uw eigen woorden hoe u het engagement aanpast" in text(wrong)
    right = client.post(address, {
        "niveau": "administrative", f"administrative-v-{number}": "1200", f"administrative-v-{engagement}": "amended",
        f"administrative-v-{engagement}-woorden": "Vanaf juni.",
    })  # fmt: skip
    assert right.status_code == 302
    with acting("an"):
        assert Answer.objects.get(organisation_id=organisations["lendelede"]).value == "1200"


def test_an_records_that_her_college_decided(staff: Any, rounds: dict[str, UUID]) -> None:
    client, address = staff("an"), f"{BASE}/{rounds['archive']}/nota/behandeling"
    given = {"step": "decided", "on_day": "30", "on_month": "3", "on_year": "2027", "decision_number": "", "decision_body": "college"}
    wrong = client.post(address, given)
    assert wrong.status_code == 422 and "nummer of het adres van het besluit" in text(wrong)
    assert client.post(address, given | {"decision_number": "2027-VB-901"}).status_code == 302
    assert "besluit 2027-VB-901" in text(client.get(f"{BASE}/{rounds['archive']}/nota"))


def test_the_note_comes_first_in_what_is_asked_of_an(staff: Any, rounds: dict[str, UUID]) -> None:
    page = staff("an").get("/werk")
    assert f"{BASE}/{rounds['archive']}/nota" in page.content.decode()
    assert "Er worden 3 dingen van u gevraagd. Samen ongeveer 9 minuten." in text(page)


def test_mieke_lays_out_a_round_from_the_first_word_to_open(staff: Any, projects: dict[str, UUID]) -> None:
    client, project = staff("mieke"), projects["streekproject"]
    days = {"opens": "2027-04-01", "last_day": "2027-03-31"}
    form = {"title": "Samen indienen", "reason": "De oproep sluit in mei en vraagt één plan van ons allen.", **days}
    wrong = client.post(f"/programma/projecten/{project}/bevraging", form)
    assert wrong.status_code == 422 and "ligt voor de eerste" in text(wrong) and "Samen indienen" in wrong.content.decode()
    made = client.post(f"/programma/projecten/{project}/bevraging", form | {"last_day": "2027-05-31"})
    assert made.status_code == 302
    address = made.headers["Location"].partition("?")[0]
    lacking = client.post(f"{address}/opening")
    assert lacking.status_code == 422 and "Stel minstens één vraag." in text(lacking)
    for noun, given in (
        ("vragen", {"text": "Dient u mee in?", "respondent": "board", "answer_type": "yes_no", "legal_consequence": "Bindt niet."}),
        ("engagementen", {"level": "political", "text": "Het college beslist.", "half_days": "", "euros": ""}),
        ("engagementen", {"level": "administrative", "text": "Iemand schrijft mee.", "half_days": "2", "euros": "1500"}),
        ("winsten", {"kind": "quality", "text": "Eén plan."}),
    ):  # fmt: skip
        assert client.post(f"{address}/{noun}", given).status_code == 302, noun
    assert client.post(f"{address}/opening").status_code == 302
    assert Consultation.objects.count() == 0, "outside a scope nothing is seen"
    assert "Samen indienen" in text(staff("an").get(BASE))
    effort = client.post(f"/programma/projecten/{project}/raming", {"level": "light", "half_days": "twee", "text": "overleg"})
    assert effort.status_code == 422 and "Vul een heel getal in" in text(effort)


@pytest.mark.parametrize(
    ("username", "path", "limit"),
    [("mieke", "", 12), ("mieke", "/{archive}", 24), ("mieke", "/{archive}/notas", 22), ("an", "/{archive}", 18),
     ("an", "/{archive}/nota", 20), ("an", "/{archive}/nota/antwoorden", 18)],
)  # fmt: skip
def test_query_budget(staff: Any, rounds: dict[str, UUID], username: str, path: str, limit: int) -> None:
    client = staff(username)
    client.get("/programma")
    with CaptureQueriesContext(connection, ) as seen:
        assert client.get(BASE + path.format(**rounds)).status_code == 200
    asked = [q["sql"] for q in seen if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= limit, "\n".join(asked)


def test_orders_are_not_seen_by_members(acting: Any, rounds: dict[str, UUID]) -> None:
    with acting("an"):
        assert not NoteOrder.objects.exists()
