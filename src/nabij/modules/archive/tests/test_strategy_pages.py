"""What Hilde sees first, and what a form keeps."""

from __future__ import annotations

from typing import Any

import pytest

from ..queries import strategy

pytestmark = pytest.mark.django_db


def test_strategy_stands_first(staff: Any) -> None:
    page = staff("hilde", "wervik").get("/archief/strategie").content.decode()
    for text in ("klassieke mappenstructuur", "9 van 13 namen over", "Conferentie van Burgemeesters", "<del>", "<ins>", "G-schijf"):
        assert text in page


def test_a_member_without_the_module_can_read_what_it_may_take_over(staff: Any) -> None:
    page = staff("an").get("/archief/strategie/overname")
    assert page.status_code == 200 and "Neem versie 1.0 over" in page.content.decode()


def test_question_shows_options_with_who_said_what(staff: Any, acting: Any) -> None:
    with acting("hilde", "wervik"):
        view = strategy.questions()[1]
    page = staff("hilde", "wervik").get(f"/archief/strategie/vragen/{view.id}").content.decode()
    assert "214 kamers" in page and "Kuurne" in page and "verzonnen standpunt" in page and "CONF-2023-03-05" in page


def test_a_form_without_reference_keeps_what_was_typed(staff: Any) -> None:
    client = staff("an")
    sent = {"body": "gemeenteraad", "decided_on_day": "24", "decided_on_month": "2", "decided_on_year": "2027", "note": "na lang beraad"}
    answer = client.post("/archief/strategie/overname", sent)
    assert answer.status_code == 422
    assert "na lang beraad" in answer.content.decode() and "zodat men het terugvindt" in answer.content.decode()
    assert client.post("/archief/strategie/overname", sent | {"reference": "2027-14"}).status_code == 302
    assert "10 van 13" in client.get("/archief/strategie").content.decode()


def test_another_town_is_not_ours_to_answer_for(staff: Any) -> None:
    answer = staff("an").post("/archief/strategie/overname", {"voor": "kuurne"})
    assert answer.status_code == 403 and "Alleen Kuurne beslist voor Kuurne" in answer.content.decode()


def test_who_may_not_decide_sees_no_button(staff: Any) -> None:
    client = staff("hilde", "kuurne")
    page = client.get("/archief/strategie/overname").content.decode()
    assert "Neem de strategie over" not in page and "Wijk af van één afspraak" in page
    assert client.post("/archief/strategie/overname/antwoorden", {"state": "not_now"}).status_code == 403
