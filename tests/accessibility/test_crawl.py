"""Kernel A27: from the home page of each municipality every link is followed; each page names the municipality, its phone and contact."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import nabij.demo
from nabij.testing.server import Answer, Region

pytestmark = [pytest.mark.xdist_group("looking"), pytest.mark.slow(reason="a real demo, every page of thirteen sites")]
MOST = 60
#: Addresses without a link to them: what a search finds or not, an unknown number, a page that does not exist.
BESIDE = {"/zoeken?q=contact": 200, "/zoeken?q=zzzz": 200, "/melding/KOR222222": 404, "/deze-pagina-bestaat-niet": 404}
with (Path(nabij.demo.__file__).parent / "data" / "organisations.csv").open(newline="", encoding="utf-8") as file:
    NAMES = {row["slug"]: row["short_name"] for row in csv.DictReader(file) if row["kind"] == "municipality"}
PHONES = {slug: f"056 00 00 {number:02d}" for number, slug in enumerate(sorted(NAMES), start=1)}


class Links(HTMLParser):
    """What a page links to and what it loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self.links.append(values.get("href") or "")
        elif tag in ("link", "script", "img", "iframe", "source", "form"):
            self.loads += [values[name] or "" for name in ("href", "src", "srcset", "action") if values.get(name)]


def crawled(region: Region, slug: str, start: str) -> dict[str, Answer]:
    """Every page that can be reached by links on this host, and those of ``BESIDE``."""
    found: dict[str, Answer] = {}
    waiting = [start, *BESIDE]
    while waiting and len(found) < MOST:
        path = waiting.pop(0)
        if path in found:
            continue
        found[path] = region.get(slug, path)
        waiting += [link for link in map(own_path, Links(found[path].text).links) if link and link not in found]
    return found


def own_path(link: str) -> str:
    parts = urlsplit(link)
    return "" if parts.scheme or parts.netloc or not parts.path.startswith("/") else parts.path + (f"?{parts.query}" if parts.query else "")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&nbsp;", " ").split())


def problems(slug: str, path: str, answer: Answer) -> list[str]:
    """What this page lacks."""
    seen, name, phone = words(answer.text), NAMES[slug], PHONES[slug]
    checks = page_checks(slug, answer, seen) if answer.header("Content-Type").startswith("text/html") else {}
    checks |= {
        f"status {answer.status}": answer.status == BESIDE.get(path, 200),
        f"does not name {name}": name in seen,
        "shows another municipality's phone": not [other for other in PHONES.values() if other != phone and other in seen],
        "sets a cookie": not answer.header("Set-Cookie"),
        # The own page of a resident is the only one that looks whether somebody signed in.
        "varies by cookie": path == "/mijn" or "cookie" not in answer.header("Vary").lower(),
        "has no content security policy": answer.header("Content-Security-Policy").startswith("default-src 'none'"),
        "may be sniffed": answer.header("X-Content-Type-Options") == "nosniff",
    }
    return [f"{slug}{path}: {sentence}" for sentence, true in checks.items() if not true]


def page_checks(slug: str, answer: Answer, seen: str) -> dict[str, bool]:
    """What people read names whom to ring; a feed is read by a program and names its site."""
    name, phone = NAMES[slug], PHONES[slug]
    return {
        f"lacks its phone {phone}": phone in seen and f'href="tel:+32{phone[1:].replace(" ", "")}"' in answer.text,
        f"lacks its contact Onthaal {name}": f"Onthaal {name}" in seen,
        f"the title does not name {name}": name in answer.text.partition("<title>")[2].partition("</title>")[0],
        f"loads {foreign(answer.text)}": foreign(answer.text) == [],
    }


def foreign(html: str) -> list[str]:
    """What comes from elsewhere, or is allowed to go elsewhere."""
    return [load for load in Links(html).loads if urlsplit(load).netloc or urlsplit(load).scheme not in ("", "data")]


@pytest.mark.parametrize("slug", sorted(NAMES))
def test_each_page_says_whose_it_is_and_whom_to_ring(region: Region, slug: str) -> None:
    found = crawled(region, slug, "/")
    assert len(found) >= len(BESIDE) + (3 if slug == "lendelede" else 5), sorted(found)
    assert [line for path, answer in found.items() for line in problems(slug, path, answer)] == []


def test_each_platform_page_names_the_organisation(region: Region) -> None:
    """From the first page of each person's menu, one step deep, the organisation of the capacity stands on top."""
    for username, name in (("an", "Lendelede"), ("delphine", "Kortrijk"), ("mieke", "Zuid-West-Vlaanderen"), ("nadine", "Spiere-Helkijn")):
        cookie = region.sign_in(username)
        start = region.get("", "/werk", cookie).text
        paths = {path for path in map(own_path, Links(start).links) if path and not path.startswith("/afmelden")}
        assert len(paths) >= 3
        for path in sorted(paths):
            answer = region.get("", path, cookie)
            title = answer.text.partition("<title>")[2].partition("</title>")[0]
            top = answer.text.partition('class="site-name"')[2].partition("</p>")[0]
            assert name in title and (name in words(top) or path.startswith("/wacht")), f"{username} {path} does not name {name}"
            assert answer.status == 200 and foreign(answer.text) == []
            assert "no-store" in answer.header("Cache-Control"), f"{username} {path} may be kept by a browser"
