"""Storm mode over the real actions and the real engine: on, joined, told, over."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections

from nabij.connect.sms import gateway
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.notices.models import Notice
from nabij.modules.meldpunt import engine
from nabij.modules.meldpunt.actions import alarm, storm
from nabij.modules.meldpunt.actions.alarm import Responder
from nabij.modules.meldpunt.actions.steps import StepGiven
from nabij.modules.meldpunt.actions.storm_answers import answer_many
from nabij.modules.meldpunt.models import Alert, Incident, IncidentReport, Report, StatusChange, StormLog
from nabij.modules.meldpunt.queries import duty
from nabij.modules.meldpunt.queries import storm as queries
from nabij.modules.meldpunt.rules.form import Contact
from nabij.modules.meldpunt.rules.report_states import State

from .duty_scene import of, told
from .storm_scene import HURT, WIRE, pages, region, report, run


@pytest.fixture(autouse=True)
def own_gateway(settings, tmp_path, request, still_clock):
    """Each test has its own telephone network, and nothing of the story is open."""
    request.getfixturevalue("fresh_database" if "fresh_database" in request.fixturenames else "db")
    settings.NABIJ_HOME = tmp_path
    engine.tick(clock.now())
    gateway.clear()


def began():
    with region():
        storm.switch_on()
    engine.tick(clock.now())
    gateway.clear()


def alarms() -> int:
    with region():
        return Alert.objects.filter(opened_at__gte=clock.now() - timedelta(hours=3)).exclude(state="closed").count()


def test_twenty_acute_reports_in_the_region_turn_it_on_and_nineteen_do_not():
    towns = ("kortrijk", "kuurne", "harelbeke", "zwevegem", "wevelgem")
    for number in range(19):
        report(towns[number % 5], place=f"Straat{chr(97 + number)}laan 1")
    engine.tick(clock.now())
    assert run() is None
    report("waregem")
    engine.tick(clock.now())
    assert run() is not None and run().cause == "region" and run().began_by == "drempel"


def test_eight_in_one_municipality_turn_it_on_and_old_ones_do_not_count(still_clock):
    for _ in range(7):
        report("kuurne")
    still_clock.forward(timedelta(minutes=16))
    report("kuurne")
    engine.tick(clock.now())
    assert run() is None
    for _ in range(7):
        report("kuurne")
    engine.tick(clock.now())
    assert run() is not None and run().cause == "municipality"


def test_a_storm_ended_by_hand_does_not_begin_again_from_the_same_reports():
    for _ in range(8):
        report("kuurne")
    engine.tick(clock.now())
    with region():
        storm.switch_off()
    engine.tick(clock.now())
    assert run() is None


def test_on_by_hand_once_and_who_did_it_is_in_the_log():
    began()
    with region():
        with pytest.raises(RuleViolation, match="staat al aan"):
            storm.switch_on()
        assert [line.kind for line in StormLog.objects.order_by("id")] == ["on"]


def test_1722_typed_by_the_coordinator_turns_it_on_and_keeps_it_on(still_clock):
    with region():
        storm.set_1722(is_open=True)
    assert run() is not None and run().cause == "line_1722"
    still_clock.forward(timedelta(hours=5))
    engine.tick(clock.now())
    assert run() is not None
    with region():
        storm.set_1722(is_open=False)
    engine.tick(clock.now())
    assert run() is None, "open for five hours without a report: quiet once 1722 is closed"


def test_reports_of_one_matter_ring_once_and_stand_on_the_duty_page():
    began()
    first, *others = [report(place=f"Proefstraat {number}") for number in range(1, 7)]
    engine.tick(clock.now())
    with of():
        (incident,) = Incident.objects.filter(mass=True)
        assert incident.report_id == first.id
        assert set(IncidentReport.objects.values_list("report_id", flat=True)) == {one.id for one in others}
        card = next(card for card in duty.open_alarms() if card.report_id == first.id)
        assert len(card.joined) == 5
        assert duty.who_acts(others[0]).state == "waiting", "the joined reporter reads the same as the first"
    calls = [m for m in gateway.messages() if m.text.startswith("DRINGEND")]
    assert len(calls) == 1


def test_another_street_and_another_kind_ring_by_themselves():
    began()
    for place, text in (("Proefstraat 1", WIRE), ("Proeflaan 1", WIRE), ("Proefstraat 2", "Gasgeur in de straat")):
        report(place=place, text=text)
    assert alarms() >= 3
    with of():
        assert Incident.objects.filter(mass=True).count() == 3


def test_a_life_at_stake_always_has_its_own_alarm():
    began()
    before = alarms()
    for number in range(3):
        report(place=f"Proefstraat {number}", text=f"{HURT} {number}")
    assert alarms() == before + 3
    with of():
        assert not IncidentReport.objects.exists()


def test_outside_a_storm_every_acute_report_has_its_own_alarm():
    before = alarms()
    for number in range(3):
        report(place=f"Proefstraat {number}")
    assert alarms() == before + 3


def test_a_matter_that_was_closed_is_not_joined_any_more():
    began()
    report(place="Proefstraat 1")
    with of():
        alert = Alert.objects.get(incident__mass=True)
        who = Responder("Joris Vanneste", "Joris V.", None)
        alarm.acknowledge(alert_id=alert.id, responder=who)
        alarm.close_alert(alert_id=alert.id, result="Draad losgekoppeld.", unfinished="De netbeheerder deed het.", responder=who)
    report(place="Proefstraat 3")
    with of():
        assert Incident.objects.filter(mass=True).count() == 2 and not IncidentReport.objects.exists()


def test_incident_alert_page_and_joining_stand_in_the_transaction_of_the_report():
    began()
    report(place="Proefstraat 1")

    class Undone(Exception):
        pass

    with pytest.raises(Undone), of():
        from .duty_scene import acute_report

        storm.take_up(report=acute_report())
        raise Undone
    with of():
        assert Incident.objects.filter(mass=True).count() == 1 and not IncidentReport.objects.exists()


def test_the_reserve_is_called_once_with_the_first_alarm_and_over_the_second_provider_too():
    began()
    assert pages("reserve") == []
    told("fail", only=("sms-1",))
    report()
    engine.tick(clock.now())
    report(place="Proeflaan 4")
    engine.tick(clock.now())
    first = [page for page in pages("reserve") if page.rule_no < 100]
    assert [page.recipient_name for page in first] == ["Koen Verhelst", "Sara Lambert", "Tom Verbeke"]
    assert Counter(m.provider for m in gateway.messages() if "u bent reserve" in m.text) == {"sms-2": 3}


def test_a_digest_every_ten_minutes_while_there_is_news_and_none_without(still_clock):
    began()
    for number in range(4):
        report(place=f"Proefstraat {number}")
    engine.tick(clock.now())
    assert pages("digest") == []
    still_clock.forward(timedelta(minutes=10))
    engine.tick(clock.now())
    engine.tick(clock.now())
    (page,) = pages("digest")
    assert page.text.startswith("STORM 8.41 uur: 3 nieuwe meldingen bij 1 voorval.") and page.kind == "sms"
    still_clock.forward(timedelta(minutes=10))
    engine.tick(clock.now())
    assert len(pages("digest")) == 1
    report(place="Proefstraat 9")
    still_clock.forward(timedelta(seconds=1))
    engine.tick(clock.now())
    assert len(pages("digest")) == 2


def test_off_after_sixty_quiet_minutes_and_the_sites_are_told_each_time(still_clock):
    from nabij.kernel.events.models import Event

    began()
    report()
    still_clock.forward(timedelta(minutes=59))
    engine.tick(clock.now())
    assert run() is not None
    still_clock.forward(timedelta(minutes=2))
    engine.tick(clock.now())
    assert run() is None
    with region():
        seen = Counter(Event.objects.filter(type__startswith="storm.").values_list("type", flat=True))
    assert seen["storm.on"] == seen["storm.off"] == len(queries.taking_part(clock.now()))


def open_reports(how_many: int) -> list[Report]:
    """As many reports of a storm as asked, over three municipalities, written at once; one reporter in two left an address."""
    from nabij.kernel.tenancy.models import Organisation
    from nabij.modules.meldpunt.actions import contacts
    from nabij.modules.meldpunt.rules import codes

    owners = [Organisation.objects.get(slug=slug) for slug in ("kortrijk", "kuurne", "harelbeke")]
    now = clock.now()
    made = [
        Report(
            organisation=owner, code=codes.make(codes.prefix_of(owner.slug)), text="Tak op de weg", place_text=f"Proefstraat {n}",
            routing="own", routing_because="proef", came_through=owner, urgency="high", urgency_because="proef", channel="web",
            reported_at=now, answer_by=now.date(),
        )
        for n, owner in ((n, owners[n % 3]) for n in range(how_many))
    ]  # fmt: skip
    Report.objects.bulk_create(made)
    StatusChange.objects.bulk_create(
        StatusChange(
            organisation_id=r.organisation_id, report=r, from_state="", to_state="received", who="reporter", actor_label="proef", at=now
        )
        for r in made
    )
    for number, one in enumerate(made):
        if number % 2 == 0:
            contacts.keep(one, Contact(email=f"melder{number // 6 * 6 if number < 60 else number}@voorbeeld.be"))
    return made


def test_three_hundred_reports_are_answered_in_one_act_and_each_reporter_is_told_once():
    began()
    with region():
        made = open_reports(300)
        people = {(r.organisation_id, n // 6 * 6 if n < 60 else n) for n, r in enumerate(made) if n % 2 == 0}
        before = Notice.objects.count()
        given = StepGiven(public_text="We ruimen deze week alle takken op.")
        key = uuid.uuid4().hex
        first = answer_many(key=key, report_ids=[r.id for r in made], to=State.IN_PROGRESS, given=given)
        again = answer_many(key=key, report_ids=[r.id for r in made], to=State.IN_PROGRESS, given=given)
        assert first.id == again.id and first.reports == 300 and first.told == len(people)
        assert Notice.objects.count() - before == len(people)
        assert set(Report.objects.filter(id__in=[r.id for r in made]).values_list("state", flat=True)) == {"in_progress"}
        assert StatusChange.objects.filter(report_id__in=[r.id for r in made], to_state="in_progress").count() == 300
        notice = Notice.objects.filter(kind="meldpunt.storm_answer").order_by("id").first()
        assert "We ruimen deze week alle takken op." in notice.body


def test_a_second_answer_with_another_key_moves_only_what_is_still_open_and_not_there_yet():
    began()
    with region():
        made = open_reports(4)
        ids = [r.id for r in made]
        given = StepGiven(public_text="Opgelost: alle takken zijn weg.")
        assert answer_many(key="a", report_ids=ids, to=State.RESOLVED, given=given).reports == 4
        assert answer_many(key="b", report_ids=ids, to=State.RESOLVED, given=given).reports == 0


@pytest.mark.parametrize(
    ("to", "given", "field"),
    [
        (State.PLANNED, StepGiven(public_text="Volgende week."), "planned_on"), (State.RESOLVED, StepGiven(), "public_text"),
        (State.NOT_RESOLVED, StepGiven(public_text="Neen."), "reason"), (State.CANCELLED, StepGiven(public_text="x"), "to"),
    ],
)  # fmt: skip
def test_an_answer_needs_what_its_step_needs(to, given, field):
    began()
    with region(), pytest.raises(Invalid) as refused:
        answer_many(key="k", report_ids=[open_reports(1)[0].id], to=to, given=given)
    assert field in refused.value.fields


def test_without_a_storm_nobody_answers_many():
    with region(), pytest.raises(RuleViolation):
        answer_many(key="k", report_ids=[uuid.uuid4()], to=State.RESOLVED, given=StepGiven(public_text="x"))


def test_the_log_becomes_a_report_with_figures():
    began()
    for number in range(3):
        report(place=f"Proefstraat {number}")
    report(text=HURT)
    engine.tick(clock.now())
    with region():
        storm.switch_off()
        story = queries.story(queries.latest().id, clock.now())
    assert (story.matters, story.joined, story.own_alarms) == (1, 2, 1)
    assert [line.kind for line in story.lines] == ["on", "reserve", "off"]
    assert story.slowest_s == 0 and [(c.municipality, c.acute) for c in story.counters] == [("Kortrijk", 4)]


@pytest.mark.slow(reason="reporters in threads against a database of their own")
def test_twenty_reporters_at_once_of_one_matter_make_one_alarm(fresh_database):
    began()
    problems = []

    def one(number):
        try:
            report(place=f"Proefstraat {number}")
        except BaseException as error:
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    with of():
        assert Incident.objects.filter(mass=True).count() == 1 and IncidentReport.objects.count() == 19
