"""Signatures of organisations: JWS compact (RFC 7515) with ``Ed25519`` (RFC 9864). Each organisation has a key of its own."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from .crypto import organisation_key
from .errors import RuleViolation

ALGORITHM = "Ed25519"
BROKEN = "De handtekening klopt niet. Gebruik dit niet, en bel wie het u gaf."


def sign(organisation_id: int, content: dict[str, Any]) -> str:
    """Compact JWS over the canonical JSON of ``content``; ``kid`` names the key."""
    key = _key(organisation_id)
    header = {"alg": ALGORITHM, "kid": kid_of(organisation_id)}
    return jws.serialize_compact(header, rfc8785.dumps(content), key, algorithms=[ALGORITHM])


def verify(token: str, public: dict[str, Any]) -> dict[str, Any]:
    """The signed content. Raises ``RuleViolation`` on any change, another key or another algorithm."""
    try:
        found = jws.deserialize_compact(token, OKPKey.import_key(public), algorithms=[ALGORITHM])
        return json.loads(found.payload)  # type: ignore[no-any-return]
    except (JoseError, ValueError) as error:
        raise RuleViolation(BROKEN) from error


def kid_of(organisation_id: int) -> str:
    """JWK thumbprint (RFC 7638), first 16 characters."""
    return _key(organisation_id).thumbprint()[:16]


def public_jwk(organisation_id: int) -> dict[str, Any]:
    """What others need to check a signature of this organisation."""
    found: dict[str, Any] = dict(_key(organisation_id).as_dict(private=False))
    return {name: found[name] for name in ("kty", "crv", "x")}


def _key(organisation_id: int) -> OKPKey:
    return _signing_key(organisation_key(organisation_id, "signing"))


@lru_cache(maxsize=64)
def _signing_key(seed: bytes) -> OKPKey:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return OKPKey.import_key(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
