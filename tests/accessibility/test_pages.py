"""Every page type through axe and our own checks: wide and narrow, light and dark. A route without a sample fails by name.

`make a11y` looks at every sample in both looks; `make test` at one in four, in turn by name, so that each module is among them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zlib import crc32

import pytest
from django.conf import settings
from pages import ALL, NO_PAGE, PUBLIC, STAFF, Sample, named, sampled, sign_in, values

from nabij.kernel.access.checks import routes
from nabij.testing.browser import NARROW, WIDE, Visit, axe_problems, scrolls_sideways
from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.xdist_group("looking"), pytest.mark.slow(reason="a real demo in a real browser")]
HERE = Path(__file__).parent
STRUCTURE, TARGETS = (HERE / "structure.js").read_text(), (HERE / "targets.js").read_text()
#: Looked at more closely: the front door, a long form, the first page and a long list of colleagues.
LOOKED_AT = [named(words) for words in ("resident of kortrijk /", "resident of kortrijk /melden", "an /werk", "delphine /meldpunt")]
#: How the towns of public samples name themselves.
NAMES = {"kortrijk": "Kortrijk", "kuurne": "Kuurne", "spiere-helkijn": "Spiere-Helkijn"}
#: Least height in CSS pixels (look.md, section 2): of what a thumb presses, and of what colleagues press with a mouse.
THUMB, MOUSE = 44, 32
#: 1280 × 900 at 400 % is a window of these CSS pixels.
ZOOMED = {"width": NARROW, "height": 225}
SPACING = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }' +
  'p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet]; }"""


@pytest.fixture(scope="module")
def world(running_region: Region) -> Iterator[World]:
    """The demo with one urgent report in it and the story of Els told on, so that no page of an alarm or a letter is empty."""
    if running_region.disturbed:
        running_region.begin_again()
    running_region.disturbed = True
    yield World(running_region, values(running_region))


class World:
    """The demo, the ids that samples name, and a place for each person who signed in."""

    def __init__(self, region: Region, known: dict[str, str]) -> None:
        self.region, self.known = region, known
        self._cookies: dict[str, str] = {}

    def address(self, sample: Sample) -> str:
        path = sample.path.format_map(self.known)
        return self.region.site(sample.site, path) if sample.is_public else self.region.platform(path)

    def open(self, page: Page, sample: Sample) -> Page:
        """``sample`` in this window, in the state that it names, seen by its person and nobody else."""
        page.context.clear_cookies()
        if sample.who and not sample.is_public:
            if sample.who not in self._cookies:
                self._cookies[sample.who] = sign_in(self.region, sample.who)
            name, _, value = self._cookies[sample.who].partition("=")
            page.context.add_cookies([{"name": name, "value": value, "url": self.region.platform()}])
        answer = page.goto(self.address(sample))
        assert answer is not None and answer.status == sample.status
        sample.act(page)
        page.wait_for_load_state()
        return page


