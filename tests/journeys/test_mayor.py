"""Script "Mayor, Rik": one sentence, when he is still called, what it costs, nothing of a social file, what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from steps import sign_in, text

from nabij.testing.browser import NARROW, Visit, axe_problems, scrolls_sideways
from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.xdist_group("browser-2"), pytest.mark.slow(reason="a real demo in a real browser")]
JAVASCRIPT = pytest.mark.parametrize("javascript", [False, True], ids=["without-javascript", "with-javascript"])
SENTENCE = (
    "Paasweekend: u kreeg 3 oproepen, uw algemeen directeur 2. Bij de tien gemeenten op de wachtlijn belde niemand een burgemeester "
    "(vorige maand: 1). Lendelede sluit donderdag aan."
)


def judged(page: Page, javascript: bool) -> str:
    assert not scrolls_sideways(page)
    if javascript:
        assert axe_problems(page) == []
    return text(page).replace("\u00a0", " ")


@JAVASCRIPT
def test_rik_reads_one_sentence_and_decides_nothing_alone(region: Region, visit: Visit, javascript: bool) -> None:
    page = visit.page(javascript=javascript, width=NARROW)
    # 0: his card opens one page with one sentence
    sign_in(page, region, "rik")
    assert page.url.endswith("/burgemeester")
    seen = judged(page, javascript)
    assert SENTENCE in seen
    # 2: sixth and last, with the names before him, and who changes that
    assert "U staat zesde en laatste." in seen
    order = [seen.index(name, seen.index("Wanneer belt men mij nog?")) for name in (
        "Joris Vanneste", "Anke Dewulf", "Luc Debaere", "Mieke Tanghe", "An Callens", "Rik Vandorpe",
    )]  # fmt: skip
    assert order == sorted(order)
    page.get_by_role("link", name="Bekijk de lijst en haar besluiten").click()
    seen = judged(page, javascript)
    assert "gemeenteraad van 8 maart 2027" in seen and "Maak een nieuwe lijst" not in seen
    page.go_back()
    # 4: cost, hours, who decides, what if we stop
    seen = judged(page, javascript)
    assert "Uw aandeel is €" in seen and "Wie beslist" in seen and "Wat als we stoppen?" in seen
    assert "Uw mensen staan de komende acht weken 3 keer op het rooster, samen 72 uur." in seen
    page.get_by_role("link", name="Hoe berekend?").click()
    assert "2027" in judged(page, javascript) and "/kosten" in page.url
    page.goto(region.platform("/burgemeester"))
    page.get_by_role("link", name="alle antwoorden en besluiten").click()
    assert "Regionaal meldpunt" in judged(page, javascript)
    # 6: there is nothing of a social file for a mayor
    answer = page.goto(region.platform("/dossier"))
    assert answer is not None and answer.status == 404 and "Deze pagina vinden we niet" in text(page)
    # How it is counted: sums only, and what it was before the line
    page.goto(region.platform("/wacht/bestuur"))
    seen = judged(page, javascript)
    assert "Vroeger: 2 oproepen" in seen and "telden 10 gemeenten samen 119 oproepen" in seen
