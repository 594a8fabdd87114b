"""Last good answers, kept as sealed files, for the hours in which the database does not answer.

Whoever got a page or an answer with a session or a token gets its last copy with that same session or token, and nobody else: a door
is kept under a keyed hash of the credential, beside the name of the copy that it opens. Nothing here asks the database.

    <home>/copies/doors/<hash of credential and path>   whose copy, which one, until when
    <home>/copies/kept/<hash of organisation and name>   the copy itself
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from . import crypto
from .errors import Unavailable

PURPOSE = "last-copy"
#: A door lives as long as the longest session; a copy is too old to trust after a week.
DOOR_OPEN, COPY_GOOD = timedelta(hours=10), timedelta(days=7)
_INSTALLATION = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """``text`` as it was kept, and when (real time, UTC)."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Door:
    """Which copy a credential opens."""

    organisation_id: int
    name: str


def keep(organisation_id: int, name: str, text: str) -> None:
    """Keep the newest copy under a name; a reader sees the old one or the new one, whole."""
    _write(_kept_path(organisation_id, name), crypto.seal(organisation_id, PURPOSE, text))


def kept(organisation_id: int, name: str) -> Copy | None:
    """The last copy; None when there is none, when it is too old, or when the key does not fit."""
    path = _kept_path(organisation_id, name)
    try:
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if datetime.now(UTC) - at > COPY_GOOD:
            return None
        return Copy(crypto.unseal(organisation_id, PURPOSE, path.read_bytes()), at)
    except (OSError, Unavailable):
        return None


def age(organisation_id: int, name: str) -> timedelta | None:
    """How old a copy is; None without one."""
    try:
        return datetime.now(UTC) - datetime.fromtimestamp(_kept_path(organisation_id, name).stat().st_mtime, UTC)
    except OSError:
        return None


def open_door(request: HttpRequest, organisation_id: int, name: str) -> None:
    """Who got this answer now may get its copy later, with the same session or token, at the same path."""
    credential = _credential(request)
    if credential:
        told = {"organisation": organisation_id, "name": name, "until": (datetime.now(UTC) + DOOR_OPEN).isoformat()}
        _write(_door_path(credential, request.path), crypto.seal(_INSTALLATION, PURPOSE, json.dumps(told)))


def door(request: HttpRequest) -> Door | None:
    """The copy that this request's own credential opens; None when it opens none."""
    credential = _credential(request)
    if not credential:
        return None
    try:
        told = json.loads(crypto.unseal(_INSTALLATION, PURPOSE, _door_path(credential, request.path).read_bytes()))
    except (OSError, ValueError, Unavailable):
        return None
    return Door(told["organisation"], told["name"]) if datetime.now(UTC) < datetime.fromisoformat(told["until"]) else None


def shut_door(request: HttpRequest, paths: Iterator[str] | None = None) -> None:
    """The credential was refused, or signed out: its copies are closed too."""
    credential = _credential(request)
    for path in paths or iter([request.path]) if credential else ():
        with suppress(OSError):
            _door_path(credential, path).unlink()


def _credential(request: HttpRequest) -> str:
    bearer = request.headers.get("Authorization", "")
    if bearer.startswith("Bearer "):
        return f"token {bearer.removeprefix('Bearer ').strip()}"
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return f"session {session}" if session else ""


def _folder() -> Path:
    return Path(settings.NABIJ_HOME) / "copies"


def _door_path(credential: str, path: str) -> Path:
    key = crypto.organisation_key(_INSTALLATION, PURPOSE)
    return _folder() / "doors" / hmac.new(key, f"{path}\n{credential}".encode(), hashlib.sha256).hexdigest()


def _kept_path(organisation_id: int, name: str) -> Path:
    return _folder() / "kept" / hashlib.sha256(f"{organisation_id}\n{name}".encode()).hexdigest()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    os.replace(draft, path)
