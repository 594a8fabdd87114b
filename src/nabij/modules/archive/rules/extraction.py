"""Which parser looks at a file, and what a record becomes afterwards."""

from __future__ import annotations

import re

from .dossiers import ProcessingState

#: Content type as the kernel sniffed it → parser.
BY_TYPE = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/html": "html",
    "text/plain": "plain",
    "text/csv": "plain",
}
#: What content alone cannot tell: messages and old texts look like any other bytes.
BY_NAME = {"eml": "eml", "txt": "plain", "csv": "plain", "md": "plain", "log": "plain", "htm": "html", "html": "html"}
KIND_NL = {
    "pdf": "PDF", "docx": "Word", "xlsx": "Excel", "odt": "OpenDocument", "html": "webpagina", "plain": "tekst", "eml": "e-mail",
    "image": "beeld", "": "ander bestand",
}
#: Endings of files that are packed, and of pictures; the first bytes of Office before 2007, and of Office with a password.
PACKED, IMAGES, OLE = ("docx", "xlsx", "odt"), ("jpg", "jpeg", "png", "tif", "tiff", "gif", "heic"), b"\xd0\xcf\x11\xe0"
#: Bytes that no text holds.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")
REFUSED = {
    "time": (ProcessingState.REFUSED_LIMITS, "lezen duurde te lang"),
    "memory": (ProcessingState.REFUSED_LIMITS, "lezen vroeg te veel geheugen"),
    "output": (ProcessingState.REFUSED_LIMITS, "te veel tekst"),
    "broken": (ProcessingState.UNREADABLE, "beschadigd of onvolledig"),
}


def parser_of(mime: str, name: str) -> str:
    """The parser for a file, or "" when there is none."""
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    if mime in ("text/plain", "application/octet-stream", "message/rfc822") and ending in BY_NAME:
        return BY_NAME[ending]
    return BY_TYPE.get(mime, "")


def by_name_only(name: str, head: bytes, whole: bool) -> str:
    """Why no parser of ours will read the text of a file, "" when one will. The content counts before the name. ``head``: its first
    bytes; ``whole``: for a packed file, whether its table of contents stands at its end."""
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    if head.startswith(OLE):
        return "met een wachtwoord, of in een oud formaat onder een nieuwe naam" if ending in PACKED else "oud of onbekend formaat"
    if head.startswith((b"%PDF-", b"PK")):
        return "" if whole or not head.startswith(b"PK") else "beschadigd of onvolledig"
    if ending in BY_NAME or not _BINARY.search(head):
        return ""
    if ending in IMAGES:
        return "beeld, zonder tekst"
    return "beschadigd of onvolledig" if ending in (*PACKED, "pdf") else "oud of onbekend formaat"


def kind_nl(mime: str, name: str) -> str:
    """How a person calls this kind of file."""
    return KIND_NL["image"] if mime.startswith("image/") else KIND_NL[parser_of(mime, name)]


def after(state: str, pages: int) -> tuple[ProcessingState, str]:
    """Where a record stands after its parser answered; ``state`` is a refusal of the parser itself or ""."""
    if state == "encrypted":
        return ProcessingState.ENCRYPTED, "het bestand heeft een wachtwoord"
    if state:
        return ProcessingState.REFUSED_LIMITS, "te groot of te vaak verpakt"
    return (ProcessingState.INDEXED, "") if pages else (ProcessingState.NO_TEXT, "")
