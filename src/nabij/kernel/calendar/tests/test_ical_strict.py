"""Whatever stands in an appointment, the feed is iCalendar to the letter; and the strict reader refuses what is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.calendar import ical

from .ical_strict import Fault, read

PUBLISHER = ical.Publisher("-//Nabij//Proef//NL", "proef.nabij")
NOW = datetime(2026, 10, 1, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=120).map(str.strip)
MINUTES = st.integers(0, 3 * 365 * 24 * 60)


def feed(*appointments: ical.Appointment) -> bytes:
    return ical.calendar_text("Proef, agenda; één", appointments, PUBLISHER)


@given(WORDS, WORDS, WORDS, MINUTES, st.integers(1, 60 * 24 * 9), st.booleans())
def test_any_words_and_any_moment_are_read_back_by_who_forgives_nothing(summary, description, place, begins, lasts, cancelled):
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=begins)
    one = ical.Appointment("u1", start, start + timedelta(minutes=lasts), summary, description, 3, NOW, cancelled, place)
    (found,) = read(feed(one)).values()
    assert (found.uid, found.sequence, found.modified) == ("u1@proef.nabij", 3, NOW)
    assert found.status == ("CANCELLED" if cancelled else "CONFIRMED")
    assert (found.start, found.end) == (one.start, one.end)


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(1, 10))
def test_whole_days_end_on_the_day_after(first, days):
    (found,) = read(feed(ical.Appointment("d", first, first + timedelta(days=days), "Laatste dag", "", 0, NOW))).values()
    assert (found.start, found.end) == (first, first + timedelta(days=days))


def test_the_night_of_25_october_2026_has_25_hours_and_no_hole():
    edges = [datetime(2026, 10, 24, 22, tzinfo=UTC) + timedelta(minutes=30 * n) for n in range(13)]
    body = feed(*(ical.Appointment(f"h{n}", a, b, "Wacht", "", 0, NOW) for n, (a, b) in enumerate(pairwise(edges))))
    found = sorted(read(body).values(), key=lambda one: one.start)
    assert [(one.start, one.end) for one in found] == list(pairwise(edges))
    day = ical.Appointment("dag", datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC), "Zondag", "", 0, NOW)
    (whole,) = read(feed(day)).values()
    assert whole.end - whole.start == timedelta(hours=25) and b"DTSTART;TZID=Europe/Brussels:20261025T000000" in feed(day)


@pytest.mark.parametrize(
    ("find", "put"),
    [
        (b"\r\n", b"\n"), (b"SEQUENCE:0\r\n", b""), (b"UID:u@proef.nabij\r\n", b"UID:u@proef.nabij\r\nUID:u2\r\n"),
        (b"BEGIN:VTIMEZONE", b"BEGIN:VTIMEZONE\r\nTZID:Elders"), (b"STATUS:CONFIRMED", b"STATUS:MISSCHIEN"), (b"METHOD:PUBLISH\r\n", b""),
        (b"SUMMARY:Wacht", b"SUMMARY:Wacht, nu"), (b"SUMMARY:Wacht", b"SUMMARY:" + b"x" * 80), (b"TZID=Europe/Brussels", b"TZID=Europa"),
        (b"DTEND;TZID=Europe/Brussels:20261001T100000", b"DTEND;TZID=Europe/Brussels:20261001T080000"),
        (b"DTSTAMP:20261001T000000Z", b"DTSTAMP:20261001T000000"), (b"VALUE=DURATION:PT1H", b"VALUE=DURATION:uur"),
    ],
)  # fmt: skip
def test_the_strict_reader_refuses_what_the_standard_forbids(find, put):
    start = datetime(2026, 10, 1, 7, tzinfo=UTC)
    body = feed(ical.Appointment("u", start, start + timedelta(hours=1), "Wacht", "", 0, NOW))
    read(body)
    assert find in body
    with pytest.raises((Fault, ValueError)):
        read(body.replace(find, put, 1))


@given(st.lists(st.sampled_from(['"a"', 'W/"a"', '"b"', "*", ""]), max_size=4))
def test_a_tag_in_a_list_weak_or_a_star_is_unchanged(named):
    assert ical.unchanged(", ".join(named), '"a"') == any(one in ('"a"', 'W/"a"', "*") for one in named)
