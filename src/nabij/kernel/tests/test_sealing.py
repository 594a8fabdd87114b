"""The installation's key: made once, whole or not at all, also when two processes start at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from nabij.kernel import crypto
from nabij.kernel.errors import Unavailable


@pytest.fixture(autouse=True)
def own_key(tmp_path, settings):
    settings.NABIJ_KEY_FILE = tmp_path / "keys" / "installation.key"
    _forget()
    yield settings.NABIJ_KEY_FILE
    _forget()


def _forget() -> None:
    crypto._derived.cache_clear()
    crypto._installation_key.cache_clear()


def test_what_is_sealed_opens_for_the_same_organisation_and_purpose_only():
    sealed = crypto.seal(1, "notice", "0470 00 00 00")
    assert crypto.unseal(1, "notice", sealed) == "0470 00 00 00"
    for organisation_id, purpose in ((2, "notice"), (1, "duty")):
        with pytest.raises(Unavailable):
            crypto.unseal(organisation_id, purpose, sealed)


def test_processes_that_start_together_make_one_key(own_key):
    def first_use(_: int) -> bytes:
        crypto._installation_key.cache_clear()
        return crypto._installation_key()

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(first_use, range(64)))
    assert keys == {own_key.read_bytes()} and len(own_key.read_bytes()) == 32
    assert [path.name for path in own_key.parent.iterdir()] == ["installation.key"]


@pytest.mark.parametrize("found", [b"", b"kort", b"x" * 33])
def test_a_key_that_is_not_whole_seals_nothing(own_key, found):
    own_key.parent.mkdir()
    own_key.write_bytes(found)
    with pytest.raises(Unavailable, match="sleutel"):
        crypto.seal(1, "notice", "tekst")
