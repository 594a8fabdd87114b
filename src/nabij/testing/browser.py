"""Chromium for tests: the system's own, with and without JavaScript, narrow and wide, light, dark and with forced colours.

Each page that a test opens notes its requests and what the browser complains about; both are judged when the test ends.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from nabij.testing.files import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Quiet, and with Dutch words on its own buttons ("Bestand kiezen").
QUIET = ("--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=nl")
WIDE, NARROW = 1280, 320
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
REVIEWED = REPOSITORY / "tests" / "accessibility" / "reviewed.toml"
#: A page that is refused or missing on purpose is written on the console too; every other error is ours.
_EXPECTED = "Failed to load resource"


def chromium() -> str:
    """Path of the system's Chromium; empty when there is none."""
    return next((path for path in map(shutil.which, NAMES) if path), "")


def launched(playwright: Any) -> Browser:
    """A headless browser that asks nobody anything."""
    flags = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return playwright.chromium.launch(executable_path=chromium() or None, args=flags)  # type: ignore[no-any-return]


@dataclass
class Visit:
    """Opens windows and keeps what they asked and complained about."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def page(self, *, javascript: bool = True, width: int = WIDE, height: int = 900, scheme: str = "light", forced: bool = False) -> Page:
        """A window of its own: own cookies, own width, nothing remembered. Without motion: a colour half on its way has no contrast."""
        context = self.browser.new_context(
            java_script_enabled=javascript, viewport={"width": width, "height": height}, color_scheme=scheme,  # type: ignore[arg-type]
            forced_colors="active" if forced else "none", reduced_motion="reduce", locale="nl-BE", timezone_id="Europe/Brussels",
        )  # fmt: skip
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and _EXPECTED not in text:
            self.complaints.append(text)

    def strangers(self) -> list[str]:
        """Requests to anyone but ourselves."""
        return [url for url in self.asked if not _own(url)]

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()


def _own(url: str) -> bool:
    parts = urlsplit(url)
    name = parts.hostname or ""
    return parts.scheme in ("data", "about", "blob") or name in ("localhost", "127.0.0.1") or name.endswith(".localhost")


#: Only what is asked leaves the page: the list of everything that passed is long.
_RUN_AXE = "options => axe.run(options).then(found => ({ violations: found.violations, incomplete: found.incomplete }))"


def axe_problems(page: Page, *, again: bool = False) -> list[str]:
    """What axe finds, in words. The page must run JavaScript: without it axe never answers.

    ``again`` after another look at the same page (width, scheme): its style sheets were read the first time.
    """
    from axe_playwright_python.base import AXE_SCRIPT

    page.wait_for_load_state()
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations", "incomplete"], "runOnly": {"type": "tag", "values": list(AXE_TAGS)}, "preload": not again}
    found = page.evaluate(_RUN_AXE, options)
    questions = [item for item in found["incomplete"] if item["id"] not in _answered()]
    return [_in_words(item) for item in found["violations"]] + [f"needs review: {_in_words(item)}" for item in questions]


@cache
def _answered() -> set[str]:
    """Rules whose "needs review" a person answered, with the reason beside it."""
    if not REVIEWED.is_file():
        return set()
    return set(tomllib.loads(REVIEWED.read_text(encoding="utf-8")))


def _in_words(violation: dict[str, Any]) -> str:
    nodes = [f"{' '.join(map(str, node['target']))} {node['html'][:120]}" for node in violation["nodes"][:4]]
    return f"{violation['id']}: {violation['help']} ({len(violation['nodes'])}×)\n    " + "\n    ".join(nodes)


def scrolls_sideways(page: Page) -> int:
    """By how many CSS pixels the page is wider than its window."""
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium per file: its event loop may not be alive while tests elsewhere use Django's rows."""
    if not chromium():
        pytest.skip("not run: no Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = launched(playwright)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Windows for one test. It fails when a page asked a stranger for something or the browser complained (CSP, script)."""
    opened = Visit(browser)
    yield opened
    opened.close()
    assert opened.strangers() == [], "requests to third parties"
    assert opened.complaints == [], "complaints of the browser"


