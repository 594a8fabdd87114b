"""Bytes on disk by content: ``<blobs>/<organisation>/<aa>/<sha256>``. Bytes are never shared between organisations.

A file is written beside its place, flushed to disk and renamed: there is never half a file under a final name.
"""

from __future__ import annotations

import errno
import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from nabij.kernel.errors import Unavailable

CHUNK = 1 << 20
#: How far we keep counting above the limit, to be able to say how large the file is.
COUNT_ON = 20
_NO_ROOM = "We kunnen nu geen bestand bewaren. Wat u invulde, is bewaard. Ga verder zonder bestand, of probeer het later."


@dataclass(slots=True)
class Draft:
    """Received bytes, not yet in their place. ``size`` may be above the limit: then ``path`` holds only a part."""

    organisation_id: int
    path: Path
    size: int
    sha256: str
    sha512: str

    def keep(self) -> Path:
        """Move to the final place; the same content twice is one file."""
        final = path_of(self.organisation_id, self.sha256)
        try:
            final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.replace(self.path, final)
            _sync_folder(final.parent)
        except OSError as wrong:
            raise Unavailable(_NO_ROOM) from wrong
        return final


def root() -> Path:
    return Path(settings.NABIJ_BLOBS)


def path_of(organisation_id: int, sha256: str) -> Path:
    """Where the bytes of this content stand."""
    return root() / str(int(organisation_id)) / sha256[:2] / sha256


@contextmanager
def receiving(organisation_id: int, stream: BinaryIO, limit_bytes: int) -> Iterator[Draft]:
    """Stream to a draft, hashed and counted. The draft is gone afterwards unless ``keep()`` was called.

    Raises ``Unavailable`` when the disk is full or cannot be written.
    """
    path = root() / str(int(organisation_id)) / "incoming" / uuid.uuid4().hex
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = _write(organisation_id, path, stream, limit_bytes)
    except OSError as wrong:
        path.unlink(missing_ok=True)
        if wrong.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO):
            raise Unavailable(_NO_ROOM) from wrong
        raise
    try:
        yield draft
    finally:
        path.unlink(missing_ok=True)


def _write(organisation_id: int, path: Path, stream: BinaryIO, limit_bytes: int) -> Draft:
    sha256, sha512, size = hashlib.sha256(), hashlib.sha512(), 0
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > COUNT_ON * limit_bytes:
                break
            if size <= limit_bytes:
                sha256.update(chunk)
                sha512.update(chunk)
                file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Draft(organisation_id, path, size, sha256.hexdigest(), sha512.hexdigest())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(organisation_id: int, sha256: str) -> bool:
    """Remove bytes; True when they were there."""
    try:
        path_of(organisation_id, sha256).unlink()
    except FileNotFoundError:
        return False
    return True
