"""Script "Operator and duty", minutes 0 to 5: a call, a tree on a wire, an alarm that the first does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from steps import sign_in, spoken, text, until

from nabij.testing.browser import NARROW, Visit, axe_problems
from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.xdist_group("browser-2"), pytest.mark.slow(reason="a real demo in a real browser")]
JAVASCRIPT = pytest.mark.parametrize("javascript", [False, True], ids=["without-javascript", "with-javascript"])
ANKE, JORIS = "0470 00 00 13", "0470 00 00 42"


def judged(page: Page, javascript: bool) -> str:
    if javascript:
        assert axe_problems(page) == []
    return text(page)


def digits(words: str) -> str:
    """Numbers without spaces and country code, so that the way of writing does not matter."""
    return words.replace(" ", "").replace("+32", "0")


def save(page: Page) -> None:
    page.get_by_role("button", name="Bewaar melding").click()


@JAVASCRIPT
def test_a_call_becomes_a_report_and_gets_its_next_step(changing_region: Region, visit: Visit, javascript: bool) -> None:
    region, page = changing_region, visit.page(javascript=javascript)
    sign_in(page, region, "delphine")
    assert page.url.endswith("/meldpunt/nieuw")
    # The browser places the cursor just after loading, also without script.
    for _ in range(20):
        if page.evaluate("document.activeElement && document.activeElement.name") == "waar":
            break
        page.wait_for_timeout(100)
    assert page.evaluate("document.activeElement && document.activeElement.name") == "waar", "the cursor stands in 'waar'"
    assert "Meldpunt Kortrijk, goeiedag" in judged(page, javascript)
    page.get_by_label("Waar is het?").fill("bij de kerk van Bellegem")
    page.get_by_label("Wat is er aan de hand?").fill("losse stoeptegels")
    page.get_by_role("button", name="Kijk na in de buurt").click()
    seen = judged(page, javascript)
    assert "Eerder gemeld in de buurt" in seen and "Niets in de voorbije" not in seen
    assert page.get_by_label("Wat is er aan de hand?").input_value() == "losse stoeptegels"
    save(page)
    seen = judged(page, javascript)
    assert "Lees voor" in seen and "Spel:" in seen and "Uw nummer is" in seen
    code = page.locator(".receipt .code").first.inner_text().replace(" ", "").replace("\u00a0", "")
    assert page.get_by_label("Waar is het?").input_value() == "", "ready for the next call"

    page.goto(region.platform("/meldpunt"))
    assert "open meldingen, nieuwste eerst" in judged(page, javascript)
    page.locator("table a").first.click()
    seen = judged(page, javascript)
    assert "losse stoeptegels" in seen and "opgenomen door Delphine Baert" in seen
    page.get_by_label("aanvaard").check()
    page.get_by_label("Wat mag de melder lezen?").fill("Onze ploeg komt langs.")
    page.get_by_label("Nota voor collega's").fill("Sleutel ligt bij de koster.")
    page.get_by_role("button", name="Bewaar de volgende stap").click()
    assert "de melding is nu \"aanvaard\"" in judged(page, javascript)

    resident = visit.page(javascript=javascript, width=NARROW)
    resident.goto(region.site("kortrijk", "/melding?nummer=" + spoken(code).replace(" ", "+")))
    seen = judged(resident, javascript)
    assert "aanvaard" in seen and "Onze ploeg komt langs." in seen
    assert "koster" not in seen, "a note for colleagues is never public"


@JAVASCRIPT
def test_nobody_answers_and_the_next_one_is_called(changing_region: Region, visit: Visit, javascript: bool) -> None:
    region, operator = changing_region, visit.page(javascript=javascript)
    # 2: 112 and the grid operator on top, alarm, live
    takes_an_urgent_call(operator, region, javascript)
    until(operator, lambda: "Joris Vanneste: sms vertrok om 8." in text(operator), "the operator reads that the text message left")

    # 4: Joris sees it and does nothing
    joris = visit.page(javascript=javascript, width=NARROW)
    sign_in(joris, region, "joris")
    seen = judged(joris, javascript)
    assert "Doorniksesteenweg" in seen and "Anke Dewulf" in seen
    alarm = joris.get_by_role("link", name="Verloop van dit alarm").first.get_attribute("href") or ""
    assert_looking_changes_nothing(joris, region, alarm)

    demo = visit.page(javascript=javascript)
    demo.goto(region.platform("/demo/"))
    demo.get_by_role("button", name="Spoel 5 minuten vooruit").click()
    assert "Het is nu dinsdag 30 maart 2027" in judged(demo, javascript)
    demo.goto(region.platform("/demo/gateway"))
    until(demo, lambda: digits(ANKE) in digits(text(demo)), "Anke's telephone rings in 'Wat er vertrok'")
    assert digits(JORIS) in digits(judged(demo, javascript))

    # 5: Anke takes it; Delphine and the resident read so
    anke = visit.page(javascript=javascript, width=NARROW)
    sign_in(anke, region, "anke", "/wacht")
    judged(anke, javascript)
    anke.get_by_role("button", name="Ik neem het").first.click()
    assert "Anke Dewulf neemt het" in judged(anke, javascript)
    until(operator, lambda: "Anke Dewulf neemt het" in text(operator), "Delphine reads who takes it")
    joris.goto(region.platform(alarm))
    refused = joris.context.request.post(region.platform(f"{alarm}/opname"), headers={"Origin": region.platform("")})
    assert refused.status in (403, 409, 412, 422) and "Anke nam dit om 8.3" in refused.text()
    assert "Anke Dewulf" in judged(joris, javascript)

    close(anke, javascript)


def takes_an_urgent_call(operator: Page, region: Region, javascript: bool) -> None:
    """A tree on the road and a loose wire, as Delphine: what to say first, then danger, then saved."""
    sign_in(operator, region, "delphine")
    operator.get_by_label("Waar is het?").fill("Doorniksesteenweg, Kortrijk")
    operator.get_by_label("Wat is er aan de hand?").fill("een boom over de weg, en er hangt een draad los")
    save(operator)
    seen = judged(operator, javascript)
    assert "Zeg eerst:" in seen and seen.index("112") < seen.index("Waar is het?")
    operator.get_by_label("Ja", exact=True).check()
    save(operator)


def close(page: Page, javascript: bool) -> None:
    page.get_by_label("Wat is er gedaan? Eén zin volstaat.").fill("Draad afgezet, netbeheerder ter plaatse.")
    page.get_by_label("Schrijf waarom").fill("De netbeheerder doet de rest.")
    page.get_by_role("button", name="Sluit dit alarm").click()
    assert "Dit alarm is gesloten" in judged(page, javascript)


def assert_looking_changes_nothing(page: Page, region: Region, alarm: str) -> None:
    """A link in a text message that a scanner opens takes nothing."""
    for noun in ("", "/opname", "/afwijzing", "/sluiting"):
        page.goto(region.platform(alarm + noun))
        assert page.get_by_role("button", name="Ik neem het").count() == 1


def test_the_weeks_ahead_and_the_sheet_that_works_without_the_system(region: Region, visit: Visit) -> None:
    page = visit.page()
    sign_in(page, region, "joris", "/wacht/rooster")
    seen = judged(page, True)
    assert "vrijdag 16 april" in seen and "Zwevegem niemand van wacht" in seen and "Nog 17 dagen." in seen
    page.goto(region.platform("/wacht/blad"))
    seen = judged(page, True)
    assert "112" in seen and digits(JORIS) in digits(seen) and digits(ANKE) in digits(seen)
