"""Which parser looks at a file, and what a record becomes afterwards."""

from __future__ import annotations

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
