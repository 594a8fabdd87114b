"""Who answers for an alarm: the line of that municipality and kind of duty at that moment, else its number, else its last resort."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid
from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.meldpunt import engine
from nabij.modules.meldpunt.actions import alarm, answers, coverage, policy
from nabij.modules.meldpunt.models import AlertLog, Category, DutyCoverage, DutyLine, DutyParticipation, LastResort, LastResortDecision
from nabij.modules.meldpunt.queries import chain, duty, on_call
from nabij.modules.meldpunt.queries import coverage as reading
from nabij.modules.meldpunt.rules import coverage as rules
from nabij.modules.meldpunt.rules.coverage import Decision, Participation
from nabij.modules.meldpunt.rules.policy import Drafted
from nabij.testing.people import acting_as

from .duty_scene import Scene, acute_report, of, open_scene, organisation_id, rung

pytestmark = pytest.mark.usefixtures("own_gateway")
REGION, TODAY = "zuid-west-vlaanderen", date(2027, 3, 30)


@pytest.fixture
def roads_line():
    """A second line, for roads, in which Kortrijk takes part; its first version is newer than that of the region's line."""
    owner = organisation_id(REGION)
    tag = f"partnership:{owner}"
    with scope(reading=[owner], writing=[owner], actor=system("proef"), tags=[tag], organisation_id=owner):
        line = DutyLine.objects.create(organisation_id=owner, audience=tag, slug="wegen", name="Wegenwacht", kind="roads")
        for _ in range(4):
            policy.publish_policy(line=line, steps=[Drafted("first", 7)])
    with of("kortrijk"):
        DutyParticipation.objects.create(
            organisation_id=organisation_id("kortrijk"), line=line, line_organisation_id=owner, period=DateRange(date(2027, 1, 1), None),
            decision_reference="proef", agreement_reference="proef",
        )  # fmt: skip
    return line


def scene_about(category: str, slug: str = "kortrijk") -> Scene:
    with of(slug):
        report = acute_report(slug)
        found = Category.objects.get(service_code=category)
        report.category, report.category_organisation_id = found, found.organisation_id
        report.save()
        return Scene(report, alarm.open_alarm(report=report).id, slug)


def decided(slug: str, kind: str, number: str = "056 00 00 66") -> None:
    with of(slug):
        DutyCoverage.objects.create(
            organisation_id=organisation_id(slug), audience=f"partnership:{organisation_id(REGION)}", kind=kind, public_number=number,
            decision_reference="proef", period=DateRange(TODAY, None),
        )  # fmt: skip


def test_each_kind_goes_to_the_line_of_that_kind_whatever_the_version_numbers(roads_line):
    with of():
        region = DutyLine.objects.get(slug="regio")
    assert scene_about("gasgeur").alert().line_id == region.id
    assert scene_about("put").alert().line_id == roads_line.id
    assert open_scene("kortrijk").alert().line_id == region.id, "a report without category goes to the first line"
    assert scene_about("put", "kuurne").alert().line_id == region.id, "Kuurne does not take part in the line for roads"


def test_a_running_alarm_keeps_its_line_when_the_decision_changes(roads_line):
    scene = scene_about("put")
    decided("kortrijk", "roads")
    with of():
        found = chain.running_chain(organisation_id("kortrijk"), clock.now(), scene.alert().policy_id, turn=0)
        assert found.line_id == roads_line.id
    assert scene_about("put").alert().line_id is None


def test_a_number_sends_the_alarm_to_the_own_list_and_the_reporter_reads_the_number():
    decided("kortrijk", "roads")
    scene = scene_about("put")
    alert = scene.alert()
    assert alert.line_id is None and alert.policy_id is None and not alert.exhausted
    with of():
        own = set(LastResort.objects.filter(organisation_id=organisation_id("kortrijk")).values_list("id", flat=True))
        assert {page.recipient for page in scene.pages()} <= own and scene.pages()
        said = duty.who_acts(scene.report)
        texts = [entry.event for entry in duty.public_lines(scene.report)]
    assert said.state == "unanswered" and "056 00 00 66" in said.sentence and "112" in said.sentence
    assert any("antwoordt uw gemeente zelf, op 056 00 00 66" in text for text in texts)
    assert not any("Niemand van de wachtdienst" in text or "De wachtdienst is verwittigd" in text for text in texts)
    engine.tick(clock.now())
    assert rung(), "somebody's telephone rings"


