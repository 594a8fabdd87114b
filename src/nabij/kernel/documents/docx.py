"""Word by python-docx: real headings, lists and table headers in Word's own styles, so that a reader may change them.

python-docx alone (MIT) does what the notes need; a template engine on top would add a licence of its own kind (decision 0028).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from nabij.kernel.calendar import words

from .content import Column, Document, Facts, Heading, Items, PageBreak, Panel, Paragraph, Table, Writing

#: On most machines; Word replaces what it does not have.
FONT = "Georgia"
SURFACE, LINE, INK_2 = "F8F5F0", "DDD6CC", "57504A"
_SIZES = {"Normal": 11, "Title": 21, "Heading 1": 14.5, "Heading 2": 12, "Heading 3": 11, "Caption": 10}
#: What the format wants after borders and shade in the properties of a paragraph.
_AFTER = ("w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")
_TEXT_WIDTH_MM = 210 - 25 - 22


def docx_file(document: Document) -> bytes:
    """The file; the same document gives the same bytes."""
    word = docx.Document()
    _without_unused(word)
    _page(word, document)
    _styles(word, document)
    _properties(word, document)
    _masthead(word, document)
    for block in document.blocks:
        _WRITERS[block.kind](word, block, document)
    made = io.BytesIO()
    word.save(made)
    return _without_times(made.getvalue())


def _page(word: Any, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(24)
    section.left_margin, section.right_margin = Mm(25), Mm(22)
    line = section.footer.paragraphs[0]
    _small(line.add_run(f"{document.footer} · {document.words['page']} "))
    _field(line, "PAGE")
    _small(line.add_run(f" {document.words['of']} "))
    _field(line, "NUMPAGES")


def _without_unused(word: Any) -> None:
    """The package's own template carries a hundred styles of tables that we never use: they cost time and bytes in every file."""
    styles = word.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) is None:
            styles.remove(style)


def _styles(word: Any, document: Document) -> None:
    accent = RGBColor.from_string(document.accent.lstrip("#").upper())
    for name, size in _SIZES.items():
        style = word.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(script), None)
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = accent if name == "Heading 1" else RGBColor.from_string(INK_2 if name == "Caption" else "1F1B16")
        style.font.bold = name not in ("Normal", "Caption")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), document.language)
    word.styles["Normal"].element.get_or_add_rPr().append(language)
    for name, before, after in (("Normal", 0, 7), ("Title", 0, 12), ("Heading 1", 18, 6), ("Heading 2", 12, 5), ("Caption", 10, 4)):
        spacing = word.styles[name].paragraph_format
        spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    word.styles["Caption"].paragraph_format.keep_with_next = True
    _border(word.styles["Title"].element.get_or_add_pPr(), "bottom", 0, "FFFFFF")


def _properties(word: Any, document: Document) -> None:
    core, moment = word.core_properties, datetime.combine(document.on, time(12), UTC)
    core.title, core.subject, core.language = document.title, document.subject, document.language
    core.author = core.last_modified_by = document.sender[0]
    core.comments = core.keywords = ""
    core.created = core.modified = moment
    core.revision = 1


def _masthead(word: Any, document: Document) -> None:
    line = word.add_paragraph()
    _border(line._p.get_or_add_pPr(), "top", 24, document.accent.lstrip("#"))
    line.add_run(document.sender[0]).bold = True
    for part in document.sender[1:]:
        _small(line.add_run(f"\n{part}"))
    said = document.words
    about = f"{said['date']}: {words.date_text(document.on, document.language[:2])}\n{said['reference']}: {document.reference}"
    _small(word.add_paragraph().add_run(about))
    genre = word.add_paragraph().add_run(document.genre)
    genre.bold, genre.font.color.rgb = True, RGBColor.from_string(document.accent.lstrip("#").upper())
    word.add_paragraph(document.title, style="Title")


def _heading(word: Any, block: Heading, document: Document) -> None:
    word.add_heading(block.text, level=block.level)


def _paragraph(word: Any, block: Paragraph, document: Document) -> None:
    run = word.add_paragraph().add_run(block.text)
    if block.role == "lead":
        run.font.size = Pt(12.5)
    elif block.role == "small":
        _small(run)


def _items(word: Any, block: Items, document: Document) -> None:
    number = _fresh_numbering(word) if block.numbered else None
    for item in block.items:
        paragraph = word.add_paragraph(item, style="List Number" if block.numbered else "List Bullet")
        if number is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number


