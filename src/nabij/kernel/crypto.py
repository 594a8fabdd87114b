"""Sealing of personal contact points: AES-256-GCM under a key per organisation and purpose.

Derived from the organisation's own key where it keeps one (``keyholder``), otherwise from the installation's key.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import tempfile
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from . import keyholder
from .errors import Unavailable

#: The first byte says under whose key: the installation's, or the organisation's own.
_SHARED, _OWN = b"\x01", b"\x02"
KEY_BYTES = 32


def seal(organisation_id: int, purpose: str, text: str) -> bytes:
    """Version byte ‖ 96-bit nonce ‖ ciphertext. The organisation and purpose are authenticated with it."""
    nonce = os.urandom(12)
    version = _OWN if keyholder.has_own(organisation_id) else _SHARED
    return version + nonce + AESGCM(_key(organisation_id, purpose)).encrypt(nonce, text.encode(), _aad(organisation_id, purpose))


def unseal(organisation_id: int, purpose: str, sealed: bytes | memoryview) -> str:
    """Raises ``Unavailable`` when the key does not fit: a row moved between organisations cannot be opened."""
    data = bytes(sealed)
    key = _key(organisation_id, purpose) if data[:1] == _OWN else _derived(_installation_key(), organisation_id, purpose)
    try:
        plain = AESGCM(key).decrypt(data[1:13], data[13:], _aad(organisation_id, purpose))
    except InvalidTag as error:
        raise Unavailable("Deze gegevens kunnen we niet openen: de sleutel past niet.") from error
    return plain.decode()


def blind_index(organisation_id: int, purpose: str, text: str) -> str:
    """HMAC-SHA-256 for equality look-ups; differs per organisation, so rows cannot be joined across."""
    return hmac.new(_key(organisation_id, f"index:{purpose}"), text.strip().lower().encode(), hashlib.sha256).hexdigest()


def organisation_key(organisation_id: int, purpose: str) -> bytes:
    """256-bit key of one organisation for one purpose: wraps other keys and seeds signatures; never stored, never shown."""
    return _key(organisation_id, f"key:{purpose}")


def installation_key(organisation_id: int, purpose: str) -> bytes:
    """What the installation alone would derive, whatever key the organisation keeps of its own."""
    return _derived(_installation_key(), organisation_id, f"key:{purpose}")


def _aad(organisation_id: int, purpose: str) -> bytes:
    return f"{organisation_id}|{purpose}".encode()


def _key(organisation_id: int, purpose: str) -> bytes:
    """Raises ``VaultClosed`` when the organisation keeps its own key and it is not there: no other key stands in for it."""
    ring = keyholder.ring_of(organisation_id)
    return _derived(ring.root if ring else _installation_key(), organisation_id, purpose)


@lru_cache(maxsize=1024)
def _derived(root: bytes, organisation_id: int, purpose: str) -> bytes:
    info = b"nabij|" + _aad(organisation_id, purpose)
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(root)


@cache
def _installation_key() -> bytes:
    """Made at the first use. Raises ``Unavailable`` for a key that is not whole: what it sealed could never be opened."""
    path = Path(settings.NABIJ_KEY_FILE)
    if not path.exists():
        _make_key(path)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise Unavailable("De sleutel van deze installatie is niet volledig. Zet hem terug uit de reservekopie.")
    return key


def _make_key(path: Path) -> None:
    """Written beside its place and then linked: another process sees the whole key or none, and the first one stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # mkstemp: readable by this account only
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)
