"""``python -m nabij.testing.screens [name …]``: the pictures of ``docs/screens``, made anew from a demo at its beginning.

One story, in the order in which it happens: what the resident sends is what the duty officer and the operator then see.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from nabij.testing.browser import NARROW, WIDE, launched
from nabij.testing.files import REPOSITORY
from nabij.testing.server import Region, start_region

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = REPOSITORY / "docs" / "screens"
HEIGHTS = {WIDE: 900, NARROW: 760}
LIMIT_BYTES = 150_000
Act = Callable[["Page"], None]


def _nothing(page: Page) -> None:
    """The page as it opens."""


def _fill(page: Page) -> None:
    page.get_by_label("Wat is er aan de hand?").fill("gasgeur")
    page.get_by_label("Waar is het?").fill("achter de sporthal van Bellegem")


def _danger(page: Page) -> None:
    _fill(page)
    page.get_by_role("button", name="Verstuur melding").click()


def _send(page: Page) -> None:
    _danger(page)
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Verstuur melding").click()


def _follow(page: Page) -> None:
    _send(page)
    page.get_by_role("link", name="Volg uw melding").click()


def _call(page: Page) -> None:
    page.get_by_label("Waar is het?").fill("bij de kerk van Bellegem")
    page.get_by_label("Wat is er aan de hand?").fill("een boom, en er hangt een draad los")
    page.get_by_role("button", name="Kijk na in de buurt").click()


def _first_row(page: Page) -> None:
    page.locator("table a").first.click()


def _take(page: Page) -> None:
    page.get_by_role("button", name="Ik neem het").first.click()


def _meldpunt(page: Page) -> None:
    page.get_by_role("link", name="Regionaal meldpunt", exact=True).first.click()


def _better(page: Page) -> None:
    _meldpunt(page)
    page.goto(page.url.partition("?")[0].partition("#")[0] + "/beter")


@dataclass(frozen=True)
class Picture:
    """``site`` empty = the platform; ``who`` is a person of the story."""

    name: str
    path: str
    site: str = ""
    who: str = ""
    act: Act = _nothing


PICTURES = (
    Picture("welkom", "/"),
    Picture("gemeente", "/", "kortrijk"),
    Picture("melden", "/melden", "kortrijk", act=_fill),
    Picture("gevaar", "/melden", "kortrijk", act=_danger),
    Picture("ontvangen", "/melden", "kortrijk", act=_send),
    Picture("volgen", "/melden", "kortrijk", act=_follow),
    Picture("niet-open", "/melden", "lendelede"),
    Picture("contact", "/contact", "spiere-helkijn"),
    Picture("wacht", "/wacht", who="joris"),
    Picture("opname", "/wacht", who="joris", act=_take),
    Picture("rooster", "/wacht/rooster", who="joris"),
    Picture("nieuwe-melding", "/meldpunt/nieuw", who="delphine", act=_call),
    Picture("meldingen", "/meldpunt", who="delphine"),
    Picture("melding", "/meldpunt", who="delphine", act=_first_row),
    Picture("vertrok", "/demo/gateway"),
    Picture("wat-als", "/demo/"),
    Picture("werk", "/werk", who="an"),
    Picture("programma", "/programma", who="an"),
    Picture("project", "/programma", who="an", act=_meldpunt),
    Picture("matrix", "/programma/matrix", who="mieke"),
    Picture("beter", "/programma", who="an", act=_better),
    Picture("stilte", "/programma/stilte", who="mieke"),
    Picture("archief", "/archief/strategie", who="hilde"),
    Picture("dossier", "/dossier", who="marieke"),
    Picture("website", "/website", who="femke"),
    Picture("dienst", "/diensten/identiteitskaart", "kuurne"),
    Picture("balie", "/balie", who="lien"),
    Picture("nota", "/nota"),
    Picture("modules", "/beheer/modules", who="bruno"),
    Picture("gezondheid", "/beheer/gezondheid", who="tine"),
    Picture("kleuren", "/beheer/organisatie/thema", who="tine"),
    Picture("controlelog", "/beheer/controlelog", who="sofie"),
)


def take(browser: Browser, region: Region, picture: Picture, width: int) -> Path:
    """Make one picture; returns its file."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]}, color_scheme="light", reduced_motion="reduce", locale="nl-BE"
    )
    if picture.who:
        name, _, value = region.sign_in(picture.who).partition("=")
        context.add_cookies([{"name": name, "value": value, "url": region.platform()}])
    page = context.new_page()
    page.goto(region.site(picture.site, picture.path) if picture.site else region.platform(picture.path))
    picture.act(page)
    page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }")
    file = FOLDER / f"{picture.name}-{width}.png"
    file.write_bytes(small(page.screenshot()))
    context.close()
    return file


def small(png: bytes) -> bytes:
    """Screens have few colours: 128 are enough, and the file stays light."""
    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def main(names: list[str]) -> int:
    """Make all pictures, or those named. Exit code 1 when one is too heavy."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(parents=True, exist_ok=True)
    region, heavy = start_region(), []
    try:
        with sync_playwright() as playwright:
            browser = launched(playwright)
            for picture in [p for p in PICTURES if not names or p.name in names]:
                files = [take(browser, region, picture, width) for width in (WIDE, NARROW)]
                heavy += [file.name for file in files if file.stat().st_size > LIMIT_BYTES]
                time.sleep(1 if picture.name == "ontvangen" else 0)  # the engine pages within a second
    finally:
        region.end()
    sys.stdout.write(f"te zwaar: {', '.join(heavy)}\n" if heavy else f"{FOLDER}\n")
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
