"""Rules of the week, temporary schedules, and shifts that keep their row when nothing about them changed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused
from nabij.modules.meldpunt.actions import planning, rota
from nabij.modules.meldpunt.actions.planning import WeekRule
from nabij.modules.meldpunt.models import DutyLine, DutyPerson, RotaOverride, Shift, TemporarySchedule
from nabij.modules.meldpunt.queries import rota as reading
from nabij.modules.meldpunt.rules.rota import BRUSSELS, OverrideKind, Unit

PARTNERSHIP = "zuid-west-vlaanderen"


def at(*parts):
    return datetime(*parts, tzinfo=BRUSSELS)


@pytest.fixture
def line(acting):
    with acting("mieke"):
        yield DutyLine.objects.get()


def person(given_name):
    return DutyPerson.objects.get(given_name=given_name)


def on(line, moment, role="first"):
    return [p.name for p in reading.on_now(line, moment) if p.role == role]


def test_a_shift_that_did_not_change_keeps_its_row(line):
    before = {s.id: (s.person_id, s.period.lower) for s in Shift.objects.filter(line=line)}
    rota.add_override(
        line=line, role="first", kind=OverrideKind.REPLACE, person=person("Anke"), replaces=person("Joris"), reason="ruil",
        start=at(2027, 4, 10, 8), end=at(2027, 4, 11, 8),
    )  # fmt: skip
    after = {s.id: (s.person_id, s.period.lower) for s in Shift.objects.filter(line=line)}
    assert len(before.keys() - after.keys()) == 1 and len(after.keys() - before.keys()) == 3
    assert rota.rebuild_shifts(line=line) == 0
    assert {s.id for s in Shift.objects.filter(line=line)} == after.keys()


def test_weekdays_by_anke_and_the_turn_at_night(line):
    rules = [WeekRule((0, 1, 2, 3, 4), time(8), time(17), person("Anke")), WeekRule(tuple(range(7)), time(17), time(8))]
    planning.set_week_rules(line=line, role="first", rules=rules, first=date(2027, 4, 5))
    assert on(line, at(2027, 4, 2, 9)) == []  # before the first day no rule holds, and rules replace the turn
    assert on(line, at(2027, 4, 12, 9)) == ["Anke Dewulf"]
    assert on(line, at(2027, 4, 12, 3)) == ["Joris Vanneste"]
    assert on(line, at(2027, 4, 17, 12)) == []
    planning.set_week_rules(line=line, role="first", rules=[], first=date(2027, 4, 5))
    assert on(line, at(2027, 4, 17, 12)) == ["Anke Dewulf"]


def test_a_turn_of_two_days_in_another_zone_and_nine_thousand_at_most(line):
    people = [person("Joris"), person("Anke")]
    turn = rota.Turn(unit=Unit.DAILY, length=2)
    rota.set_rotation(line=line, role="first", start_local="2027-04-02T17:00", people=people, turn=turn)
    assert on(line, at(2027, 4, 3, 12)) == ["Joris Vanneste"] and on(line, at(2027, 4, 5, 12)) == ["Anke Dewulf"]
    with pytest.raises(Invalid, match=r"9\.000"):
        rota.set_rotation(line=line, role="first", start_local="2027-04-02T17:00", people=people, turn=rota.Turn(length=9_001))


def test_a_member_who_leaves_has_no_turn_after_that(line):
    turn = rota.Turn(stints=((None, at(2027, 4, 9, 17)), (None, None)))
    people = [person("Joris"), person("Anke")]
    rota.set_rotation(line=line, role="first", start_local="2027-03-26T17:00", people=people, turn=turn)
    assert on(line, at(2027, 4, 8, 12)) == ["Anke Dewulf"] and on(line, at(2027, 4, 12, 12)) == ["Anke Dewulf"]


def test_a_temporary_schedule_replaces_everything_and_one_holds_at_a_time(line):
    storm = {"line": line, "role": "first", "reason": "storm verwacht"}
    start, end = at(2027, 4, 15, 8), at(2027, 4, 17, 8)
    made = planning.add_temporary(**storm, start=start, end=end, people=[(person("Anke"), start, at(2027, 4, 16, 20))])
    assert on(line, at(2027, 4, 16, 12)) == ["Anke Dewulf"]  # the gap of 16 April is filled, Joris' turn is not
    assert on(line, at(2027, 4, 16, 21)) == []
    with pytest.raises(Invalid, match="al een tijdelijk rooster"):
        planning.add_temporary(**storm, start=end - timedelta(hours=1), end=end + timedelta(days=1), people=[])
    with pytest.raises(Invalid, match="binnen het tijdelijke rooster"):
        planning.add_temporary(**storm, start=end, end=end + timedelta(days=1), people=[(person("Anke"), start, end)])
    planning.withdraw(row_id=made.id)
    assert on(line, at(2027, 4, 15, 12)) == ["Joris Vanneste"]


def test_the_database_itself_holds_one_temporary_schedule_and_one_successor(line):
    said = {"organisation_id": line.organisation_id, "audience": line.audience, "line": line, "role": "first", "reason": "x"}
    period = DateTimeTZRange(at(2027, 5, 1, 8), at(2027, 5, 2, 8))
    TemporarySchedule.objects.create(**said, period=period)
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        TemporarySchedule.objects.create(**said, period=period)
    employer = person("Joris").employer_id
    bert = rota.add_person(line=line, given_name="Bert", family_name="Proef", employer_id=employer, account_id=None, methods=[])
    replacing = {**said, "kind": OverrideKind.REPLACE, "replaces": person("Joris"), "period": period}
    RotaOverride.objects.create(**replacing, person=person("Anke"))
    with pytest.raises(IntegrityError, match="one_successor"), transaction.atomic():
        RotaOverride.objects.create(**replacing, person=bert)


def test_the_rota_of_the_partnership_is_not_changed_from_a_municipality(db, acting):
    with acting("griet"), pytest.raises(Refused):
        rota.add_override(
            line=DutyLine.objects.get(), role="first", kind=OverrideKind.REMOVE, person=person("Joris"), reason="x",
            start=clock.now(), end=clock.now() + timedelta(hours=1),
        )  # fmt: skip
