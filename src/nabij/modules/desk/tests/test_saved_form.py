"""Kaat Desmet: a form half done on her telephone. Her own page says that it waits; her code opens it, there or aloud at the counter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from nabij.modules.desk import demo

from .reading import text

pytestmark = pytest.mark.django_db
RESUME = {"code": "hk3 m7w d4r", "cijfers": demo.KAAT_FIGURES}


@pytest.fixture
def kaat(visitor: Any) -> Any:
    client = visitor(demo.KAAT_HOME)
    client.post("/demo/als/kaat", {"next": "/mijn"})
    return client


def test_her_own_page_says_what_waits_and_her_code_opens_it(kaat: Any) -> None:
    page = kaat.get("/mijn")
    assert "Dag Kaat Desmet" in text(page) and "Verhuizen: uw nieuw adres doorgeven, bewaard op maandag 29 maart 2027" in text(page)
    assert 'action="/verder"' in page.content.decode() and "HK3 M7W D4R" in text(page)
    opened = kaat.post("/verder", RESUME)
    html = opened.content.decode()
    assert opened.status_code == 200 and "Ik verhuis op 1 mei naar Ingooigem" in html and 'action="/diensten/verhuizen/aanvraag"' in html
    token = html.partition('name="bewaard" value="')[2].partition('"')[0]
    sent = kaat.post("/diensten/verhuizen/aanvraag", {
        "vraag": "Ik verhuis op 1 mei naar Ingooigem.", "antwoord": "phone", "naam": "Kaat Desmet", "telefoon": "0470 00 00 66",
        "bewaard": token,
    })
    assert sent.status_code == 302 and "/ontvangen" in sent["Location"]
    assert "Wat u begon en bewaarde" not in text(kaat.get("/mijn")), "finished: it waits no more"


def test_a_wrong_code_opens_nothing_and_the_page_alone_does_not_either(kaat: Any) -> None:
    assert kaat.post("/verder", RESUME | {"cijfers": "1111"}).status_code == 422
    assert "Ingooigem" not in kaat.get("/mijn").content.decode(), "the own page shows that it waits, never what stands in it"


def test_elsewhere_she_is_told_where_it_opens_and_nobody_else_sees_it(visitor: Any, still_clock: Any) -> None:
    there = visitor("wervik")
    there.post("/demo/als/kaat", {"next": "/mijn"})
    seen = text(there.get("/mijn"))
    assert "Open het op de site van Anzegem." in seen and 'action="/verder"' not in there.get("/mijn").content.decode()
    els = visitor(demo.KAAT_HOME)
    els.post("/demo/als/els", {"next": "/mijn"})
    assert "Wat u begon en bewaarde" not in text(els.get("/mijn"))
    still_clock.forward(timedelta(days=31))
    assert "Wat u begon en bewaarde" not in text(there.get("/mijn"))


def test_who_is_signed_in_and_saves_finds_it_on_the_own_page(visitor: Any) -> None:
    els = visitor("wervik")
    els.post("/demo/als/els", {"next": "/mijn"})
    typed = {"vraag": "Mijn rijbewijs vervalt.", "naam": "Els Maes", "bewaar": "1", "cijfers": "0071"}
    kept = els.post("/diensten/rijbewijs/aanvraag", typed)
    assert kept.status_code == 200
    assert "Rijbewijs, bewaard op dinsdag 30 maart 2027" in text(els.get("/mijn"))
