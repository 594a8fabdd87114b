"""What the page tests share: a visitor's browser without script, and what a page says."""

from __future__ import annotations

import io
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from nabij.kernel.tenancy.scope import scope, system


def seen(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def hidden(response: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    return found.group(1) if found else ""


def photo(name: str = "put.jpg") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (60, 40), (90, 120, 60)).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def reading(organisation_id: int) -> Any:
    return scope(reading=[organisation_id], actor=system("test"))


def sent(client: Any, **fields: Any) -> Any:
    """Post the form as a browser does after reading it."""
    key = fields.pop("sleutel", None) or hidden(client.get("/melden"), "sleutel")
    return client.post("/melden", {"wat": "losse tegel", "waar": "achter de sporthal", **fields, "sleutel": key})
