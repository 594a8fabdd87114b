"""Making the rota: shifts follow from it, what began stays, and the doors of the duty line open for the right people."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused
from nabij.kernel.identity.models import Account
from nabij.kernel.tenancy.scope import Actor
from nabij.modules.meldpunt.actions import rota as actions
from nabij.modules.meldpunt.models import Alert, DutyLine, DutyParticipation, DutyPerson, Page, Shift
from nabij.modules.meldpunt.queries import chain, duty, rota
from nabij.modules.meldpunt.rules.rota import BRUSSELS, OverrideKind

from .duty_scene import of, open_scene, organisation_id

PARTNERSHIP = "zuid-west-vlaanderen"


@pytest.fixture
def line(db):
    with of(PARTNERSHIP):
        yield DutyLine.objects.get()


def person(given_name):
    return DutyPerson.objects.get(given_name=given_name)


def all_shifts(line):
    return sorted((s.role, str(s.person), s.period.lower, s.period.upper) for s in Shift.objects.filter(line=line))


def test_week_from_friday_to_friday_joris_first_anke_backup(line):
    on = rota.on_now(line, clock.now())
    assert [(p.role, p.name, p.employer) for p in on] == [
        ("first", "Joris Vanneste", "Zwevegem"), ("backup", "Anke Dewulf", "Harelbeke"), ("second", "Luc Debaere", "Waregem"),
    ]  # fmt: skip
    assert on[0].until == datetime(2027, 4, 2, 17, tzinfo=BRUSSELS)
    shift = Shift.objects.get(line=line, role="first", period__contains=clock.now())
    assert shift.period.upper - shift.period.lower == timedelta(hours=167)


def test_making_the_shifts_again_changes_nothing(line):
    before = all_shifts(line)
    assert actions.rebuild_shifts(line=line) >= 0
    assert all_shifts(line) == before


def test_shifts_and_rules_agree_for_the_coming_weeks(line):
    for turn in rota.turns(line, clock.now(), weeks=26):
        middle = turn.start + (turn.end - turn.start) / 2
        names = [p.name for p in rota.on_now(line, middle) if p.role == turn.role]
        assert ", ".join(names) == turn.names


def test_an_edit_now_ends_the_running_shift_and_keeps_its_past(line, still_clock):
    started = Shift.objects.get(line=line, role="first", period__contains=clock.now()).period.lower
    now = clock.now()
    actions.add_override(
        line=line, role="first", kind=OverrideKind.REPLACE, person=person("Anke"), replaces=person("Joris"),
        start=now - timedelta(hours=1), end=now + timedelta(hours=2), reason="Joris is ziek",
    )  # fmt: skip
    kept = Shift.objects.get(line=line, role="first", period__startswith=started, person=person("Joris"))
    assert (str(kept.person), kept.period.upper) == ("Joris Vanneste", now)
    assert [p.name for p in rota.on_now(line, now) if p.role == "first"] == ["Anke Dewulf"]
    assert [p.name for p in rota.on_now(line, now + timedelta(hours=3)) if p.role == "first"] == ["Joris Vanneste"]


def test_two_deviations_of_one_person_may_not_overlap(line):
    now = clock.now()
    said = {"line": line, "role": "first", "kind": OverrideKind.ADD, "person": person("Anke"), "reason": "extra"}
    actions.add_override(**said, start=now, end=now + timedelta(hours=2))
    with pytest.raises(Invalid, match="al een afwijking"):
        actions.add_override(**said, start=now + timedelta(hours=1), end=now + timedelta(hours=3))
    with pytest.raises(Invalid, match="na het begin"):
        actions.add_override(**said, start=now, end=now)


def test_only_a_planner_changes_the_rota(acting):
    with acting("joris"), pytest.raises(Refused, match="U mag dit niet"):
        actions.rebuild_shifts(line=DutyLine.objects.get())


def test_ten_municipalities_today_and_lendelede_from_the_first_of_april(db):
    at, later = clock.now(), datetime(2027, 4, 1, 0, 0, tzinfo=BRUSSELS)
    actor = Actor(kind="person", label="Joris Vanneste", account_id=Account.objects.get(username="joris").pk)
    today, reason = duty.duty_organisations(actor, at)
    assert len(today) == 10 and organisation_id("lendelede") not in today and "wachtbeurt" in reason
    assert organisation_id("lendelede") in duty.duty_organisations(actor, later)[0]
    assert duty.duty_organisations(Actor(kind="person", label="niemand"), at) == ([], "")


def test_a_municipality_outside_the_line_without_a_list_ends_with_the_coordinator_and_never_in_silence(db):
    with of("menen"):
        found = chain.chain_for(organisation_id("menen"), clock.now())
    assert found.line_id is None and found.policy.steps == ()
    assert [found.people[step.target][0].name for step in found.policy.last_resort] == ["Mieke Tanghe (coördinator)"]
    scene = open_scene("menen")
    assert {page.recipient_name for page in scene.pages()} == {"Mieke Tanghe (coördinator)"} and scene.alert().next_at > clock.now()
    with of("menen"):
        assert duty.who_acts(scene.report).state == "unanswered"


def test_the_chain_of_another_municipality_is_not_told(db):
    with of("kortrijk"), pytest.raises(DatabaseError, match="outside this scope"), transaction.atomic():
        chain.chain_for(organisation_id("kuurne"), clock.now())


def test_one_municipality_never_reads_alarms_or_last_resort_of_another(db):
    scene = open_scene("kortrijk")
    with of("kuurne"):
        assert not Alert.objects.filter(id=scene.alert_id).exists()
        assert not Page.objects.filter(alert_id=scene.alert_id).exists()
        assert duty.open_alarms() == []


def test_numbers_are_sealed_in_the_table(line):
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(number, 'escape') FROM meldpunt_contactmethod")
        assert not [row for row in cursor.fetchall() if "470" in row[0]]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meldpunt_alert SET state = 'closed' WHERE id = %s",
        "UPDATE meldpunt_alert SET state = 'acknowledged' WHERE id = %s",
        "UPDATE meldpunt_alert SET next_at = NULL WHERE id = %s",
        "UPDATE meldpunt_alert SET dedup_key = NULL WHERE id = %s",
        "UPDATE meldpunt_page SET state = 'sending' WHERE alert_id = %s",
        "UPDATE meldpunt_page SET state = 'kwijt' WHERE alert_id = %s",
    ],
)
def test_the_database_refuses_an_alarm_that_would_fall_silent(db, statement):
    scene = open_scene()
    with of(), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [scene.alert_id])


def test_participation_of_one_municipality_may_not_overlap(db):
    with of("kortrijk"), pytest.raises(IntegrityError), transaction.atomic():
        there = DutyParticipation.objects.get()
        there.pk, there._state.adding = None, True
        there.id = DutyParticipation._meta.get_field("id").get_default()
        there.save(force_insert=True)