class Window:
    """One window for all samples: opening one costs more than looking through it, and style sheets come from its cache."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.page = visit, visit.page()
        self._devices = self.page.context.new_cdp_session(self.page)

    def wide_and_light(self) -> None:
        """With a mouse."""
        self._looks(WIDE, "light", touch=False)

    def narrow_and_dark(self) -> None:
        """With a thumb."""
        self._looks(NARROW, "dark", touch=True)

    def _looks(self, width: int, scheme: Literal["light", "dark"], *, touch: bool) -> None:
        self._devices.send("Emulation.setTouchEmulationEnabled", {"enabled": touch})
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_viewport_size({"width": width, "height": 900})


@pytest.fixture(scope="module")
def shared(browser: Browser) -> Iterator[Window]:
    opened = Window(Visit(browser))
    yield opened
    opened.visit.close()


@pytest.fixture
def window(shared: Window) -> Iterator[Window]:
    """The shared window. The test fails when a page asked a stranger for something or the browser complained."""
    shared.visit.asked.clear()
    shared.visit.complaints.clear()
    shared.wide_and_light()
    yield shared
    assert shared.visit.strangers() == [], "requests to third parties"
    assert shared.visit.complaints == [], "complaints of the browser"


def test_every_route_has_a_sample() -> None:
    known = set(sampled()) | NO_PAGE
    found = [path for conf in (settings.NABIJ_PUBLIC_URLCONF, settings.NABIJ_STAFF_URLCONF) for path, _ in routes(conf)]
    assert [path for path in found if path not in known and not path.startswith("/api/")] == []
    assert [path for path in known if path not in found and path[0] == "/"] == [], "samples of routes that are gone"


def this_time(samples: list[Sample]) -> list[Sample]:
    """Those of this run: all with LONG=1, else one in four of each kind."""
    return [s for s in samples if os.environ.get("LONG") or crc32(f"{s} {'staff' if s in STAFF else 'public'}".encode()) % 4 == 0]


@pytest.mark.parametrize("sample", this_time(ALL), ids=str)
def test_page(world: World, window: Window, sample: Sample) -> None:
    """Everything is measured in both looks; the rules of axe on a staff page in one of the two, in turn, unless LONG=1."""
    page = world.open(window.page, sample)
    light, dark = looks(sample)
    problems = page.evaluate(STRUCTURE) + title_problems(page, sample)
    problems += [f"light, {WIDE} px: {problem}" for problem in (axe_problems(page) if light else ())]
    problems += [f"with a mouse, {problem}" for problem in page.evaluate(TARGETS, MOUSE if sample in STAFF else THUMB)]
    window.narrow_and_dark()
    problems += [f"dark, {NARROW} px: {problem}" for problem in (axe_problems(page, again=light) if dark else ())]
    problems += [f"with a thumb, {problem}" for problem in page.evaluate(TARGETS, THUMB)]
    problems += reflow_problems(page)
    assert problems == [], "\n".join(problems)


def looks(sample: Sample) -> tuple[bool, bool]:
    """In which looks axe runs: light and wide, dark and narrow."""
    turn = crc32(str(sample).encode()) % 2
    both = sample not in STAFF or bool(os.environ.get("LONG"))
    return both or turn == 0, both or turn == 1


def title_problems(page: Page, sample: Sample) -> list[str]:
    """A title names the page and whose it is; a staff page shows its organisation."""
    title, problems, shown = page.title(), [], page.locator(".site-name").all_inner_texts()
    name = NAMES[sample.site] if sample.is_public else "".join(shown[:1]).strip()
    if name not in ("", "Nabij") and name not in title:
        problems.append(f'title "{title}" does not name {name}')
    if sample in STAFF and not name and "–" not in title:
        problems.append(f'title "{title}" names no organisation')
    if not title.partition("–")[0].strip():
        problems.append("the title does not name the page")
    return problems


def reflow_problems(page: Page) -> list[str]:
    """No sideways scroll at 320 px, at 400 % zoom, and with the text spacing of WCAG 1.4.12."""
    problems = [f"{over} px too wide at {NARROW} px"] if (over := scrolls_sideways(page)) > 0 else []
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    problems += [f"{over} px too wide at 400 %"] if (over := scrolls_sideways(page)) > 0 else []
    page.evaluate(SPACING)
    return problems + ([f"{over} px too wide with wider text"] if (over := scrolls_sideways(page)) > 0 else [])


def test_titles_differ(world: World) -> None:
    """No two public page types of a site have the same title."""
    paths = {s.path.format_map(world.known) for s in PUBLIC if s.site == "kortrijk" and s.status == 200 and "?" not in s.path}
    titles = [world.region.get("kortrijk", path).text.partition("<title>")[2].partition("</title>")[0] for path in sorted(paths)]
    assert len(titles) == len(set(titles)), titles


@pytest.mark.parametrize("sample", LOOKED_AT, ids=str)
def test_the_keyboard_goes_through_the_page_in_reading_order(world: World, visit: Visit, sample: Sample) -> None:
    page = world.open(visit.page(), sample)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip", "first stop: skip to the content"
    seen: list[int] = []
    for _ in range(60):
        stop = page.evaluate(
            "() => { const node = document.activeElement, style = getComputedStyle(node), all = [...document.querySelectorAll('*')];"
            " return [all.indexOf(node), parseFloat(style.outlineWidth), style.outlineStyle, node.tagName] }"
        )
        if stop[3] == "BODY" or stop[0] in seen:
            break
        assert stop[1] >= 2 and stop[2] != "none", f"no visible focus on stop {len(seen)}: {stop}"
        seen.append(stop[0])
        page.keyboard.press("Tab")
    assert len(seen) >= 8 and seen == sorted(seen)


@pytest.mark.parametrize("sample", LOOKED_AT, ids=str)
def test_buttons_keep_their_edge_with_forced_colours(world: World, visit: Visit, sample: Sample) -> None:
    """Where the system chooses the colours, backgrounds go: only an edge still says "button"."""
    page = world.open(visit.page(forced=True), sample)
    edges = page.locator("main button, header button").evaluate_all(
        "nodes => nodes.filter(n => n.offsetParent).map(n => [n.textContent.trim(), getComputedStyle(n)])"
        ".map(([name, style]) => [name, style.borderTopStyle, parseFloat(style.borderTopWidth)])"
    )
    assert edges and [edge for edge in edges if edge[1] == "none" or edge[2] < 1] == []


@pytest.mark.parametrize("slug", [
    "anzegem", "avelgem", "deerlijk", "harelbeke", "kortrijk", "kuurne", "lendelede", "menen", "spiere-helkijn", "waregem", "wervik",
    "wevelgem", "zwevegem",
])  # fmt: skip
def test_each_theme_light_and_dark(world: World, visit: Visit, slug: str) -> None:
    """Kernel A41: the thirteen palettes on a real page, down to 320 px."""
    page = visit.page()
    page.goto(world.region.site(slug))
    assert page.locator("link[href*='/thema/']").count() == 1
    problems = [f"light: {problem}" for problem in axe_problems(page)]
    page.emulate_media(color_scheme="dark")
    problems += [f"dark: {problem}" for problem in axe_problems(page, again=True)]
    page.set_viewport_size({"width": NARROW, "height": 900})
    assert problems + reflow_problems(page) == []