def test_an_alarm_without_line_goes_on_along_the_own_list_only(still_clock):
    decided("kortrijk", "")
    with of():
        DutyParticipation.objects.filter(organisation_id=organisation_id("kortrijk")).update(period=DateRange(date(2026, 10, 1), TODAY))
    scene = open_scene("kortrijk")
    with of():  # the municipality comes back while the alarm runs: a running alarm does not change lines
        DutyParticipation.objects.filter(organisation_id=organisation_id("kortrijk")).update(period=DateRange(date(2026, 10, 1), None))
    for _ in range(4):
        engine.tick(clock.now())
        still_clock.forward(timedelta(minutes=5))
    names = list(dict.fromkeys(page.recipient_name for page in scene.pages()))
    assert names == ["Mieke Tanghe (coördinator)", "Stijn Maertens (algemeen directeur)", "de burgemeester van Kortrijk"]


def test_without_list_the_coordinator_is_rung_and_takes_it_with_1():
    with of("menen"):
        assert not LastResortDecision.objects.filter(organisation_id=organisation_id("menen")).exists()
    scene = open_scene("menen")
    engine.tick(clock.now())
    assert ("+32470000020", "stem-1") in rung()
    assert answers.hear(provider="stem-1", sender="+32470000020", text="1").done
    assert scene.alert().state == "acknowledged"
    with of("menen"):
        assert AlertLog.objects.filter(alert_id=scene.alert_id, kind="own_number").exists()


def test_an_exchange_gets_the_line_of_the_first_response_and_else_the_decided_number(roads_line):
    with of():
        assert on_call.answer(municipality_id=organisation_id("kortrijk"), line_slug="", at=clock.now()).line == "regio"
    with of("menen"):
        found = on_call.answer(municipality_id=organisation_id("menen"), line_slug="", at=clock.now())
        assert found.line == "" and found.public_number == "+3256000008"


def test_a_line_is_named_only_where_the_municipality_takes_part(roads_line):
    said = {"kind": "roads", "line": roads_line, "public_number": "", "first": TODAY, "reference": "proef"}
    with acting_as("griet"), pytest.raises(Invalid, match="doet dan niet mee"):
        coverage.decide(organisation_id=organisation_id("kuurne"), **said)
    decided("kuurne", "roads")
    with of("kuurne"):  # a row that names a line without part in it, however it came there, is passed over
        DutyCoverage.objects.filter(organisation_id=organisation_id("kuurne")).update(
            public_number="", line=roads_line, line_organisation_id=roads_line.organisation_id
        )
        found = reading.answering(organisation_id("kuurne"), "roads", clock.now())
    assert found.line is not None and found.line != roads_line.id


kinds = st.sampled_from(["", "first_line", "winter", "roads"])
days = st.dates(date(2027, 3, 1), date(2027, 6, 1))
ends = st.one_of(st.none(), days)
decisions = st.builds(
    lambda kind, first, until, line, number: Decision(kind, first, until, line, "" if line else number),
    kinds, days, ends, st.sampled_from(["", "regio", "zout", "elders"]), st.sampled_from(["056", "057"]),
)  # fmt: skip
taking = st.builds(Participation, st.sampled_from(["regio", "zout"]), st.sampled_from(["first_line", "winter"]), days, ends)


@given(st.lists(decisions, max_size=4), st.lists(taking, max_size=4), st.sampled_from(["first_line", "winter", "roads"]), days)
def test_the_answer_is_one_is_decided_and_does_not_depend_on_the_order_of_rows(decided, part, kind, day):
    line, number = rules.answer_on(kind, day, decided, part)
    assert not (line and number)
    joined = {p.line for p in part if p.first <= day and (p.until is None or day < p.until)}
    assert not line or line in joined, "a line answers only for who takes part in it on that day"
    holding = [d for d in decided if d.first <= day and (d.until is None or day < d.until) and d.kind in (kind, "")]
    if number:
        assert number in {d.number for d in holding}
    if not line and not number:
        assert not [p for p in part if p.kind in (kind, "first_line") and p.first <= day and (p.until is None or day < p.until)]
        assert not [d for d in holding if d.number]
    assert rules.answer_on(kind, day, decided, part[::-1]) == (line, number)
    (same,) = rules.coverage(kind, day, day + timedelta(days=1), decided, part)
    assert (same.line, same.number) == (line, number)
