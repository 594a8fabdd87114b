"""Envelope encryption: a random key per file, wrapped by a key of its organisation. Without the wrapped key nothing opens.

AES-256-GCM throughout (NIST SP 800-38D), 96-bit random nonces. What a ciphertext belongs to is authenticated with it, so a row that
is moved to another organisation, file, field, row or version does not open.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import keyholder
from .crypto import installation_key, organisation_key
from .errors import Unavailable
from .keyholder import Ring

WRAP = "envelope"
_VERSION = b"\x01"
#: Wrapped by the organisation's own key (``keyholder``): this byte, then which of its keys.
_OWN = b"\x02"
_ID_ENDS = 1 + keyholder.ID_BYTES
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
    return _wrap(organisation_id, file, os.urandom(32))


def wrapped_by(wrapped: bytes | memoryview) -> bytes:
    """Which of the organisation's own keys wrapped this; empty when the installation's did."""
    data = bytes(wrapped)
    return data[1:_ID_ENDS] if data[:1] == _OWN else b""


def opens_under(organisation_id: int, file: str, wrapped: bytes | memoryview, rings: Iterable[Ring]) -> bool:
    """Whether a wrapped key opens with the installation's key, or with any key of these rings: for who proves that it does not."""
    data, about = bytes(wrapped), _wrapping(organisation_id, file)
    body = data[_ID_ENDS:] if data[:1] == _OWN else data
    for key in (installation_key(organisation_id, WRAP), *(wrap.key for ring in rings for wrap in ring.wraps)):
        try:
            _decrypt(key, body, about)
        except Unavailable:
            continue
        return True
    return False


def rewrap(organisation_id: int, file: str, wrapped: bytes | memoryview) -> bytes:
    """The same key, wrapped by the newest key of its organisation: nothing that it sealed changes."""
    return _wrap(organisation_id, file, _unwrapped(organisation_id, file, bytes(wrapped)))


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
    return _unwrapped(place.organisation_id, place.file, bytes(wrapped))


def _wrap(organisation_id: int, file: str, key: bytes) -> bytes:
    ring, about = keyholder.ring_of(organisation_id), _wrapping(organisation_id, file)
    if ring is None:
        return _encrypt(organisation_key(organisation_id, WRAP), key, about)
    return _OWN + ring.newest.id + _encrypt(ring.newest.key, key, about)


def _unwrapped(organisation_id: int, file: str, wrapped: bytes) -> bytes:
    about = _wrapping(organisation_id, file)
    if wrapped[:1] != _OWN:
        return _decrypt(installation_key(organisation_id, WRAP), wrapped, about)
    ring = keyholder.ring_of(organisation_id)
    key = ring.wrap_of(wrapped_by(wrapped)) if ring else None
    if key is None:
        raise Unavailable(CLOSED)
    return _decrypt(key, wrapped[_ID_ENDS:], about)


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
