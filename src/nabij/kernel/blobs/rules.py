"""Pure decisions about files: which are accepted, how they are named, which state follows, when bytes may go."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from nabij.kernel.errors import RuleViolation

#: Days between the last use and the end of the bytes (kernel.md 4.8).
GRACE = timedelta(days=30)
#: Pixels above which an image is refused before it is decoded (meldpunt.md 4.10).
MOST_PIXELS = 50_000_000


class State(StrEnum):
    """Receiving has no row yet: a row stands only when its bytes are safely on disk."""

    RECEIVING = "receiving"
    QUARANTINED = "quarantined"
    UNSCANNED = "unscanned"
    CLEAN = "clean"
    INFECTED = "infected"
    REFUSED = "refused"


STATE_NL = {
    State.RECEIVING: "wordt ontvangen",
    State.QUARANTINED: "wacht op controle",
    State.UNSCANNED: "niet op virussen gecontroleerd",
    State.CLEAN: "gecontroleerd",
    State.INFECTED: "besmet, verzegeld",
    State.REFUSED: "geweigerd",
}
TRANSITIONS: dict[State, frozenset[State]] = {
    State.RECEIVING: frozenset({State.QUARANTINED}),
    State.QUARANTINED: frozenset({State.UNSCANNED, State.CLEAN, State.INFECTED, State.REFUSED}),
    State.UNSCANNED: frozenset({State.CLEAN, State.INFECTED, State.REFUSED}),
    State.CLEAN: frozenset({State.INFECTED}),
    State.INFECTED: frozenset(),
    State.REFUSED: frozenset(),
}


class FileRefused(RuleViolation):
    """A file that cannot be used; the sentence says why and what may be sent instead."""


class FileTooLarge(FileRefused):
    status, code = 413, "bestand-te-groot"


class FileTypeRefused(FileRefused):
    status, code = 415, "bestand-type"


class FileInfected(FileRefused):
    code = "bestand-besmet"


class WrongTransition(RuleViolation):
    """A file cannot go from this state to that one."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of file with its Dutch name and its extensions, the usual one first."""

    mime: str
    name_nl: str
    extensions: tuple[str, ...]


KINDS = {
    kind.mime: kind
    for kind in (
        Kind("image/jpeg", "JPEG", (".jpg", ".jpeg", ".jpe")),
        Kind("image/png", "PNG", (".png",)),
        Kind("image/webp", "WebP", (".webp",)),
        Kind("image/heif", "HEIC", (".heic", ".heif")),
        Kind("application/pdf", "PDF", (".pdf",)),
        Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word", (".docx",)),
        Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel", (".xlsx",)),
        Kind("application/vnd.oasis.opendocument.text", "OpenDocument", (".odt",)),
        Kind("application/rtf", "RTF", (".rtf",)),
        Kind("text/csv", "CSV", (".csv",)),
        Kind("text/plain", "tekst", (".txt",)),
    )
}
IMAGES = ("image/jpeg", "image/png", "image/webp", "image/heif")


@dataclass(frozen=True, slots=True)
class Accept:
    """What one place accepts: MIME types of ``KINDS``, and how a person calls it ("foto", "bestand")."""

    types: tuple[str, ...]
    noun_nl: str = "bestand"
    optional: bool = True
    #: For an archive: also what we do not recognise is kept, under its own name.
    anything: bool = False

    @property
    def names_nl(self) -> str:
        names = [KINDS[mime].name_nl for mime in self.types]
        return f"{', '.join(names[:-1])} of {names[-1]}" if len(names) > 1 else names[0]

    @property
    def determiner(self) -> str:
        return "Deze" if self.noun_nl == "foto" else "Dit"

    @property
    def way_on_nl(self) -> str:
        return f", of ga verder zonder {self.noun_nl}." if self.optional else "."


PHOTO = Accept(IMAGES, "foto")
ANYTHING = Accept((), anything=True)
DOCUMENT = Accept((*IMAGES, "application/pdf", "text/plain", *(mime for mime in KINDS if "officedocument" in mime)))


def _megabytes(size: int, *, up: bool = False) -> str:
    tenths = size / 100_000
    value = (math.ceil(tenths) if up else round(tenths)) / 10
    return f"{value:.1f}".removesuffix(".0").replace(".", ",") + " MB"


