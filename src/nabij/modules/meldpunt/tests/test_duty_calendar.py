"""Calendars: the same appointment moves, is withdrawn or comes back; the zone is right over the clock change; addresses close."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from nabij.kernel.calendar import clock, ical
from nabij.modules.meldpunt.actions import appointments, rota
from nabij.modules.meldpunt.models import CalendarEntry, CalendarFeed, DutyLine, DutyPerson, Shift
from nabij.modules.meldpunt.pages.appointments import PUBLISHER
from nabij.modules.meldpunt.rules.appointments import Known, Wanted, applied, reconcile
from nabij.modules.meldpunt.rules.rota import BRUSSELS, OverrideKind

from .duty_scene import of

NOW = datetime(2026, 10, 1, tzinfo=UTC)


def hours(start: int, end: int) -> tuple[datetime, datetime]:
    return NOW + timedelta(hours=start), NOW + timedelta(hours=end)


pieces = st.lists(st.tuples(st.sampled_from("ab"), st.integers(-40, 200), st.integers(1, 60)), max_size=12)


@given(pieces, pieces)
def test_after_the_changes_calendars_say_exactly_what_the_shifts_say(before, after):
    known = [Known(str(n), who, *hours(start, start + long), cancelled=long % 7 == 0) for n, (who, start, long) in enumerate(before)]
    wanted = [Wanted(who, *hours(start, start + long)) for who, start, long in after]
    found = applied([one for one in known if one.end > NOW], reconcile(known, wanted, NOW))
    assert sorted(found) == sorted((w.whose, w.start, w.end) for w in wanted if w.end > NOW)


@given(pieces)
def test_the_same_shifts_again_change_nothing(shifts):
    wanted = list(dict.fromkeys(Wanted(who, *hours(start, start + long)) for who, start, long in shifts))
    known = [Known(str(n), one.whose, one.start, one.end) for n, one in enumerate(wanted)]
    found = reconcile(known, wanted, NOW)
    assert (found.new, found.withdrawn) == ((), ())
    stand = applied([one for one in known if one.end > NOW], found)
    assert sorted(stand) == sorted((w.whose, w.start, w.end) for w in wanted if w.end > NOW)


def test_what_is_over_is_never_withdrawn():
    assert reconcile([Known("x", "a", *hours(-20, -1))], [], NOW).withdrawn == ()


@pytest.fixture
def feed(db, client):
    """The calendar of Joris, as his program reads it."""
    client.defaults["HTTP_HOST"] = "localhost:8000"

    def read(token: str, **headers: str):
        return client.get(f"/wacht/kalender/{token}.ics", headers=headers)

    return read


def made(acting, who: str, kind: str) -> str:
    with acting(who):
        return appointments.make_feed(kind=kind).token


def events(answer) -> dict[str, object]:
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def replan(change) -> None:
    with of("zuid-west-vlaanderen"):
        line = DutyLine.objects.get(slug="regio")
        change(line, DutyPerson.objects.get(given_name="Joris"), DutyPerson.objects.get(given_name="Anke"))
        appointments.follow_rota(line=line)


def test_a_person_gets_the_own_shifts_and_no_number(feed, acting):
    found = events(feed(made(acting, "joris", "person")))
    with of("zuid-west-vlaanderen"):
        own = Shift.objects.filter(person__given_name="Joris", period__endswith__gt=clock.now())
        expected = sorted((shift.period.lower, shift.period.upper) for shift in own)
    assert sorted((e["dtstart"].dt.astimezone(UTC), e["dtend"].dt.astimezone(UTC)) for e in found.values()) == expected
    text = feed(made(acting, "joris", "person")).content.decode()
    assert "0470" not in text and "+32" not in text and "Anke" not in text and "BEGIN:VTIMEZONE" in text


def test_a_withdrawn_shift_is_cancelled_keeps_its_uid_and_the_other_gets_a_new_one(feed, acting, still_clock):
    token, other = made(acting, "joris", "person"), made(acting, "anke", "person")
    before, anke_before = events(feed(token)), events(feed(other))
    still_clock.forward(timedelta(hours=1))
    start = datetime(2027, 4, 9, 17, tzinfo=BRUSSELS)
    replan(lambda line, joris, anke: rota.add_override(
        line=line, role="first", kind=OverrideKind.REPLACE, person=anke, replaces=joris, start=start, end=start + timedelta(days=7),
        reason="ruil",
    ))  # fmt: skip
    after, anke_after = events(feed(token)), events(feed(other))
    assert set(before) == set(after), "no appointment vanished from the calendar"
    gone = [e for e in after.values() if str(e["status"]) == "CANCELLED"]
    assert len(gone) == 1 and gone[0]["dtstart"].dt == start and gone[0]["sequence"] == 1
    assert gone[0]["last-modified"].dt == clock.now() and str(gone[0]["summary"]).startswith("Vervalt")
    fresh = set(anke_after) - set(anke_before)
    assert len(fresh) == 1 and anke_after[fresh.pop()]["dtstart"].dt == start


def test_a_shortened_shift_is_the_same_one_with_the_next_number(feed, acting):
    token = made(acting, "joris", "person")
    before = events(feed(token))
    start = datetime(2027, 4, 12, 8, tzinfo=BRUSSELS)
    replan(lambda line, joris, anke: rota.add_override(
        line=line, role="first", kind=OverrideKind.REMOVE, person=joris, start=start, end=datetime(2027, 4, 16, 8, tzinfo=BRUSSELS),
        reason="ziek",
    ))  # fmt: skip
    changed = [(uid, e) for uid, e in events(feed(token)).items() if uid in before and e["sequence"] > before[uid]["sequence"]]
    assert changed and all(str(e["status"]) == "CONFIRMED" for _, e in changed)
    assert any(e["dtend"].dt == start for _, e in changed)


def test_the_etag_stays_until_something_changes_and_a_withdrawn_address_opens_nothing(feed, acting, staff):
    client = staff("joris")
    page = client.post("/wacht/mij/agenda/adressen", {"kind": "municipality"}).content.decode()
    token = page.partition("/wacht/kalender/")[2].partition(".ics")[0]
    first = feed(token)
    assert feed(token, **{"if-none-match": first["ETag"]}).status_code == 304
    assert token not in client.get("/wacht/mij/agenda").content.decode(), "the secret part is shown once"
    replan(lambda line, joris, anke: rota.add_override(
        line=line, role="first", kind=OverrideKind.ADD, person=anke, start=clock.now() + timedelta(days=26),
        end=clock.now() + timedelta(days=27), reason="storm",
    ))  # fmt: skip
    assert feed(token)["ETag"] != first["ETag"]
    with of("zwevegem"):
        row = CalendarFeed.objects.get()
        assert token not in row.token_sha256
    assert staff("anke").post(f"/wacht/mij/agenda/{row.id}/intrekking").status_code == 404
    assert client.post(f"/wacht/mij/agenda/{row.id}/intrekking").status_code == 302
    assert feed(token).status_code == 404 == feed("nergens").status_code
    assert feed(token).content == feed("nergens").content
    assert client.post("/wacht/mij/agenda/adressen", {"kind": "alles"}).status_code == 422


def test_line_and_municipality_name_the_people_and_stop_where_the_municipality_left(feed, acting):
    whole = events(feed(made(acting, "joris", "line")))
    assert {str(e["summary"]) for e in whole.values()} >= {"Wacht eerste lijn: Joris Vanneste", "Wacht achterwacht: Anke Dewulf"}
    with of("zuid-west-vlaanderen"):
        assert CalendarEntry.objects.count() >= len(whole)
    town = events(feed(made(acting, "joris", "municipality")))
    assert set(town) <= set(whole) and town


def zone_of(body: bytes):
    """The zone as another program reads it: from the text alone, with dateutil."""
    lines = body.decode().replace("\r\n ", "").splitlines()
    start, end = lines.index("BEGIN:VTIMEZONE"), lines.index("END:VTIMEZONE")
    return tzical(io.StringIO("\n".join(lines[start : end + 1]))).get()


def appointment(start: datetime, end: datetime, number: int = 0) -> ical.Appointment:
    return ical.Appointment(f"u{number}", start, end, "Wacht: eerste lijn", "", 0, NOW, cancelled=False)


def test_the_week_of_25_october_2026_lasts_169_hours_for_any_program():
    start, end = datetime(2026, 10, 23, 17, tzinfo=BRUSSELS), datetime(2026, 10, 30, 17, tzinfo=BRUSSELS)
    body = ical.calendar_text("Proef", [appointment(start, end)], PUBLISHER)
    assert b"DTSTART;TZID=Europe/Brussels:20261023T170000" in body and b"DTEND;TZID=Europe/Brussels:20261030T170000" in body
    zone = zone_of(body)
    read = [datetime(2026, 10, day, 17, tzinfo=zone).astimezone(UTC) for day in (23, 30)]
    assert (read[1] - read[0]) == timedelta(hours=169) and read == [start.astimezone(UTC), end.astimezone(UTC)]


def test_shifts_of_an_hour_in_the_doubled_hour_neither_overlap_nor_leave_a_gap():
    edges = [datetime(2026, 10, 24, 22, tzinfo=UTC) + timedelta(minutes=30 * n) for n in range(12)]
    body = ical.calendar_text("Proef", [appointment(a, b, n) for n, (a, b) in enumerate(pairwise(edges))], PUBLISHER)
    found = sorted((e["dtstart"].dt.astimezone(UTC), e["dtend"].dt.astimezone(UTC)) for e in Calendar.from_ical(body).walk("VEVENT"))
    assert found == list(pairwise(edges))


@given(st.integers(0, 20 * 365 * 24 * 60))
def test_the_zone_in_the_file_agrees_with_the_zone_of_the_land(minutes):
    at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    there = at.astimezone(BRUSSELS)
    if there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset():
        return
    assert there.replace(tzinfo=ZONE).astimezone(UTC) == at


ZONE = zone_of(ical.calendar_text("Proef", [], PUBLISHER))