def _facts(word: Any, block: Facts, document: Document) -> None:
    columns = (Column(document.words["what"], 5), Column(document.words["value"], 8))
    _table(word, Table(block.caption, columns, block.rows), document)


def _table(word: Any, block: Table, document: Document) -> None:
    word.add_paragraph(block.caption, style="Caption")
    table = word.add_table(rows=1, cols=len(block.columns))
    table.autofit = False
    _describe(table, block.caption)
    _fill(table.rows[0], block.columns, tuple(column.title for column in block.columns), bold=True)
    _repeat(table.rows[0], document)
    for cells in block.rows:
        row = table.add_row()
        _fill(row, block.columns, cells)
        row.cells[0].paragraphs[0].runs[0].bold = True
    whole = sum(column.width for column in block.columns)
    for column, shape in zip(table.columns, block.columns, strict=True):
        for cell in column.cells:
            cell.width = Mm(_TEXT_WIDTH_MM * shape.width / whole)
    word.add_paragraph().paragraph_format.space_after = Pt(4)


def _fill(row: Any, columns: tuple[Column, ...], texts: tuple[str, ...], *, bold: bool = False) -> None:
    _no_break(row)
    for cell, column, text in zip(row.cells, columns, texts, strict=True):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(10), bold or None
        paragraph.paragraph_format.space_after = Pt(3)
        paragraph.paragraph_format.space_before = Pt(3)
        if column.number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _cell_line(cell, LINE)


def _panel(word: Any, block: Panel, document: Document) -> None:
    """A box of paragraphs, not a table: a screen reader reads it as the text that it is."""
    for number, line in enumerate((block.title, *block.lines)):
        paragraph = word.add_paragraph()
        paragraph.add_run(line).bold = number == 0 or None
        properties = paragraph._p.get_or_add_pPr()
        _border(properties, "left", 24, document.accent.lstrip("#"))
        _shade(properties, SURFACE)
        paragraph.paragraph_format.keep_with_next = number < len(block.lines)


def _writing(word: Any, block: Writing, document: Document) -> None:
    label = word.add_paragraph()
    label.add_run(block.label).bold = True
    label.paragraph_format.keep_with_next = True
    for _ in range(block.lines):
        line = word.add_paragraph()
        line.paragraph_format.space_before = Pt(14)
        _border(line._p.get_or_add_pPr(), "bottom", 4, INK_2)


def _page_break(word: Any, block: PageBreak, document: Document) -> None:
    word.add_page_break()


_WRITERS: dict[str, Callable[[Any, Any, Document], None]] = {
    "heading": _heading, "paragraph": _paragraph, "items": _items, "facts": _facts, "table": _table, "panel": _panel,
    "writing": _writing, "page_break": _page_break,
}


def _small(run: Any) -> None:
    run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(INK_2)


def _field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    _small(run)
    field.append(run._r)
    paragraph._p.append(field)


def _border(properties: Any, side: str, eighths: int, colour: str) -> None:
    """A line beside a paragraph; 0 takes away the one of its style."""
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    shape = {"val": "single" if eighths else "nil", "sz": str(eighths), "space": "6", "color": colour}
    for name, value in shape.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties.insert_element_before(borders, "w:shd", *_AFTER)


def _shade(properties: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    if properties.tag == qn("w:pPr"):
        properties.insert_element_before(shade, *_AFTER)
    else:
        properties.append(shade)


def _cell_line(cell: Any, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    borders, line = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties.append(borders)


def _repeat(row: Any, document: Document) -> None:
    """The header row of a table: repeated on every page, and told as header to a screen reader."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)
    for cell in row.cells:
        _shade(cell._tc.get_or_add_tcPr(), SURFACE)


def _no_break(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _describe(table: Any, caption: str) -> None:
    said = OxmlElement("w:tblCaption")
    said.set(qn("w:val"), caption)
    table._tbl.tblPr.append(said)


def _fresh_numbering(word: Any) -> int:
    """A numbering that begins at 1 again; Word goes on counting otherwise."""
    numbering = word.part.numbering_part.element
    style = word.styles["List Number"].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(style).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    fresh: int = number.numId
    return fresh


def _without_times(made: bytes) -> bytes:
    """The same package with every member dated alike: content alone decides the bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
