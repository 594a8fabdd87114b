"""Bytes on disk: whole or not at all, per organisation, by content."""

import errno
import hashlib
import io
import os

import pytest

from nabij.kernel.blobs import store
from nabij.kernel.errors import Unavailable


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.NABIJ_BLOBS = tmp_path
    return tmp_path


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_kept_bytes_stand_under_their_hash_and_only_the_owner_reads_them(folder):
    data = os.urandom(3_000_000)
    with store.receiving(7, io.BytesIO(data), 5_000_000) as draft:
        path = draft.keep()
    digest = hashlib.sha256(data).hexdigest()
    assert (draft.size, draft.sha256, draft.sha512) == (len(data), digest, hashlib.sha512(data).hexdigest())
    assert files(folder) == [f"7/{digest[:2]}/{digest}"] and path.read_bytes() == data
    assert path.stat().st_mode & 0o077 == 0


def test_what_is_not_kept_leaves_nothing(folder):
    with store.receiving(7, io.BytesIO(b"x" * 100), 1000):
        pass
    with pytest.raises(ZeroDivisionError), store.receiving(7, io.BytesIO(b"x"), 1000):
        raise ZeroDivisionError
    assert files(folder) == []


def test_above_the_limit_it_counts_on_but_stores_no_more(folder):
    with store.receiving(7, io.BytesIO(b"x" * 5_000_000), 2_000_000) as draft:
        assert draft.size == 5_000_000 and draft.path.stat().st_size <= 2_000_000
    assert files(folder) == []


def test_an_endless_stream_is_stopped():
    class Endless:
        read_bytes = 0

        def read(self, size):
            self.read_bytes += size
            return b"x" * size

    stream = Endless()
    with store.receiving(7, stream, 1_000_000) as draft:
        assert draft.size > 1_000_000
    assert stream.read_bytes < 30_000_000


def test_a_full_disk_is_a_sentence_and_no_half_file(folder):
    class Full(io.BytesIO):
        def read(self, size=-1):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(Unavailable) as caught, store.receiving(7, Full(), 1000):
        pass
    assert "Ga verder zonder bestand" in caught.value.sentence_nl and files(folder) == []


def test_one_content_of_two_organisations_is_two_files(folder):
    for organisation in (7, 8):
        with store.receiving(organisation, io.BytesIO(b"gelijk"), 1000) as draft:
            draft.keep()
    assert len(files(folder)) == 2
    assert store.remove(7, draft.sha256) and not store.remove(7, draft.sha256)
    assert len(files(folder)) == 1
