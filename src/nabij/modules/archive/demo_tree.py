"""A shared drive as they are: doubles, half names, thumbnails, an old WordPerfect file, names in an old character set. All invented.

``plant(folder, files)`` writes the same tree for the same number, so that a demo, a test and a bench tell the same story.
"""

from __future__ import annotations

import io
import os
import random
import zipfile
from datetime import UTC, datetime
from pathlib import Path

FOLDERS = (
    "Omgeving/vergunningen/{street}", "Omgeving/inlichtingen/{year}", "Vrije tijd/toelagen/{year}", "Secretariaat/raad/{year}",
    "Kinderen/{year}", "Algemeen/Nieuwe map (2)", "Algemeen/oud van Luc", "Algemeen/privé",
)
STREETS = ("Proefstraat 12", "Voorbeeldlaan 3", "Toonhoek 7", "Testdreef 21", "Denkweg 5")
NAMES = (
    "plan", "brief", "nota", "aanvraag", "verslag", "lijst", "definitief", "definitief_def2", "definitief_def2_LAATSTE", "kopie van nota",
    "scan0001", "offerte", "mail", "begroting", "overzicht",
)
ENDINGS = (".docx", ".txt", ".pdf", ".html", ".txt", ".docx", ".xls", ".doc")
SENTENCES = (
    "De dienst vraagt advies over de aanleg.", "Het dossier wacht op een plan.", "De aanvrager kreeg een ontvangstbewijs.",
    "La copie se trouve dans le dossier.", "De raad keurde dit goed.", "De toelage wordt in twee keer betaald.",
)
_DOCX_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(text: str) -> bytes:
    """A small Word file with one paragraph per line."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    return _zipped({
        "[Content_Types].xml": _DOCX_TYPES,
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{_WORD}"><w:body>{paragraphs}</w:body></w:document>',
    })


def odt(text: str) -> bytes:
    """A small OpenDocument text."""
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = f"<office:body><office:text><text:p>{text}</text:p></office:text></office:body>"
    content = f'<?xml version="1.0"?><office:document-content {names}>{body}</office:document-content>'
    return _zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _zipped(members: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
    return made.getvalue()


def pdf(text: str) -> bytes:
    """A PDF of one page, written by hand, with its text in it."""
    drawn = f"BT /F1 12 Tf 50 750 Td ({text}) Tj ET".encode("latin-1", "replace")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start)


def _content(ending: str, text: str) -> bytes:
    if ending == ".docx":
        return docx(text)
    if ending == ".pdf":
        return pdf(text)
    if ending in (".xls", ".doc"):
        return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + text.encode("utf-16-le")
    return f"<html><body><p>{text}</p></body></html>".encode() if ending == ".html" else text.encode()


def plant(folder: Path, files: int) -> int:
    """Write the tree; returns how many files stand. About one in nine is a double, one in twenty is junk."""
    chance = random.Random(1998)  # the same drive every time
    contents: list[bytes] = []
    number = 0
    used = {os.fsdecode(path) for path in _odd()}
    while len(used) < files:
        number += 1
        path, data = _file(chance, number, contents)
        if path not in used:
            used.add(path)
            _write(folder / path, data, chance)
    for raw, odd in _odd().items():
        _write(Path(os.fsdecode(os.path.join(os.fsencode(folder), raw))), odd, chance)
    return sum(len(names) for _, _, names in os.walk(folder))


def _file(chance: random.Random, number: int, contents: list[bytes]) -> tuple[str, bytes]:
    """Where the next file stands and what it holds: sometimes what another one holds, sometimes junk."""
    place = chance.choice(FOLDERS).format(street=chance.choice(STREETS), year=chance.randint(2008, 2021))
    ending = chance.choice(ENDINGS)
    name = f"{chance.choice(NAMES)}{'' if chance.random() < 0.3 else f' {number}'}{ending}"
    if chance.random() < 0.05:
        return f"{place}/{chance.choice((f'~${name}', f'{name}.tmp', 'Thumbs.db'))}", b"rommel"
    if contents and chance.random() < 0.11:
        return f"{place}/{name}", chance.choice(contents)
    contents.append(_content(ending, f"{chance.choice(SENTENCES)} {chance.choice(SENTENCES)} Stuk {number}."))
    return f"{place}/{name}", contents[-1]


def _odd() -> dict[bytes, bytes]:
    """What every old drive has at least once."""
    return {
        b"Algemeen/Nieuwe map (2)/definitief_def2.docx": docx("Dit is de laatste versie."),
        b"Algemeen/Nieuwe map (2)/Kopie van definitief_def2.docx": docx("Dit is de laatste versie."),
        b"Algemeen/oud van Luc/NOTULEN.WPD": b"\xffWPC\x10\x00\x00\x00\x01\x0aNotulen van 1998",
        "Secretariaat/raad/2009/café-verslag.txt".encode("latin-1"): b"Verslag met een naam in een oude tekenset.",
        b"Algemeen/oud van Luc/verslag half gekopieerd.docx": docx("Dit verslag kwam nooit helemaal over.")[:120],
        "Algemeen/privé/lonen.docx".encode(): b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage",
        b"Algemeen/Thumbs.db": b"rommel",
        b"Algemeen/leeg bestand.docx": b"",
        b"Kinderen/2016/inschrijvingen.txt": b"Lijst voor de opvang van kinderen in de zomer.",
    }


def _write(path: Path, data: bytes, chance: random.Random) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    at = datetime(chance.randint(2008, 2023), chance.randint(1, 12), chance.randint(1, 28), 12, tzinfo=UTC).timestamp()
    os.utime(path, (at, at))
