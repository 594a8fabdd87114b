"""Envelope encryption: a random key per file, wrapped by a key of its organisation. Without the wrapped key nothing opens.

AES-256-GCM throughout (NIST SP 800-38D), 96-bit random nonces. What a ciphertext belongs to is authenticated with it, so a row that
is moved to another organisation, file, field, row or version does not open.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .crypto import organisation_key
from .errors import Unavailable

WRAP = "envelope"
_VERSION = b"\x01"
CLOSED = "Deze gegevens kunnen we niet openen: de sleutel past niet."
SHREDDED = "Deze gegevens zijn vernietigd. Niemand kan ze nog openen."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ciphertext belongs. ``file`` is the thing with a key of its own, ``field`` is ``table.column``."""

    organisation_id: int
    file: str
    field: str
    row: str
    version: int = 1

    @property
    def authenticated(self) -> bytes:
        return f"{self.organisation_id}·{self.file}·{self.field}·{self.row}·{self.version}".encode()


def new_key(organisation_id: int, file: str) -> bytes:
    """A random 256-bit key, wrapped by the organisation's own. Only the wrapped form is ever stored."""
    return _encrypt(organisation_key(organisation_id, WRAP), os.urandom(32), _wrapping(organisation_id, file))


def seal(wrapped: bytes, place: Place, payload: dict[str, Any]) -> bytes:
    """Canonical JSON (RFC 8785) of ``payload`` under the file's key. Raises ``Unavailable`` when the key is destroyed."""
    return _encrypt(_unwrap(wrapped, place), rfc8785.dumps(payload), place.authenticated)


def unseal(wrapped: bytes, place: Place, sealed: bytes | memoryview) -> dict[str, Any]:
    """The payload. Raises ``Unavailable`` when key or place do not fit."""
    return json.loads(_decrypt(_unwrap(wrapped, place), bytes(sealed), place.authenticated))  # type: ignore[no-any-return]


def encrypt_under(secret: bytes, data: bytes, about: bytes) -> bytes:
    """``data`` under a 256-bit ``secret`` that somebody carries; ``about`` is authenticated with it."""
    return _encrypt(secret, data, about)


def decrypt_under(secret: bytes, data: bytes | memoryview, about: bytes) -> bytes:
    """Raises ``Unavailable`` when the secret does not fit."""
    return _decrypt(secret, bytes(data), about)


def _unwrap(wrapped: bytes | memoryview, place: Place) -> bytes:
    if not wrapped:
        raise Unavailable(SHREDDED)
    return _decrypt(organisation_key(place.organisation_id, WRAP), bytes(wrapped), _wrapping(place.organisation_id, place.file))


def _wrapping(organisation_id: int, file: str) -> bytes:
    return f"{organisation_id}·{file}·key".encode()


def _encrypt(key: bytes, data: bytes, about: bytes) -> bytes:
    nonce = os.urandom(12)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, data, about)


def _decrypt(key: bytes, data: bytes, about: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(data[1:13], data[13:], about)
    except (InvalidTag, ValueError) as error:
        raise Unavailable(CLOSED) from error