def too_large(size: int, limit: int, accept: Accept) -> FileTooLarge:
    """T9 of look.md: the size, the limit and the way on."""
    noun = accept.noun_nl
    return FileTooLarge(
        f"{accept.determiner} {noun} is {_megabytes(size, up=True)}. "
        f"Kies een {noun} van hoogstens {_megabytes(limit)}{accept.way_on_nl}",
        size=size, limit=limit,
    )


def empty(accept: Accept) -> FileTypeRefused:
    """Nothing at all was received."""
    return FileTypeRefused(f"{accept.determiner} {accept.noun_nl} is leeg. Kies een andere{accept.way_on_nl}")


def wrong_type(sniffed: str, accept: Accept) -> FileTypeRefused:
    """Names what is accepted, and what it seems to be when we know."""
    known = KINDS.get(sniffed)
    seen = f"Dit lijkt een {known.name_nl}-bestand" if known else "Dit bestand herkennen we niet"
    return FileTypeRefused(
        f"{seen}. Kies een {accept.noun_nl} in {accept.names_nl}{accept.way_on_nl}", sniffed=sniffed
    )


def hides_something(accept: Accept) -> FileTypeRefused:
    """An image in which a page, a program or an archive is hidden."""
    return FileTypeRefused(
        f"In {accept.determiner.lower()} {accept.noun_nl} zit nog een ander bestand verborgen. "
        f"Kies een andere{accept.way_on_nl}"
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """An accepted file: its real type, the name under which it is kept, and what to tell when that differs."""

    mime: str
    safe_name: str
    told_nl: str = ""


def judge(sniffed: str, filename: str, accept: Accept) -> Judged:
    """Accept by content, whatever the name says. Raises ``FileTypeRefused``."""
    if accept.anything:
        return Judged(sniffed, safe_name(filename))
    if sniffed not in accept.types:
        raise wrong_type(sniffed, accept)
    kind = KINDS[sniffed]
    cleaned = safe_name(filename)
    stem, dot, extension = cleaned.rpartition(".")
    if dot and f".{extension.lower()}" in kind.extensions:
        return Judged(sniffed, cleaned)
    known_extension = dot and any(f".{extension.lower()}" in other.extensions for other in KINDS.values())
    name = (stem if known_extension else cleaned) + kind.extensions[0]
    told = f"Uw {accept.noun_nl} is een {kind.name_nl}-bestand. We bewaren het als {name}." if known_extension else ""
    return Judged(sniffed, name, told)


def safe_name(filename: str) -> str:
    """A name that is only a name: no folders, control or direction marks, at most 100 characters, never empty."""
    last = re.split(r"[/\\]", filename)[-1]
    plain = "".join(sign if unicodedata.category(sign)[0] not in "CZ" else " " for sign in unicodedata.normalize("NFC", last))
    plain = re.sub(r'[<>:"|?*]', "_", re.sub(r"\s+", " ", plain)).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    if dot and len(extension) <= 8:
        plain = f"{stem[: 99 - len(extension)]}.{extension}"
    return plain[:100] or "bestand"


def text_of_name(filename: str) -> str:
    """The name as it was sent, kept as text: only what the database cannot hold is replaced."""
    return filename.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")[:500]


# Long enough that they never occur by chance in ten megabytes of pixels.
_HIDDEN = re.compile(rb"(?i:<script[\s>]|<\?php\s|<html[\s>]|<!doctype html)|%PDF-1\.\d|PK\x03\x04[\x0a\x14\x2d]\x00")


def hidden_content(data: bytes | memoryview) -> bool:
    """Whether an image also holds a page, a program or an archive."""
    return _HIDDEN.search(data) is not None


def transition(state: State, to: State) -> State:
    """``to`` when the path is permitted. Raises ``WrongTransition``."""
    if to not in TRANSITIONS[State(state)]:
        raise WrongTransition(f"Een bestand dat {STATE_NL[State(state)]} is, kan niet {STATE_NL[to]} worden.")
    return to


@dataclass(frozen=True, slots=True)
class UseFact:
    """One place where a file is used: ``released_at`` None while it is."""

    released_at: datetime | None
    hold: bool = False


def may_delete_blob(uses: Iterable[UseFact], received_at: datetime, now: datetime) -> bool:
    """30 days after the last use ended (or after receipt, when it was never used); never under hold."""
    facts = list(uses)
    if any(fact.hold or fact.released_at is None for fact in facts):
        return False
    last = max((fact.released_at for fact in facts if fact.released_at), default=received_at)
    return now - last >= GRACE
