"""The daily look (A2): gaps told once to planner and municipality, the coordinator paged when near, the rest on the rota."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nabij.kernel.calendar import clock
from nabij.kernel.notices.models import Notice
from nabij.modules.meldpunt import jobs
from nabij.modules.meldpunt.actions import rota, rota_check
from nabij.modules.meldpunt.models import Absence, ContactMethod, DutyLine, DutyPerson, RotaFinding
from nabij.modules.meldpunt.queries import rota_quality
from nabij.modules.meldpunt.rules.rota import BRUSSELS, OverrideKind
from nabij.testing.people import acting_as


def at(*parts):
    return datetime(*parts, tzinfo=BRUSSELS)


WEEK_THREE = (at(2027, 4, 9, 17), at(2027, 4, 16, 8))


@pytest.fixture
def line(acting):
    with acting("mieke"):
        Notice.objects.all().delete()
        yield DutyLine.objects.get()


def person(given_name):
    return DutyPerson.objects.get(given_name=given_name)


def remove_joris(line, start, end):
    rota.add_override(line=line, role="first", kind=OverrideKind.REMOVE, person=person("Joris"), start=start, end=end, reason="weg")


def told(kind="meldpunt.rota_findings"):
    return {notice.recipient: notice for notice in Notice.objects.filter(kind=kind)}


def test_the_story_begins_with_its_gap_of_16_april_told_at_six(acting):
    with acting("mieke"):
        (finding,) = RotaFinding.objects.filter(solved_at__isnull=True)
        assert (finding.kind, finding.period.lower, finding.told_at) == ("gap", at(2027, 4, 16, 8), at(2027, 3, 30, 6))
        assert set(told()) == {"Mieke Tanghe", "Onthaal Zwevegem"}


def test_joris_out_of_week_three_is_shown_and_mailed_to_planner_and_municipality_once(line):
    remove_joris(line, *WEEK_THREE)
    assert rota_check.check(line=line) == 1  # one stretch together with the gap of the 16th
    messages = told()
    assert set(messages) == {"Mieke Tanghe", "Onthaal Zwevegem"}
    body = messages["Onthaal Zwevegem"].body
    assert "heeft Zwevegem niemand van wacht. Nog 10 dagen." in body and "beurt van Joris Vanneste" in body
    assert told("meldpunt.rota_gap_soon") == {}
    Notice.objects.all().delete()
    rota_check.check(line=line)
    assert told() == {}


def test_nearer_than_48_hours_pages_the_coordinator_once(line, still_clock):
    start = clock.now() + timedelta(hours=47)
    remove_joris(line, start, start + timedelta(hours=2))
    rota_check.check(line=line)
    (page,) = told("meldpunt.rota_gap_soon").values()
    assert page.recipient == "Mieke Tanghe" and page.channels == ["sms", "call"] and page.title.startswith("DRINGEND")
    Notice.objects.all().delete()
    still_clock.forward(timedelta(hours=1))
    rota_check.check(line=line)
    assert told("meldpunt.rota_gap_soon") == {}


def test_a_gap_far_away_is_paged_when_it_comes_near_and_a_solved_one_never(line, still_clock):
    still_clock.forward(at(2027, 4, 14, 9) - clock.now())
    rota_check.check(line=line)
    assert len(told("meldpunt.rota_gap_soon")) == 1 and told() == {}
    Notice.objects.all().delete()
    rota.add_override(
        line=line, role="first", kind=OverrideKind.ADD, person=person("Anke"), start=at(2027, 4, 16, 8), end=at(2027, 4, 16, 17),
        reason="neemt over",
    )  # fmt: skip
    rota_check.check(line=line)
    assert RotaFinding.objects.filter(kind="gap", solved_at__isnull=True).count() == 0
    assert told() == {} and told("meldpunt.rota_gap_soon") == {}


def test_somebody_without_a_verified_number_is_found(line):
    ContactMethod.objects.filter(person=person("Anke")).update(verified_at=None)
    found, people = rota_quality.findings(line, clock.now()), rota_quality.people_of(line)
    words = [one.sentence for one in rota_quality.in_words(found, people, clock.now())]
    assert any(s.startswith("Anke Dewulf staat op") and "geen nummer dat nagekeken is" in s for s in words)
    rota_check.check(line=line)
    assert set(told()) == {"Mieke Tanghe", "Onthaal Harelbeke"} and set(told("meldpunt.rota_gap_soon")) == {"Mieke Tanghe"}


def test_leave_during_a_shift_is_told_and_rest_stands_on_the_rota_only(line):
    away = DateTimeTZRange(at(2027, 4, 12, 0), at(2027, 4, 13, 0))
    Absence.objects.create(organisation_id=line.organisation_id, person=person("Joris"), period=away)
    rota.add_override(
        line=line, role="first", kind=OverrideKind.REPLACE, person=person("Anke"), replaces=person("Joris"), reason="ruil",
        start=at(2027, 4, 10, 0), end=at(2027, 4, 10, 12),
    )  # fmt: skip
    rota_check.check(line=line)
    kinds = {row.kind for row in RotaFinding.objects.filter(solved_at__isnull=True)}
    assert kinds == {"gap", "leave", "rest"}
    (mail,) = [n for n in told().values() if n.recipient == "Mieke Tanghe"]
    assert "Joris Vanneste is afwezig" in mail.body and "uur rust" not in mail.body


def test_it_looks_once_a_day_and_not_before_six(line, still_clock):
    assert rota_check.daily(line) is None  # the story looked this morning
    still_clock.forward(at(2027, 3, 31, 5, 59) - clock.now())
    assert rota_check.daily(line) is None
    still_clock.forward(timedelta(minutes=1))
    assert rota_check.daily(line) is not None and rota_check.daily(line) is None


def test_the_job_looks_for_the_partnership(db, still_clock):
    still_clock.forward(timedelta(days=1))
    with acting_as("mieke"):
        jobs.look_ahead.function()
        assert rota_quality.last_check(DutyLine.objects.get()) == clock.now()
