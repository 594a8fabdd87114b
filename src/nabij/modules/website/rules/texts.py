"""Text of other people and of editors: cleaned to a small set of marks, as plain lines, and back. Pure."""

from __future__ import annotations

import unicodedata
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

#: Marks that a public text may hold; everything else loses its mark and keeps its words.
ALLOWED = frozenset({"p", "ul", "ol", "li", "strong", "em", "h3", "br", "a"})
_SAME_AS = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h4": "h3", "div": "p"}
#: What stands inside these is no text for a reader.
_SILENT = frozenset({"script", "style", "template", "iframe", "object", "svg", "title", "head"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_BLOCKS = frozenset({"p", "li", "h3", "ul", "ol"})


class _Cleaner(HTMLParser):
    """Writes anew only what is allowed, every word escaped: nothing of the received marks is passed on as it came."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self.opened: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent.append(tag)
        tag = _SAME_AS.get(tag, tag)
        if self.silent or tag not in ALLOWED:
            return
        if tag == "br":
            self.written.append("<br>")
            return
        if tag in ("p", "ul", "ol", "h3") and self.opened and self.opened[-1] == "p":
            self.handle_endtag("p")
        mark = _link(attrs) if tag == "a" else f"<{tag}>"
        if mark:
            self.opened.append(tag)
            self.written.append(mark)

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()
            return
        tag = _SAME_AS.get(tag, tag)
        if self.silent or tag not in self.opened:
            return
        while self.opened:
            closing = self.opened.pop()
            self.written.append(f"</{closing}>")
            if closing == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.written.append(escape(data, quote=False))

    def result(self) -> str:
        while self.opened:
            self.written.append(f"</{self.opened.pop()}>")
        return "".join(self.written).replace("<p></p>", "").strip()


def _link(attrs: list[tuple[str, str | None]]) -> str:
    target = (dict(attrs).get("href") or "").strip()
    parts = urlsplit(target)
    if parts.scheme in _SCHEMES or (not parts.scheme and not parts.netloc and target.startswith("/")):
        return f'<a href="{escape(target)}">'
    return ""


def clean(html: str) -> str:
    """``html`` with only the allowed marks. Loose text becomes a paragraph."""
    cleaner = _Cleaner()
    cleaner.feed(html)
    cleaner.close()
    found = cleaner.result()
    return found if not found or found.startswith("<") else f"<p>{found}</p>"


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag == "br":
            self.lines.append("- " if tag == "li" else "")

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data


def plain(html: str) -> str:
    """The text as an editor types it: a line per paragraph, "- " before a list item."""
    reader = _Plain()
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) if not line.startswith("- ") else "- " + " ".join(line[2:].split()) for line in reader.lines]
    kept = [line for line in lines if line and line != "-"]
    return "\n".join(kept)


def from_plain(text: str) -> str:
    """What an editor typed, as clean HTML: lines become paragraphs, lines that begin with "- " a list."""
    written: list[str] = []
    for line in (part.strip() for part in text.splitlines()):
        if not line:
            continue
        if line.startswith("- "):
            item = f"<li>{escape(line[2:].strip(), quote=False)}</li>"
            if written and written[-1].endswith("</ul>"):
                written[-1] = written[-1].removesuffix("</ul>") + item + "</ul>"
            else:
                written.append(f"<ul>{item}</ul>")
        else:
            written.append(f"<p>{escape(line, quote=False)}</p>")
    return "".join(written)


def slug_of(title: str) -> str:
    """``Eén dag: café`` → ``een-dag-cafe``; at most 60 characters."""
    return "-".join(folded(title).split())[:60].strip("-") or "zonder-titel"


def folded(text: str) -> str:
    """Lower case, without accents, words only."""
    plain_letters = (c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain_letters).split())
