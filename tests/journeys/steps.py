"""What several journeys do: take someone's place, make a photo as a telephone does, look until something happened."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PIL import Image

from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: The engine looks every second; a machine that does other work may need longer.
PATIENCE_S = 30.0


def sign_in(page: Page, region: Region, username: str, path: str = "") -> None:
    """As a visitor does it: the card on the welcome page, or for who has none the same address by POST."""
    page.goto(region.platform())
    card = page.locator(f"form[action='/demo/als/{username}'] button.card")
    if card.count():
        card.click()
    else:
        page.context.request.post(region.platform(f"/demo/als/{username}"), headers={"Origin": region.platform("")})
        path = path or "/werk"
    if path:
        page.goto(region.platform(path))


def photo(kind: str = "JPEG") -> dict[str, str | bytes]:
    """A picture with what a camera writes into it: place (GPS), maker, moment. For ``set_input_files``."""
    picture = Image.effect_noise((640, 480), 60).convert("RGB")
    exif = picture.getexif()
    exif[0x010F] = "Fototoestel"
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 49.0, 39.0), 3: "E", 4: (3.0, 15.0, 54.0)})
    buffer = io.BytesIO()
    picture.save(buffer, kind, exif=exif)
    assert Image.open(io.BytesIO(buffer.getvalue())).getexif().get_ifd(0x8825), "the picture must carry a place"
    return {"name": "gaslek.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def until(page: Page, seen: Callable[[], bool], what: str) -> None:
    """Reload until ``seen``; what a person does who waits for news."""
    deadline = time.monotonic() + PATIENCE_S
    while not seen():
        assert time.monotonic() < deadline, f"not within {PATIENCE_S:.0f} s: {what}\n{text(page)}"
        time.sleep(0.5)
        page.reload()


def text(page: Page) -> str:
    """Everything a person reads on the page, on one line."""
    page.wait_for_load_state()
    return " ".join(page.locator("body").inner_text().split())


def report_code(page: Page) -> str:
    """The number in the address of the confirmation."""
    page.wait_for_load_state()
    found = re.search(r"/melding/([A-Z0-9]{9})/ontvangen", page.url)
    assert found, f"no confirmation: {page.url}\n{text(page)}"
    return found[1]


def spoken(code: str) -> str:
    """KOR4F792K → "kor 4f7 92k", as someone types what was read aloud."""
    return f"{code[:3]} {code[3:6]} {code[6:]}".lower()
