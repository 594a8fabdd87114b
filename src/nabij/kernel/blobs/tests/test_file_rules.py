"""What is accepted, how it is named, which state follows."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.blobs import rules
from nabij.kernel.blobs.rules import DOCUMENT, PHOTO, State
from nabij.kernel.blobs.sniff import sniff

from . import samples

NOW = datetime(2027, 3, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("size", "limit", "sentence"),
    [
        (14_000_000, 10_000_000, "Deze foto is 14 MB. Kies een foto van hoogstens 10 MB, of ga verder zonder foto."),
        (10_000_001, 10_000_000, "Deze foto is 10,1 MB. Kies een foto van hoogstens 10 MB, of ga verder zonder foto."),
        (2_640_000, 2_500_000, "Deze foto is 2,7 MB. Kies een foto van hoogstens 2,5 MB, of ga verder zonder foto."),
    ],
)
def test_too_large_is_t9(size, limit, sentence):
    error = rules.too_large(size, limit, PHOTO)
    assert (error.sentence_nl, error.status, error.code) == (sentence, 413, "bestand-te-groot")


def test_a_wrong_type_names_what_is_accepted():
    with pytest.raises(rules.FileTypeRefused) as caught:
        rules.judge("text/plain", "foto.jpg", PHOTO)
    assert caught.value.sentence_nl == (
        "Dit lijkt een tekst-bestand. Kies een foto in JPEG, PNG, WebP of HEIC, of ga verder zonder foto."
    )
    assert (caught.value.status, caught.value.code) == (415, "bestand-type")


def test_heic_named_jpg_is_accepted_by_family_renamed_and_told():
    judged = rules.judge("image/heif", "IMG_0042.JPG", PHOTO)
    assert (judged.mime, judged.safe_name) == ("image/heif", "IMG_0042.heic")
    assert judged.told_nl == "Uw foto is een HEIC-bestand. We bewaren het als IMG_0042.heic."


def test_a_name_that_fits_is_left_alone_and_one_without_extension_gets_one():
    assert rules.judge("image/jpeg", "put.JPEG", PHOTO) == rules.Judged("image/jpeg", "put.JPEG")
    assert rules.judge("image/png", "put", PHOTO) == rules.Judged("image/png", "put.png")
    assert rules.judge("image/png", "v1.2 put", PHOTO).safe_name == "v1.2 put.png"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\An\\put.jpg", "put.jpg"),
        ("put\u202egpj.exe", "put gpj.exe"),
        ("a\x00b\r\nc.jpg", "a b c.jpg"),
        ("...", "bestand"),
        ("", "bestand"),
        ("  .htaccess ", "htaccess"),
        ('a<b>"c".png', "a_b__c_.png"),
        ("x" * 300 + ".jpeg", "x" * 95 + ".jpeg"),
    ],
)
def test_safe_names(sent, kept):
    assert rules.safe_name(sent) == kept


@given(st.text(max_size=400))
def test_a_safe_name_is_only_ever_a_name(text):
    name = rules.safe_name(text)
    assert 0 < len(name) <= 100 and not name.startswith(".") and name == name.strip()
    assert not set(name) & set('/\\<>:"|?*\x00\r\n\u202e\u200f')
    assert "\x00" not in rules.text_of_name(text)


def test_states_follow_the_table_only():
    assert rules.transition(State.QUARANTINED, State.UNSCANNED) is State.UNSCANNED
    assert rules.transition(State.UNSCANNED, State.CLEAN) is State.CLEAN
    for state, to in [(State.INFECTED, State.CLEAN), (State.REFUSED, State.CLEAN), (State.CLEAN, State.QUARANTINED)]:
        with pytest.raises(rules.WrongTransition):
            rules.transition(state, to)


@pytest.mark.parametrize(
    ("uses", "received_days_ago", "may"),
    [
        ([], 29, False),
        ([], 30, True),
        ([(None, False)], 400, False),
        ([(29, False)], 400, False),
        ([(30, False)], 400, True),
        ([(300, False), (2, False)], 400, False),
        ([(300, True)], 400, False),
    ],
)
def test_bytes_go_thirty_days_after_the_last_use_never_under_hold(uses, received_days_ago, may):
    facts = [rules.UseFact(None if ago is None else NOW - timedelta(days=ago), hold) for ago, hold in uses]
    assert rules.may_delete_blob(facts, NOW - timedelta(days=received_days_ago), NOW) is may


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (samples.photo(), "image/jpeg"),
        (samples.photo("PNG"), "image/png"),
        (samples.photo("WEBP"), "image/webp"),
        (samples.REFUSED_IN_SANDBOX["cut heic"], "image/heif"),
        (samples.word_document(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"{\\rtf1 hallo}", "application/rtf"),
        ("één ä regel\n".encode() * 900, "text/plain"),
        (samples.archive(a=b"x"), "application/zip"),
        (b"\x00\x01\x02", "application/octet-stream"),
    ],
)
def test_the_type_is_read_from_the_content(tmp_path, data, mime):
    path = tmp_path / "zonder-naam"
    path.write_bytes(data)
    assert sniff(path) == mime


def test_a_document_place_accepts_more_and_names_it():
    assert rules.judge("application/pdf", "brief.pdf", DOCUMENT).safe_name == "brief.pdf"
    with pytest.raises(rules.FileTypeRefused) as caught:
        rules.judge("text/html", "x.html", DOCUMENT)
    assert "PDF" in caught.value.sentence_nl and "bestand" in caught.value.sentence_nl
