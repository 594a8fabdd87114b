"""What Hilde and Piet see: the script of the first ten minutes, without script in the browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from .. import demo_tree
from ..models import Batch, DisposalList, Dossier, Record, Room, Series

pytestmark = pytest.mark.django_db


@pytest.fixture
def hilde(staff: Any) -> Any:
    return staff("hilde", "wervik")


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize(
    "path", ["", "/zoeken", "/zoeken/woorden", "/dossiers/nieuw", "/inname", "/plan", "/kamers", "/bewaring", "/strategie/regio"]
)
def test_each_screen_opens(hilde: Any, path: str) -> None:
    page = text(hilde.get(f"/archief{path}"))
    assert "<h1>" in page and "style=" not in page and "geen gegevens" not in page


def test_dry_run_says_that_nothing_was_taken_over(hilde: Any, acting: Any) -> None:
    with acting("hilde", "wervik"):
        batch = Batch.objects.get(name="G-schijf")
    page = text(hilde.get(f"/archief/inname/{batch.id}"))
    for words in ("3.000 bestanden", "Er is nog niets overgenomen", "rommel", "dubbel", "nog geen plaats"):
        assert words in page
    doubles = text(hilde.get(f"/archief/inname/{batch.id}?uitkomst=unmapped"))
    assert "definitief_def2.docx" in doubles
    report = hilde.get(f"/archief/inname/{batch.id}/verslag.csv")
    assert report.status_code == 200 and report.content.decode("utf-8-sig").count("\n") == 3_001
    with acting("hilde", "wervik"):
        assert not Record.objects.exclude(source_key="").exists()


def test_search_finds_and_explains(hilde: Any, acting: Any) -> None:
    page = text(hilde.get("/archief/zoeken", {"q": "kinderopvang"}))
    assert "Aanvraag om uit te breiden" in page and "<mark>" in page
    assert "Vindt u het niet?" in text(hilde.get("/archief/zoeken", {"q": "zeppelin"}))
    assert "aanhalingsteken" in text(hilde.get("/archief/zoeken", {"q": '"open'}), 422)


def test_why_this_date_names_rule_article_trigger_and_hold(hilde: Any, acting: Any) -> None:
    with acting("hilde", "wervik"):
        late = Dossier.objects.get(title="Klacht over losliggende tegels")
        held = Dossier.objects.get(title="Woning aan de Toonhoek, betwist")
    page = text(hilde.get(f"/archief/dossiers/{late.id}"))
    said = ("Waarom deze datum?", "Klachten", "Bestuursdecreet, artikel III.87", "de afhandeling op 1/02/2021", "had al weg moeten zijn")
    for words in (*said, "nog te bevestigen"):
        assert words in page
    assert "rolnummer 2026/A/114" in text(hilde.get(f"/archief/dossiers/{held.id}"))


def test_a_dossier_of_others_answers_as_if_it_did_not_exist(hilde: Any, staff: Any, acting: Any) -> None:
    with acting("hilde", "wervik"):
        complaint = Dossier.objects.get(title="Klacht over losliggende tegels")
        record = complaint.records.get()
    for client in (staff("piet"), staff("hilde", "kuurne")):
        for url in (f"/archief/dossiers/{complaint.id}", f"/archief/stukken/{record.id}"):
            assert client.get(url).status_code == 404


def test_the_list_needs_piet_and_its_name(hilde: Any, staff: Any, acting: Any) -> None:
    with acting("hilde", "wervik"):
        row = DisposalList.objects.get()
    url = f"/archief/vernietiging/{row.id}"
    page = text(hilde.get(url))
    assert "U maakte deze lijst" in page and "Keur de lijst goed" not in page
    assert "U maakte deze lijst" in text(hilde.post(f"{url}/goedkeuringen", {"typed_name": row.name}), 422)
    piet = staff("piet")
    page = text(piet.get(url))
    assert "U laat" in page and "Keur de lijst goed" in page
    digest = re.search(r'name="digest" value="(\w+)"', page)[1]  # type: ignore[index]
    assert "Typ de naam van de lijst" in text(piet.post(f"{url}/goedkeuringen", {"typed_name": "iets", "digest": digest}), 422)
    assert "veranderde intussen" in text(piet.post(f"{url}/goedkeuringen", {"typed_name": row.name, "digest": "0" * 64}), 422)
    assert piet.post(f"{url}/goedkeuringen", {"typed_name": row.name, "digest": digest}).status_code == 302
    assert "dinsdag 6 april 2027" in text(hilde.get(url))
    assert "wachttijd loopt nog" in text(hilde.post(f"{url}/uitvoering"), 422)


def test_a_list_is_not_withdrawn_without_a_reason(hilde: Any, acting: Any) -> None:
    with acting("hilde", "wervik"):
        row = DisposalList.objects.get()
    url = f"/archief/vernietiging/{row.id}/intrekking"
    assert "Zeg waarom u de lijst intrekt" in text(hilde.post(url, {"reason": " "}), 422)
    assert hilde.post(url, {"reason": "De notaris vroeg ze op."}).status_code == 302


def test_piet_has_a_task(staff: Any, hilde: Any) -> None:
    assert "Kijk de vernietigingslijst" in text(staff("piet").get("/werk"))
    page = text(hilde.get("/werk"))
    assert "had al weg moeten zijn" in page and "Kijk de vernietigingslijst" not in page


def test_kuurne_counts_its_rooms(staff: Any) -> None:
    page = text(staff("hilde", "kuurne").get("/archief/kamers"))
    assert "214 kamers" in page
    assert re.search(r"geen eigenaar</a>: 37\b", page) and re.search(r"geen serie</a>: 61\b", page)


def test_rooms_get_an_owner_and_a_series(staff: Any, acting: Any) -> None:
    client = staff("hilde", "kuurne")
    with acting("hilde", "kuurne"):
        ids = [str(id) for id in Room.objects.filter(owners="").values_list("id", flat=True)[:2]]
    assert "Kies minstens één kamer" in text(client.post("/archief/kamers/toewijzingen", {"owner": "secretariaat"}), 422)
    assert client.post("/archief/kamers/toewijzingen", {"owner": "secretariaat", "series_code": "rad", "rooms": ids}).status_code == 302
    assert re.search(r"geen eigenaar</a>: 35\b", text(client.get("/archief/kamers")))


def test_twenty_files_have_twenty_outcomes(hilde: Any, acting: Any) -> None:
    with acting("hilde", "wervik"):
        row = Dossier.objects.get(title="Toelage voor de fanfare")
    files = [SimpleUploadedFile(f"stuk{n}.txt", f"Stuk {n} over hazelaars".encode()) for n in range(16)]
    files += [SimpleUploadedFile("leeg.txt", b""), SimpleUploadedFile("brief.docx", demo_tree.docx("hazelaar")),
              SimpleUploadedFile("oud.wpd", b"\xffWPC"), SimpleUploadedFile("../../etc/passwd", b"x")]
    answer = hilde.post(f"/archief/dossiers/{row.id}/bestanden", {"bestanden": files})
    page = text(hilde.get(answer.headers["Location"]))
    assert "20 bestanden" in page and "19 bestanden opgenomen" in page and "geweigerd" in page
    with acting("hilde", "wervik"):
        assert Record.objects.filter(dossier=row).count() == 20


def test_plan_shows_the_local_deviation_and_previews_a_change(hilde: Any, acting: Any) -> None:
    assert "eigen afwijking" in text(hilde.get("/archief/plan"))
    page = text(hilde.get("/archief/plan/series/bou"))
    assert "P10Y</del>" in page and "P15Y</ins>" in page and "overstroming van 2009" in page
    given = {"field": "minimum", "value": "P30Y", "motivation": "We houden deze inlichtingen liever lang."}
    page = text(hilde.post("/archief/plan/series/bou/afwijkingen", given | {"kijk": "1"}))
    assert "Er is nog niets bewaard" in page and "14 later" in page
    assert "bij decreet bepaald" in text(hilde.get("/archief/plan/series/kla"))
    assert "bij decreet" in text(hilde.post("/archief/plan/series/kla/afwijkingen", given | {"field": "maximum"}), 422)


def test_a_series_of_its_own_is_not_ours_to_write(staff: Any, acting: Any) -> None:
    given = {"field": "title", "value": "Anders", "motivation": "Omdat wij dat graag anders noemen."}
    assert staff("piet").post("/archief/plan/series/bou/afwijkingen", given).status_code == 403
    with acting("hilde", "wervik"):
        assert Series.objects.filter(title="Anders").count() == 0


@pytest.mark.parametrize(
    ("path", "most"),
    [("/archief", 45), ("/archief/zoeken?q=opvang", 40), ("/archief/bewaring", 40), ("/archief/strategie", 40), ("/archief/kamers", 40)],
)
def test_pages_keep_to_their_queries(hilde: Any, django_assert_max_num_queries: Any, path: str, most: int) -> None:
    hilde.get(path)
    with django_assert_max_num_queries(most):
        hilde.get(path)
