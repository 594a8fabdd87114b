"""Keys of an organisation's own: what another's key opens (nothing), what a missing file means (closed, not lost), what renewing keeps."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nabij.kernel import crypto, keyholder
from nabij.kernel.envelope import Place, new_key, opens_under, rewrap, seal, unseal, wrapped_by
from nabij.kernel.errors import RuleViolation, Unavailable
from nabij.kernel.keyholder import VaultClosed
from nabij.kernel.signing import public_jwk, sign, verify

SINCE = date(2027, 3, 1)
PLACE = Place(1, "file", "table.sealed", "row", 1)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Any:
    settings.NABIJ_HOME = tmp_path
    settings.NABIJ_KEY_FILE = tmp_path / "keys" / "installation.key"
    crypto._installation_key.cache_clear()
    yield tmp_path
    crypto._installation_key.cache_clear()


def made(number: int, slug: str) -> Path:
    return keyholder.make(number, f"OCMW {slug}", slug, since=SINCE, phone="056 00 00 01")


def test_the_file_is_readable_by_its_keeper_only_and_lies_outside_the_database(home: Path) -> None:
    path = made(1, "een")
    assert path == home / "keyholders" / "een.key" and path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    with pytest.raises(RuleViolation, match="heeft al een sleutel"):
        made(1, "een")


def test_what_it_seals_opens_with_no_other_key() -> None:
    made(1, "een"), made(2, "twee")
    key, text = new_key(1, "file"), crypto.seal(1, "x", "tekst")
    sealed = seal(key, PLACE, {"a": 1})
    assert unseal(key, PLACE, sealed) == {"a": 1} and crypto.unseal(1, "x", text) == "tekst"
    other = keyholder.ring_of(2)
    assert other is not None and not opens_under(1, "file", key, [other])
    one, two = (keyholder.place_of(number) for number in (1, 2))
    one.write_bytes(two.read_bytes())
    with pytest.raises(Unavailable, match="sleutel past niet"):
        unseal(key, PLACE, sealed)
    with pytest.raises(Unavailable, match="sleutel past niet"):
        crypto.unseal(1, "x", text)


def test_without_its_file_it_is_closed_at_once_and_nothing_else_stands_in() -> None:
    path = made(1, "een")
    key = new_key(1, "file")
    sealed, token = seal(key, PLACE, {"a": 1}), crypto.blind_index(1, "x", "Els")
    away = keyholder.take_away(1)
    for attempt in (
        lambda: unseal(key, PLACE, sealed), lambda: new_key(1, "other"), lambda: crypto.seal(1, "x", "y"), lambda: sign(1, {}),
        lambda: crypto.blind_index(1, "x", "Els"),
    ):  # fmt: skip
        with pytest.raises(VaultClosed, match=r"kluis van OCMW een is gesloten.*niets verloren.*Bel OCMW een op 056 00 00 01"):
            attempt()
    assert not keyholder.is_open(1) and not path.exists() and away.exists()
    keyholder.put_back(1)
    assert unseal(key, PLACE, sealed) == {"a": 1} and crypto.blind_index(1, "x", "Els") == token


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_file_that_others_can_read_is_not_used(mode: int) -> None:
    path = made(1, "een")
    os.chmod(path, mode)
    with pytest.raises(VaultClosed, match="anderen op deze machine"):
        new_key(1, "file")


@pytest.mark.parametrize("content", ["", "{}", '{"organisation": "x", "root": "AAAA", "wraps": []}', "geen json"])
def test_a_damaged_file_says_so(content: str) -> None:
    path = made(1, "een")
    path.write_text(content, encoding="utf-8")
    with pytest.raises(VaultClosed, match="beschadigd"):
        new_key(1, "file")


def test_renewing_keeps_what_was_sealed_and_drops_only_what_wraps_nothing() -> None:
    made(1, "een")
    key, jwk = new_key(1, "file"), public_jwk(1)
    sealed, token = seal(key, PLACE, {"a": 1}), sign(1, {"a": 1})
    ring = keyholder.renew(1, since=date(2027, 3, 30))
    assert unseal(key, PLACE, sealed) == {"a": 1} and wrapped_by(key) == ring.wraps[1].id
    fresh = rewrap(1, "file", key)
    assert wrapped_by(fresh) == ring.newest.id and unseal(fresh, PLACE, sealed) == {"a": 1}
    assert verify(token, jwk) == {"a": 1} and public_jwk(1) == jwk
    keyholder.drop(1, {wrap.id for wrap in ring.wraps})
    left = keyholder.ring_of(1)
    assert left is not None and left.wraps == (ring.newest,) and unseal(fresh, PLACE, sealed) == {"a": 1}
    with pytest.raises(Unavailable):
        unseal(key, PLACE, sealed)


def test_what_the_installation_sealed_before_still_opens() -> None:
    key, text = new_key(1, "file"), crypto.seal(1, "x", "tekst")
    sealed = seal(key, PLACE, {"a": 1})
    made(1, "een")
    assert unseal(key, PLACE, sealed) == {"a": 1} and crypto.unseal(1, "x", text) == "tekst" and wrapped_by(key) == b""
    assert opens_under(1, "file", key, []) and not opens_under(1, "file", rewrap(1, "file", key), [])
