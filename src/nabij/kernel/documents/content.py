"""What a document is made of, as plain data: the one content from which PDF, Word and page are made (decision 0028). Pure.

All text is content, never markup: no renderer reads commands in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, ClassVar

import rfc8785

INK = "#1F1B16"
#: Words that the printer itself needs; another language brings its own.
WORDS_NL = {"page": "bladzijde", "of": "van", "date": "Datum", "reference": "Kenmerk", "what": "Wat", "value": "Gegeven"}


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 to 3; the title of the document stands above level 1."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``role``: "" (body), "lead" (first sentence that says it all) or "small" (source, how calculated)."""

    kind: ClassVar[str] = "paragraph"
    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``numbered`` when the order or the number matters."""

    kind: ClassVar[str] = "items"
    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value, two by two; every label is a row header."""

    kind: ClassVar[str] = "facts"
    caption: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` is a share of the line; ``number`` puts figures under each other, to the right."""

    title: str
    width: int = 1
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A real table: caption, header row that repeats on every page, first cell of a row its header. Every row has a cell per column."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of “{self.caption}” has not one cell per column")

    @property
    def labelled(self) -> list[list[tuple[Column, str]]]:
        """Each cell with its column, for a page."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Panel:
    """What must not be missed, in a quiet box with a title."""

    kind: ClassVar[str] = "panel"
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Writing:
    """Room to write by hand after a label: ``lines`` empty lines."""

    kind: ClassVar[str] = "writing"
    label: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class PageBreak:
    kind: ClassVar[str] = "page_break"


Block = Heading | Paragraph | Items | Facts | Table | Panel | Writing | PageBreak
_KINDS: dict[str, Any] = {block.kind: block for block in (Heading, Paragraph, Items, Facts, Table, Panel, Writing, PageBreak)}


@dataclass(frozen=True, slots=True)
class Document:
    """``genre`` stands above the title ("Nota aan het college van Lendelede"), ``sender`` at the top of the first page,
    ``footer`` on every page. ``accent`` is a colour of the sender (``#RRGGBB``, dark on white); ``language`` a BCP 47 tag."""

    title: str
    genre: str
    sender: tuple[str, ...]
    on: date
    reference: str
    footer: str
    blocks: tuple[Block, ...]
    subject: str = ""
    language: str = "nl-BE"
    accent: str = INK
    words: dict[str, str] = field(default_factory=lambda: dict(WORDS_NL))


def as_data(document: Document) -> dict[str, Any]:
    """The document as JSON types; ``from_data`` gives it back."""
    plain = asdict(document)
    plain["on"] = document.on.isoformat()
    plain["blocks"] = [{"kind": block.kind, **_plain(block)} for block in document.blocks]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


def _plain(block: Block) -> dict[str, Any]:
    return {name: _lists(value) for name, value in asdict(block).items()}


def _lists(value: Any) -> Any:
    return [_lists(one) for one in value] if isinstance(value, tuple | list) else value


def from_data(data: dict[str, Any]) -> Document:
    """A document from what ``as_data`` gave, also after a stay in the database."""
    fields = dict(data)
    fields["on"] = date.fromisoformat(fields["on"])
    fields["sender"] = tuple(fields["sender"])
    fields["blocks"] = tuple(_block(one) for one in fields["blocks"])
    return Document(**fields)


def _block(data: dict[str, Any]) -> Block:
    fields = {name: _tuples(value) for name, value in data.items() if name != "kind"}
    if data["kind"] == Table.kind:
        fields["columns"] = tuple(Column(**column) for column in data["columns"])
    block: Block = _KINDS[data["kind"]](**fields)
    return block


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, Sequence) and not isinstance(value, str) else value


def canonical(document: Document) -> bytes:
    """The bytes that its hash is taken of (JSON by RFC 8785): equal content gives equal bytes."""
    return rfc8785.dumps(as_data(document))


def digest(document: Document) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()
