"""From receipt to served image, on a real database."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest

from nabij.kernel.blobs import actions, ports, queries, rules
from nabij.kernel.blobs.models import Blob, BlobUse
from nabij.kernel.blobs.rules import DOCUMENT, PHOTO, State
from nabij.kernel.errors import NotFound, Refused
from nabij.kernel.tenancy.scope import scope, system

from . import samples

LIMIT = 10_000_000


class Clean:
    def scan(self, path: Path) -> ports.Scan:
        return ports.Scan("clean")


class FindsEicar:
    def scan(self, path: Path) -> ports.Scan:
        return ports.Scan("infected", "Eicar-Test") if b"EICAR" in path.read_bytes() else ports.Scan("clean")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.NABIJ_BLOBS = tmp_path
    return tmp_path


@pytest.fixture
def kortrijk(organisations):
    with scope(reading=[organisations["kortrijk"]], writing=[organisations["kortrijk"]], actor=system("test")):
        yield organisations["kortrijk"]


def received(organisation_id, data, filename="put.jpg", accept=PHOTO, **more):
    return actions.receive(
        organisation_id=organisation_id, stream=io.BytesIO(data), filename=filename, limit_bytes=LIMIT, accept=accept, **more
    )


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def use(blob, **more):
    return actions.use(blob=blob, subject_module="meldpunt", subject_kind="report", subject_id="17", role="photo", **more)


def test_a_photo_is_kept_in_quarantine_with_its_name_as_text(kortrijk):
    data = samples.photo()
    blob = received(kortrijk, data, "../mijn\x00 put\u202e.jpg", declared_type="image/jpeg")
    assert (blob.state, blob.size, blob.sha256) == (State.QUARANTINED, len(data), hashlib.sha256(data).hexdigest())
    assert blob.path.read_bytes() == data
    assert blob.original_name == "../mijn\ufffd put\u202e.jpg" and blob.safe_name == "mijn put .jpg"
    blob.refresh_from_db()
    assert blob.original_name == "../mijn\ufffd put\u202e.jpg"
    with pytest.raises(NotFound):
        queries.open_derivative(blob_id=blob.id)
    with pytest.raises(Refused):
        queries.open_original(blob_id=blob.id)


@pytest.mark.parametrize("name", samples.REFUSED_AT_ONCE)
def test_bad_files_are_refused_with_a_way_on_and_leave_nothing(kortrijk, folder, name):
    filename, data = samples.REFUSED_AT_ONCE[name]
    with pytest.raises(rules.FileTypeRefused) as caught:
        received(kortrijk, data, filename)
    assert caught.value.sentence_nl.endswith("of ga verder zonder foto.")
    assert not Blob.objects.exists() and files(folder) == []


def test_a_file_that_is_too_large_leaves_nothing(kortrijk, folder):
    with pytest.raises(rules.FileTooLarge) as caught:
        received(kortrijk, b"\xff\xd8\xff" + b"x" * 13_999_997)
    assert caught.value.sentence_nl.startswith("Deze foto is 14 MB. Kies een foto van hoogstens 10 MB")
    assert not Blob.objects.exists() and files(folder) == []


def test_without_a_scanner_the_image_is_shown_with_a_warning_and_the_original_is_not(kortrijk):
    blob = received(kortrijk, samples.photo())
    examined = actions.examine(blob=blob)
    assert examined.blob.state == State.UNSCANNED
    assert examined.blob.state_reason == "Er is geen virusscanner ingesteld."
    assert (examined.place.lat, examined.place.lon) == pytest.approx(samples.GPS, abs=1e-5)
    shown = queries.open_derivative(blob_id=blob.id, size="small")
    assert shown.content_type == "image/jpeg" and "niet op virussen gecontroleerd" in shown.warning_nl
    assert samples.CANARY.encode() not in shown.path.read_bytes()
    with pytest.raises(Refused) as caught:
        queries.open_original(blob_id=blob.id)
    assert "niet op virussen gecontroleerd" in caught.value.sentence_nl


def test_a_scanner_that_comes_later_clears_the_file(kortrijk, settings):
    blob = received(kortrijk, samples.photo())
    actions.examine(blob=blob)
    assert queries.waiting(organisation_id=kortrijk) == []
    settings.NABIJ_VIRUS_SCANNER = f"{__name__}.Clean"
    assert queries.waiting(organisation_id=kortrijk) == [blob]
    again = actions.examine(blob=blob)
    assert again.blob.state == State.CLEAN and again.place is None and len(again.derivatives) == 2
    assert queries.open_derivative(blob_id=blob.id).warning_nl == ""
    assert queries.open_original(blob_id=blob.id).path.read_bytes()[:3] == b"\xff\xd8\xff"


def test_an_infected_file_is_sealed(kortrijk, settings):
    settings.NABIJ_VIRUS_SCANNER = f"{__name__}.FindsEicar"
    blob = received(kortrijk, samples.EICAR, "nota.txt", DOCUMENT)
    examined = actions.examine(blob=blob)
    assert (examined.blob.state, examined.blob.state_reason) == (State.INFECTED, "Eicar-Test")
    with pytest.raises(Refused):
        queries.open_original(blob_id=blob.id)
    assert actions.examine(blob=blob).blob.state == State.INFECTED


def test_a_broken_photo_becomes_refused_with_its_sentence(kortrijk):
    blob = received(kortrijk, samples.REFUSED_IN_SANDBOX["cut jpeg"])
    examined = actions.examine(blob=blob)
    assert examined.blob.state == State.REFUSED and "beschadigd" in examined.blob.state_reason
    assert examined.derivatives == () and examined.place is None
    with pytest.raises(NotFound):
        queries.open_derivative(blob_id=blob.id)


def test_an_original_that_need_not_stay_goes_and_its_images_stay(kortrijk, folder):
    blob = received(kortrijk, samples.photo(), keep_original=False)
    actions.examine(blob=blob)
    blob.refresh_from_db()
    assert blob.bytes_gone_at is not None and blob.path.exists()
    assert actions.sweep(organisation_id=kortrijk) == 1
    assert not blob.path.exists() and len(files(folder)) == 2
    assert queries.open_derivative(blob_id=blob.id).size > 0
    with pytest.raises(NotFound):
        actions.examine(blob=blob)


def test_bytes_that_another_row_still_needs_stay(kortrijk):
    data = samples.photo()
    first, second = received(kortrijk, data, keep_original=False), received(kortrijk, data, "zelfde.jpg")
    actions.examine(blob=first)
    assert actions.sweep(organisation_id=kortrijk) == 0 and second.path.read_bytes() == data


def test_uses_are_counted_and_the_bytes_go_thirty_days_after_the_last(kortrijk, still_clock, folder):
    blob = received(kortrijk, samples.photo())
    actions.examine(blob=blob)
    one, twice = use(blob), use(blob)
    assert one.id == twice.id and one.filename == "put.jpg"
    assert [found.blob for found in queries.uses_of(subject_module="meldpunt", subject_kind="report", subject_id=17)] == [blob]
    still_clock.forward(timedelta(days=400))
    assert actions.collect(organisation_id=kortrijk) == 0
    actions.release(blob_use=one)
    still_clock.forward(timedelta(days=29))
    assert actions.collect(organisation_id=kortrijk) == 0
    still_clock.forward(timedelta(days=1))
    assert actions.collect(organisation_id=kortrijk) == 3
    assert actions.sweep(organisation_id=kortrijk) == 3 and files(folder) == []
    assert BlobUse.objects.count() == 1


def test_a_hold_keeps_the_bytes(kortrijk, still_clock):
    blob = received(kortrijk, samples.photo())
    actions.release(blob_use=use(blob, hold=True))
    still_clock.forward(timedelta(days=400))
    assert actions.collect(organisation_id=kortrijk) == 0


def test_a_file_of_another_organisation_is_not_found(organisations):
    own, other = organisations["kortrijk"], organisations["kuurne"]
    with scope(reading=[own], writing=[own], actor=system("test")):
        blob = received(own, samples.photo())
    with scope(reading=[other], writing=[other], actor=system("test")), pytest.raises(NotFound):
        queries.open_derivative(blob_id=blob.id)
