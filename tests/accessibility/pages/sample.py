"""What a sample is: an address, who opens it, what must be done first to see it in that state; and the acts that several files use."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

Act = Callable[["Page"], None]
RESIDENT = "resident of kortrijk"


def nothing(page: Page) -> None:
    """The page as it opens."""


def send_empty(page: Page) -> None:
    """The first form of the page, with nothing typed."""
    page.locator("main form[method=post] button[type=submit]").first.click()


def press(button: str) -> Act:
    """The button with these words, also when its form is still folded away."""
    return fill(button, {})


def fill(button: str, fields: Mapping[str, str]) -> Act:
    """Type ``fields`` (name → value) and press ``button``, in its own form; unfold it first."""

    def act(page: Page) -> None:
        pressed = page.get_by_role("button", name=button, include_hidden=True)
        folded = page.locator("main details:not([open])").filter(has=pressed)
        if folded.count():
            folded.first.locator("summary").click()
        form = page.locator("main form").filter(has=pressed).first
        for name, value in fields.items():
            form.locator(f"[name='{name}']").first.fill(value)
        form.get_by_role("button", name=button).first.click()

    return act


@dataclass(frozen=True)
class Sample:
    """``route`` is the pattern it is a sample of, ``path`` its address with names in braces that ``values`` fills in.

    ``who`` is empty (a stranger), a person of the story, that person in another function (``hilde, Kuurne``), or ``resident of`` a town.
    """

    route: str
    path: str
    who: str = ""
    act: Act = nothing
    status: int = 200
    name: str = ""

    @property
    def is_public(self) -> bool:
        return self.who.startswith("resident")

    @property
    def site(self) -> str:
        """Slug of the municipality whose site a resident opens."""
        return self.who.removeprefix("resident of ") if self.is_public else ""

    def __str__(self) -> str:
        return self.name or f"{self.who or 'anyone'} {self.path}"


def sign_in(region: Region, who: str) -> str:
    """The cookie of this person, in the function that ``who`` names after the comma."""
    name, _, place = who.partition(", ")
    cookie = region.sign_in(name)
    if place:
        chosen = found(region.get("", "/werk", cookie).text, rf'name="capacity" value="(\d+)"[^>]*>[^<]*{place}')
        moved = region.post("", "/hoedanigheid", {"capacity": chosen}, cookie)
        assert moved.status == 302, moved.text
        cookie = moved.header("Set-Cookie").partition(";")[0] or cookie
    return cookie


def found(html: str, pattern: str) -> str:
    """The first group of ``pattern``; fails with what stands there instead."""
    match = re.search(pattern, html)
    assert match, f"{pattern} not in {html[:200]} … {html[html.find('<main'):][:2500]}"
    return match[1]


def page_of(region: Region, path: str, cookie: str) -> str:
    answer = region.get("", path, cookie)
    assert answer.status == 200, f"{path}: {answer.status}"
    return answer.text
