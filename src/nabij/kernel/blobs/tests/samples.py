"""Files made by the tests themselves: good photos with metadata, and bad ones of many kinds."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

#: Planted in every kind of metadata; no derivative may hold it.
CANARY = "KANARIE-TOESTEL-1234"
GPS = (50.827778, 3.265)


def photo(kind: str = "JPEG", size: tuple[int, int] = (1000, 700), **options) -> bytes:
    """A photo with EXIF (orientation 6, GPS, maker), comment and, for PNG, text."""
    image = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9286] = 6, CANARY, CANARY
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (50.0, 49.0, 40.0), "E", (3.0, 15.0, 54.0)
    out = io.BytesIO()
    if kind == "JPEG":
        options |= {"comment": CANARY.encode()}
    image.save(out, kind, exif=exif, **options)
    return out.getvalue()


def plain(kind: str, image: Image.Image, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A small PNG whose header promises far more pixels than it has bytes."""
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def archive(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return out.getvalue()


def word_document() -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"

#: name → (file name, bytes): each must be refused at receipt, as a photo.
REFUSED_AT_ONCE = {
    "text named jpg": ("foto.jpg", b"dit is gewone tekst\n" * 10),
    "nothing": ("foto.jpg", b""),
    "one zero byte": ("foto.jpg", b"\x00"),
    "svg with script": ("tekening.svg", SVG),
    "svg named png": ("foto.png", SVG),
    "html named png": ("foto.png", b"<!DOCTYPE html><html><script>1</script></html>"),
    "pdf named jpg": ("foto.jpg", b"%PDF-1.7\n1 0 obj\n"),
    "zip named jpg": ("foto.jpg", archive(a=b"x")),
    "zip bomb": ("foto.jpg", archive(a=b"\0" * 30_000_000)),
    "word document": ("brief.docx", word_document()),
    "program": ("foto.jpg", b"MZ\x90\x00" + b"\0" * 200),
    "elf": ("foto.png", b"\x7fELF" + b"\0" * 200),
    "gif": ("foto.gif", plain("GIF", Image.new("RGB", (9, 9)))),
    "tiff": ("foto.tif", plain("TIFF", Image.new("RGB", (9, 9)))),
    "bmp named jpg": ("foto.jpg", plain("BMP", Image.new("RGB", (9, 9)))),
    "eicar": ("foto.jpg", EICAR),
    "random": ("foto.jpg", bytes(range(1, 256)) * 40),
    "jpeg with an archive behind it": ("foto.jpg", photo() + archive(a=b"verborgen")),
    "jpeg with a page inside": ("foto.jpg", photo() + b"<script>alert(1)</script>"),
    "jpeg with a pdf behind it": ("foto.jpg", photo() + b"%PDF-1.4\n"),
    "jpeg with php inside": ("foto.jpg", photo() + b"<?php system('id'); ?>"),
}

#: name → bytes: look like an image, but must be refused in the sandbox.
REFUSED_IN_SANDBOX = {
    "cut jpeg": photo()[:9000],
    "cut png": photo("PNG")[:9000],
    "cut webp": photo("WEBP")[:2000],
    "only a jpeg header": b"\xff\xd8\xff\xe0" + b"\0" * 100,
    "cut heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 500,
    "png of 2.5 thousand million pixels": png_that_claims(50_000, 50_000),
    "png just over the limit": png_that_claims(50_001, 1_000),
    "png of no pixels": png_that_claims(0, 0),
    "png that promises more than it has": png_that_claims(4_000, 4_000),
}
