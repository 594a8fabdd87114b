"""The archive's parser, run by the kernel's sandbox and nowhere else: foreign bytes → text per page. Imports nothing of ours.

``load`` imports what the kind needs while files can still be opened; ``work`` answers ``{"pages": [...], "state": "", "note": ""}``.
"""

import html.parser
import io
import re
import xml.parsers.expat
import zipfile
from typing import Any

#: Characters over all pages, members of an archive, size of one member and how much it may grow.
MOST_TEXT, MOST_MEMBERS, MOST_MEMBER, MOST_RATIO = 4_000_000, 10_000, 60_000_000, 200
MOST_PAGES, MOST_DEPTH, LINES_A_PAGE = 5_000, 10, 60
_BLOCKS = {"p", "br", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "title"}


class Refused(Exception):
    """A limit was met; the message is its name."""


def load(orders: dict[str, Any]) -> None:
    for codec in ("utf-8", "utf-8-sig", "utf-16", "latin-1", "iso8859-15", "cp1252", "cp437", "mac_roman", "ascii"):
        "a".encode(codec)
    import email.policy

    email.message_from_bytes(b"Subject: =?utf-8?q?a?=\n\na", policy=email.policy.default).get_body()
    if orders["kind"] in ("pdf", "eml"):
        _warm_pdf()


def _warm_pdf() -> None:
    """Read an own page once, so that everything that pypdf imports late is there before the doors close."""
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    made = io.BytesIO()
    writer.write(made)
    pypdf.PdfReader(io.BytesIO(made.getvalue())).pages[0].extract_text()


def work(data: bytes, orders: dict[str, Any]) -> dict[str, Any]:
    try:
        pages = _READERS[orders["kind"]](data)
    except Refused as refused:
        return {"pages": [], "state": str(refused), "note": ""}
    kept, left = [], MOST_TEXT
    for page in pages[:MOST_PAGES]:
        text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", " ", page)[:left]
        left -= len(text)
        kept.append(text)
    note = "niet alle tekst is doorzoekbaar" if left <= 0 or len(pages) > MOST_PAGES else ""
    return {"pages": kept if any(text.strip() for text in kept) else [], "state": "", "note": note}


def decoded(data: bytes) -> str:
    """Text in the character set that it most likely is."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def plain(data: bytes) -> list[str]:
    return [decoded(data)]


class _Words(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.hidden += tag in ("script", "style")
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - (tag in ("script", "style")))
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def page_of_html(data: bytes) -> list[str]:
    words = _Words()
    words.feed(decoded(data))
    words.close()
    return ["".join(words.parts)]


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    info = archive.getinfo(name)
    if info.flag_bits & 1:
        raise Refused("encrypted")
    if info.file_size > MOST_MEMBER or info.file_size > MOST_RATIO * max(info.compress_size, 1_000):
        raise Refused("refused_limits")
    with archive.open(info) as file:
        data = file.read(MOST_MEMBER + 1)
    if len(data) > MOST_MEMBER:
        raise Refused("refused_limits")
    return data


def _archive(data: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(data))
    if len(archive.infolist()) > MOST_MEMBERS:
        raise Refused("refused_limits")
    return archive


def _xml_text(data: bytes, text_tags: set[str], breaks: set[str]) -> str:
    """Text inside ``text_tags`` (all text when empty), a line after each of ``breaks``. A document that declares entities is refused."""
    parts: list[str] = []
    depth = [0]
    parser = xml.parsers.expat.ParserCreate()

    def refuse(*given: Any) -> None:
        raise Refused("refused_limits")

    def start(name: str, attributes: Any) -> None:
        depth[0] += name in text_tags

    def end(name: str) -> None:
        depth[0] -= name in text_tags
        if name in breaks:
            parts.append("\n")

    def words(text: str) -> None:
        if depth[0] or not text_tags:
            parts.append(text)

    parser.EntityDeclHandler, parser.StartDoctypeDeclHandler = refuse, refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, words
    parser.buffer_text = True
    parser.Parse(data, True)
    return "".join(parts)


def docx(data: bytes) -> list[str]:
    archive = _archive(data)
    names = [n for n in archive.namelist() if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", n)]
    names.sort(key=lambda name: (name != "word/document.xml", name))
    return ["\n".join(_xml_text(_member(archive, name), {"w:t"}, {"w:p", "w:tab", "w:br"}) for name in names)]


def odt(data: bytes) -> list[str]:
    return [_xml_text(_member(_archive(data), "content.xml"), set(), {"text:p", "text:h", "table:table-cell"})]


def xlsx(data: bytes) -> list[str]:
    archive = _archive(data)
    names = [n for n in archive.namelist() if re.fullmatch(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml", n)]
    return [_xml_text(_member(archive, name), {"t", "v"}, {"si", "c"}) for name in sorted(names)]


def pdf(data: bytes) -> list[str]:
    import logging

    import pypdf

    logging.disable(logging.CRITICAL)
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("encrypted")
    return [page.extract_text() or "" for page in reader.pages[:MOST_PAGES]]


def eml(data: bytes) -> list[str]:
    import email.policy

    message = email.message_from_bytes(data, policy=email.policy.default)
    return _message(message, 0)


def _message(message: Any, depth: int) -> list[str]:
    if depth > MOST_DEPTH:
        raise Refused("refused_limits")
    heads = [f"{name}: {message[name]}" for name in ("Subject", "From", "To", "Date") if message[name]]
    pages = ["\n".join(heads)]
    for part in message.iter_parts() if message.is_multipart() else [message]:
        pages += _part(part, depth)
    return pages


def _part(part: Any, depth: int) -> list[str]:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return [page for inner in part.iter_parts() for page in _message(inner, depth + 1)]
    if part.is_multipart():
        return [page for inner in part.iter_parts() for page in _part(inner, depth + 1)]
    content = part.get_payload(decode=True) or b""
    name = part.get_filename() or ""
    reader = _READERS.get(kind_of(kind, name))
    pages = reader(content) if reader and reader is not eml else []
    return [f"{name}\n{page}" if name else page for page in pages]


def kind_of(mime: str, name: str) -> str:
    """Which reader fits a part of a message."""
    ending = name.lower().rpartition(".")[2]
    known = {"text/plain": "plain", "text/html": "html", "application/pdf": "pdf"}
    return {"docx": "docx", "odt": "odt", "xlsx": "xlsx", "txt": "plain"}.get(ending) or known.get(mime, "skip")


_READERS = {"plain": plain, "html": page_of_html, "docx": docx, "odt": odt, "xlsx": xlsx, "pdf": pdf, "eml": eml}
