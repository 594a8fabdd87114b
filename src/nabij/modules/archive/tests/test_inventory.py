"""A1 (N47), A2 (N48): platforms with their owner, rooms of an export, by the screens that people use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from ..models import Platform, Room
from ..record_forms import decoded
from ..rules import rooms as rules

pytestmark = pytest.mark.django_db
HEAD = ";".join(rules.COLUMNS)


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


def export(lines: Iterable[int] = range(200)) -> str:
    """200 rooms: 20 without an owner, 10 whose only owner left, none with a series."""
    def owner(number: int) -> str:
        return "" if number < 20 else "Luc (voorbeeld)"

    rows = [f"site-{n:03d};Site;Kamer {n};{owner(n)};{1 if 20 <= n < 30 else 0};4;0;12;2027-03-01" for n in lines]
    return "\n".join([HEAD, *rows])


def test_a1_thirteen_rows_with_product_licence_and_owner(staff: Any) -> None:
    page = text(staff("hilde", "wervik").get("/archief/strategie/regio"))
    rows = re.findall(r'<tr> <th scope="row".*?</tr>', page)
    assert len(rows) == 13
    for row in rows:
        assert "Microsoft 365, per gebruiker, eigenaar informatiebeheerder" in row, row
    flagged = [row for row in rows if "geen eigenaar" in row]
    assert len(flagged) == 1 and "Lendelede" in flagged[0]


def test_a1_emptying_an_owner_flags_the_row(staff: Any, acting: Any) -> None:
    client = staff("hilde", "wervik")
    with acting("hilde", "wervik"):
        own = Platform.objects.get(product="G-schijf")
    form = text(client.get(f"/archief/kamers?platform={own.id}"))
    assert 'value="G-schijf"' in form and "Wijzig G-schijf" in form
    sent = {"kind": "file_server", "product": "G-schijf", "licence": "eigen beheer", "exit_route": "kopiëren"}
    assert client.post("/archief/kamers/platformen", sent | {"owner_name": ""}).status_code == 302
    row = re.search(r'<tr> <th scope="row"[^>]*>Wervik.*?</tr>', text(client.get("/archief/strategie/regio")))
    assert row and "geen eigenaar" in row[0]
    client.post("/archief/kamers/platformen", sent | {"owner_name": "dienst ICT"})
    row = re.search(r'<tr> <th scope="row"[^>]*>Wervik.*?</tr>', text(client.get("/archief/strategie/regio")))
    assert row and "geen eigenaar" not in row[0] and "eigenaar dienst ICT" in row[0]


def test_a1_who_only_reads_gets_no_form_and_no_other_town_changes(staff: Any, acting: Any) -> None:
    sent = {"kind": "m365", "product": "Microsoft 365", "owner_name": ""}
    assert staff("piet").post("/archief/kamers/platformen", sent).status_code == 403
    staff("hilde", "kuurne").post("/archief/kamers/platformen", sent)
    with acting("hilde", "kuurne"):
        owners = dict(Platform.objects.filter(kind="m365").values_list("organisation__slug", "owner_name"))
    assert owners["kuurne"] == "" and [slug for slug, owner in owners.items() if not owner] == ["kuurne"]


def test_a2_a_file_of_200_rooms_is_looked_at_then_read_then_assigned(staff: Any, acting: Any) -> None:
    client, url = staff("hilde", "wervik"), "/archief/kamers/uitvoer"
    with acting("hilde", "wervik"):
        platform = str(Platform.objects.get(kind="m365", organisation__slug="wervik").id)
    file = SimpleUploadedFile("kamers.csv", ("\ufeff" + export()).encode())
    page = text(client.post(url, {"platform": platform, "file": file, "kijk": "1"}))
    assert "Er is nog niets ingelezen. Nieuw: 200, gewijzigd: 0, gelijk: 0, verdwenen: 0." in page
    assert "geen eigenaar 30" in page and "eigenaar vertrok 10" in page and "geen serie 200" in page
    assert "site-199;Site" in page, "the file stands in the box, so that nobody chooses it twice"
    with acting("hilde", "wervik"):
        assert not Room.objects.exists()
    assert client.post(url, {"platform": platform, "text": export(), "neem": "1"}).headers["Location"].endswith("ingelezen")
    page = text(client.get("/archief/kamers"))
    for flag, count in (("geen eigenaar", 30), ("eigenaar vertrok", 10), ("geen serie", 200)):
        assert re.search(rf"{flag}</a>: {count}\b", page), flag
    given = {"vlag": "no_owner", "owner": "secretariaat", "series_code": "rad", "every": "on"}
    assert client.post("/archief/kamers/toewijzingen", given).status_code == 302
    assert client.post("/archief/kamers/toewijzingen", {"vlag": "no_rule", "series_code": "rad", "every": "on"}).status_code == 302
    page = text(client.get("/archief/kamers"))
    assert "geen eigenaar</a>" not in page and "eigenaar vertrok</a>" not in page and "geen serie</a>" not in page


def test_a2_the_same_file_again_changes_nothing(staff: Any, acting: Any) -> None:
    client, url = staff("hilde", "wervik"), "/archief/kamers/uitvoer"
    with acting("hilde", "wervik"):
        platform = str(Platform.objects.get(kind="m365", organisation__slug="wervik").id)
    sent = {"platform": platform, "text": export(), "neem": "1"}
    client.post(url, sent)
    client.post("/archief/kamers/toewijzingen", {"owner": "secretariaat", "series_code": "rad", "every": "on"})
    with acting("hilde", "wervik"):
        before = list(Room.objects.order_by("external_id").values())
    assert client.post(url, sent).headers["Location"].endswith("gelijk")
    assert "Er veranderde niets" in text(client.get("/archief/kamers?bewaard=gelijk"))
    with acting("hilde", "wervik"):
        assert list(Room.objects.order_by("external_id").values()) == before


def test_a2_a_room_that_came_back_is_there_again(staff: Any, acting: Any) -> None:
    client, url = staff("hilde", "wervik"), "/archief/kamers/uitvoer"
    with acting("hilde", "wervik"):
        platform = str(Platform.objects.get(kind="m365", organisation__slug="wervik").id)
    for lines, left in ((range(200), 200), (range(190), 190), (range(200), 200)):
        client.post(url, {"platform": platform, "text": export(lines), "neem": "1"})
        assert f"{left} kamers" in text(client.get("/archief/kamers"))


def test_a_broken_export_says_where(staff: Any, acting: Any) -> None:
    with acting("hilde", "wervik"):
        platform = str(Platform.objects.get(kind="m365", organisation__slug="wervik").id)
    client, url = staff("hilde", "wervik"), "/archief/kamers/uitvoer"
    assert "Kies een bestand, of plak de uitvoer" in text(client.post(url, {"platform": platform, "kijk": "1"}), 422)
    broken = export(range(2)).replace("2027-03-01", "1 maart")
    assert "Regel 2:" in text(client.post(url, {"platform": platform, "text": broken, "kijk": "1"}), 422)


def test_all_rooms_are_reached_page_by_page(staff: Any) -> None:
    client, seen, first = staff("hilde", "kuurne"), set(), "0"
    while first:
        page = text(client.get(f"/archief/kamers?vanaf={first}"))
        seen |= set(re.findall(r'name="rooms" value="([0-9a-f-]+)"', page))
        follow = re.search(r'rel="next" href="[^"]*vanaf=(\d+)"', page)
        first = follow[1] if follow else ""
    assert len(seen) == 214


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"), max_size=40))
def test_any_way_to_save_a_table_is_read(said: str) -> None:
    for way in ("utf-8", "utf-8-sig", "utf-16"):
        assert decoded(said.encode(way)) == said


def test_old_windows_text_is_read() -> None:
    assert decoded("Café".encode("cp1252")) == "Café"


@given(st.lists(st.integers(0, 3), max_size=30))
def test_flags_of_a_look_are_the_flags_afterwards(owners: list[int]) -> None:
    """What a look promises is what the pages count afterwards."""
    facts = [rules.RoomFacts(f"r{n}", "Team", f"Kamer {n}", ("a", "b", "c")[:many]) for n, many in enumerate(owners)]
    counted = rules.flags_after(facts, {}, date(2027, 3, 30))
    assert counted.get(rules.Flag.NO_OWNER, 0) == owners.count(0) and counted.get(rules.Flag.NO_RULE, 0) == len(owners)
    kept = {one.external_id: ("secretariaat", "rad") for one in facts}
    assert rules.Flag.NO_OWNER not in rules.flags_after(facts, kept, date(2027, 3, 30))
