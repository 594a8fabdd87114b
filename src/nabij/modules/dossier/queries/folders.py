"""The meeneemmap at its issuer, and what its code tells elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from nabij.kernel.errors import NotFound

from ..models import Folder, FolderPickup
from ..rules import folders
from ..rules.folders import State
from .files import OpenFile, opened_by_id


def by_id(folder_id: UUID) -> tuple[OpenFile, Folder]:
    row = Folder.objects.filter(id=folder_id).first()
    if row is None:
        raise NotFound()
    return opened_by_id(row.dossier_id), row


def of_file(file: OpenFile) -> list[Folder]:
    return list(Folder.objects.filter(dossier_id=file.dossier.id).order_by("-made_at"))


def items(file: OpenFile, folder: Folder) -> list[dict[str, Any]]:
    """Lines of the sheet, with ``struck`` beside those that the person took out."""
    return list(folder.get(file.key)["items"])


def pickups(folder: Folder) -> list[FolderPickup]:
    return list(FolderPickup.objects.filter(folder_id=folder.id).select_related("by_organisation").order_by("id"))


@dataclass(frozen=True, slots=True)
class Found:
    """What the code alone tells: issuer, folder, day, standing, and the package that only the code opens."""

    organisation_id: int
    organisation: str
    folder_id: UUID
    sealed_on: date
    standing: str
    package: bytes


def by_code(code: str, today: date) -> Found | None:
    """The sealed package behind a code. None for a code that belongs to nothing."""
    lookup, _ = folders.secrets_of(code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.dossier_folder_of(%s)", [lookup.hex()])
        row = cursor.fetchone()
    if row is None:
        return None
    owner, name, folder_id, state, sealed_on, expires_on, package = row
    return Found(owner, name, folder_id, sealed_on, folders.standing(State(state), expires_on, today), bytes(package))
