"""The real type of a file, by its content. The name and what the browser says are never believed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import puremagic

UNKNOWN = "application/octet-stream"
HEAD_BYTES = 8192
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_ZIP_CONTENTS = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
_ODT = b"application/vnd.oasis.opendocument.text"
#: An archive that unpacks to more than this, or to more than 200 times its size, is a bomb and has no type for us.
_MOST_UNPACKED, _MOST_RATIO, _MOST_ENTRIES = 500_000_000, 200, 5_000


def sniff(path: Path) -> str:
    """MIME type of a file on disk; ``application/octet-stream`` when nothing is certain."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return _image(head) or _archive(path, head) or _other(head)


def _image(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "image/heif"
    return ""


def _archive(path: Path, head: bytes) -> str:
    if not head.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            packed = max(1, path.stat().st_size)
            if len(entries) > _MOST_ENTRIES or unpacked > _MOST_UNPACKED or unpacked > _MOST_RATIO * packed:
                return UNKNOWN
            names = [entry.filename for entry in entries]
            if names[:1] == ["mimetype"] and archive.read("mimetype")[:100].strip() == _ODT:
                return _ODT.decode()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return UNKNOWN
    if "[Content_Types].xml" not in names:
        return "application/zip"
    return next((mime for folder, mime in _ZIP_CONTENTS if any(name.startswith(folder) for name in names)), "application/zip")


def _other(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    try:
        found = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    # A weak guess of the library on ordinary text would give text a type that it is not.
    if found in ("application/rtf", "image/gif", "image/tiff", "image/svg+xml", "text/html", "image/avif"):
        return found
    return "text/plain" if _is_text(head) else found or UNKNOWN


def _is_text(head: bytes) -> bool:
    if not head or b"\x00" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as wrong:
        # The head may end in the middle of a character.
        return len(head) == HEAD_BYTES and wrong.start >= HEAD_BYTES - 4
    return True
