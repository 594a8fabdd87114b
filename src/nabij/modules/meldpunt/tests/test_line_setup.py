"""What the coordinator of a line sets: its people, hours of the week, rules of work, thresholds of a storm."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused
from nabij.modules.meldpunt import doors_clock
from nabij.modules.meldpunt.actions import answers, people, rota, swaps
from nabij.modules.meldpunt.actions.catalogue import load_catalogue
from nabij.modules.meldpunt.models import ContactMethod, DutyLine, DutyPerson, DutyRule, ScheduleRule, Shift, StormRule
from nabij.modules.meldpunt.queries import rota as reading
from nabij.modules.meldpunt.queries import storm
from nabij.modules.meldpunt.rules import duty_rules
from nabij.modules.meldpunt.rules import people as people_rules
from nabij.modules.meldpunt.rules import storm as storm_rules
from nabij.modules.meldpunt.rules.duty_rules import RuleCode
from nabij.modules.meldpunt.rules.rota import BRUSSELS, OverrideKind
from nabij.testing.people import acting_as

from .duty_scene import organisation_id, rung
from .report_scene import seen
from .test_doors_handover import line_owner

pytestmark = pytest.mark.usefixtures("own_gateway")
SETUP = "/meldpunt/inrichting"
LIST = f"{SETUP}/wachtlijn/regio/mensen"


def at(*parts):
    return datetime(*parts, tzinfo=BRUSSELS)


def person(name):
    with line_owner():
        return DutyPerson.objects.get(given_name=name)


def newcomer(**said):
    return {
        "given_name": "Wim", "family_name": "Proef", "employer": str(organisation_id("kuurne")), "roles": ["backup"], "username": "",
    } | said  # fmt: skip


def written(verb):
    with line_owner():
        return AuditEntry.objects.filter(verb=verb).count()


# --- people -------------------------------------------------------------------------------------------------------


def test_the_list_names_who_is_proven_and_shows_no_number(staff):
    page = seen(staff("mieke").get(LIST))
    assert "Joris Vanneste" in page and "sms: bevestigd" in page and "in de beurtrol: eerste lijn, achterwacht" in page
    assert not re.search(r"0470|\+32470", page)


def test_opening_one_person_shows_the_numbers_and_is_on_record(staff):
    before = written("meldpunt.contact_method.read")
    page = seen(staff("mieke").get(f"{LIST}/{person('Joris').id}"))
    assert "0470 00 00 42" in page and written("meldpunt.contact_method.read") == before + 1


def test_somebody_is_added_and_proves_the_number_by_answering(staff):
    mieke = staff("mieke")
    made = mieke.post(LIST, newcomer())
    assert made.status_code == 302 and written("meldpunt.duty_person.added")
    page = made.headers["Location"].partition("?")[0]
    assert mieke.post(page, {"wat": "nummer", "kind": "sms", "value": "0470 00 00 77"}).status_code == 302
    assert "niet bevestigd" in seen(mieke.get(page)) and "nog geen alarm" in seen(mieke.get(page))
    with line_owner():
        line = DutyLine.objects.get()
        said = {"line": line, "role": "backup", "kind": OverrideKind.ADD, "reason": "proef", "person": person("Wim")}
        with pytest.raises(Invalid, match="kan nog niet van wacht"):
            rota.add_override(**said, start=at(2027, 4, 5), end=at(2027, 4, 6))
    doors_clock.tick(clock.now())
    assert ("+32470000077", "sms-1") in rung()
    assert answers.hear(provider="sms-1", sender="+32470000077", text="1").done
    with line_owner():
        assert ContactMethod.objects.get(person=person("Wim")).verified_at is not None
        rota.add_override(**said, start=at(2027, 4, 5), end=at(2027, 4, 6))
        with pytest.raises(Invalid, match="staat niet op de lijst als eerste lijn"):
            rota.add_override(**{**said, "role": "first"}, start=at(2027, 4, 7), end=at(2027, 4, 8))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"given_name": ""}, "Vul de voornaam in."), ({"roles": []}, "Kies minstens één rol."),
        ({"employer": ""}, "Kies een gemeente."), ({"username": "bestaatniet"}, "heeft geen medewerker met dit account"),
        ({"username": "joris"}, "heeft geen medewerker met dit account"), ({"username": "griet"}, ""),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_newcomer_is_said_and_stays(staff, wrong, sentence):
    answer = staff("mieke").post(LIST, newcomer(**wrong))
    if not sentence:
        assert answer.status_code == 302, "Griet works in Kuurne"
        return
    page = seen(answer)
    assert answer.status_code == 422 and sentence in page and ('value="Wim"' in page or "given_name" in wrong)


def test_a_number_that_cannot_be_one_is_said_and_the_role_is_changed(staff):
    mieke, page = staff("mieke"), f"{LIST}/{person('Luc').id}"
    wrong = mieke.post(page, {"wat": "nummer", "kind": "sms", "value": "12"})
    assert wrong.status_code == 422 and "Kijk dit nummer na" in seen(wrong)
    assert mieke.post(page, {"wat": "nummer", "kind": "voice", "value": "0470 00 00 51"}).status_code == 422
    assert mieke.post(page, {"wat": "rollen", "roles": ["second", "backup"]}).status_code == 302
    assert person("Luc").roles == ["backup", "second"] and written("meldpunt.duty_person.roles_set")
    assert mieke.post(page, {"wat": "rollen"}).status_code == 422 and mieke.post(page, {"wat": "iets"}).status_code == 404


def test_ending_somebody_shows_the_gap_first_and_leaves_what_was(staff):
    mieke, page = staff("mieke"), f"{LIST}/{person('Joris').id}"
    typed = {"wat": "einde", "on": "2027-04-12"}
    looked = seen(mieke.post(page, typed | {"kijk": "1"}))
    assert "Er is nog niets bewaard" in looked and "Zo wordt het rooster" in looked and "Anke Dewulf" in looked
    assert person("Joris").until is None
    with line_owner():
        past = Shift.objects.filter(person=person("Joris"), period__endswith__lte=clock.now()).count()
    assert mieke.post(page, typed | {"bewaar": "1"}).status_code == 302
    with line_owner():
        assert not Shift.objects.filter(person=person("Joris"), period__startswith__gte=at(2027, 4, 12)).exists()
        assert Shift.objects.filter(person=person("Joris"), period__endswith__lte=clock.now()).count() == past
        line = DutyLine.objects.get()
        with pytest.raises(Invalid, match="doet geen wacht meer vanaf 12/04/2027"):
            rota.set_rotation(line=line, role="first", start_local="2027-04-16T17:00", people=[person("Joris"), person("Anke")])
    assert mieke.post(page, typed | {"on": "2027-03-01", "bewaar": "1"}).status_code == 422
    assert "stopt op" in seen(mieke.get(LIST))


def test_nobody_takes_over_in_a_role_that_is_not_on_the_list(db):
    with line_owner():
        DutyPerson.objects.filter(given_name="Joris").update(roles=["first"])
        line, anke = DutyLine.objects.get(), person("Anke")
    stretch = swaps.Stretch(line.id, "backup", at(2027, 4, 1, 8), at(2027, 4, 1, 17))
    with acting_as("joris"), pytest.raises(Invalid, match="staat niet op de lijst als achterwacht"):
        swaps.take_over(stretch=stretch, giver_id=anke.id)


@pytest.mark.parametrize("path", [LIST, f"{SETUP}/wachtlijn/regio/weekregels", f"{SETUP}/werkregels", f"{SETUP}/storm"])
def test_these_pages_are_of_who_plans_the_line(staff, path):
    assert staff("joris").get(path).status_code == 403 and staff("griet").get(path).status_code == 403
    assert staff("mieke").get(path).status_code == 200
    assert staff("mieke").get(f"{SETUP}/wachtlijn/nergens/mensen").status_code == 404


def test_people_of_another_organisation_are_not_reached(db):
    joris = person("Joris").id
    with acting_as("griet"), pytest.raises(Refused, match="U mag dit niet"):
        people.end(line=DutyLine.objects.get(), person_id=joris, on=date(2027, 5, 1))


names = st.sampled_from(["first", "backup", "second"])
ends = st.none() | st.dates(date(2027, 3, 1), date(2027, 6, 1))


@given(st.lists(names, max_size=3), ends, names, st.integers(0, 60), st.none() | st.integers(0, 9))
def test_who_may_stand_is_on_the_list_for_that_role_and_not_over(roles, until, role, start, length):
    first = date(2027, 4, 1) + timedelta(days=start)
    last = None if length is None else first + timedelta(days=length)
    said = people_rules.may_stand("Wim", roles=roles, until=until, role=role, role_words=role, first=first, last=last)
    allowed = (not roles or role in roles) and (until is None or (last is not None and first < until and last <= until))
    assert (said == "") == allowed


# --- week rules ---------------------------------------------------------------------------------------------------

WEEK = f"{SETUP}/wachtlijn/regio/weekregels"


def test_hours_of_the_week_are_looked_at_and_then_followed(staff):
    mieke, luc = staff("mieke"), str(person("Luc").id)
    assert "Geen weekregel: de beurtrol is altijd van wacht." in seen(mieke.get(WEEK))
    typed = {
        "role": "first", "first": "2027-04-12", "days_1": ["0", "1", "2", "3", "4"], "start_1": "8", "end_1": "17", "who_1": luc,
        "days_2": ["0", "1", "2", "3", "4", "5", "6"], "start_2": "17.00", "end_2": "8.00", "who_2": "turn:",
        "days_3": ["5", "6"], "start_3": "8", "end_3": "17", "who_3": "turn:",
    }  # fmt: skip
    looked = seen(mieke.post(WEEK, typed | {"kijk": "1"}))
    assert "Er is nog niets bewaard" in looked and "Luc Debaere" in looked
    with line_owner():
        assert not ScheduleRule.objects.exists()
    assert mieke.post(WEEK, typed | {"bewaar": "1"}).status_code == 302
    with line_owner():
        line = DutyLine.objects.get()
        assert [p.name for p in reading.on_now(line, at(2027, 4, 13, 10)) if p.role == "first"] == ["Luc Debaere"]
        assert "Luc Debaere" not in [p.name for p in reading.on_now(line, at(2027, 4, 13, 20)) if p.role == "first"]
    page = seen(mieke.get(f"{WEEK}?gedaan=regels"))
    assert "van 17.00 tot 8.00 uur (de volgende dag): de beurtrol" in page and "Maandag, dinsdag" in page
    assert written("meldpunt.week_rules.set")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"start_1": "acht"}, "Schrijf het uur zo"), ({"start_1": ""}, "Vul beide uren in"), ({"days_1": []}, "Kies op welke dagen"),
        ({"first": ""}, "Vul de datum in"),
    ],
)
def test_half_a_week_rule_is_said_at_its_field(staff, wrong, sentence):
    typed = {"role": "first", "first": "2027-04-12", "days_1": ["0"], "start_1": "8", "end_1": "17", "who_1": "turn:"}
    answer = staff("mieke").post(WEEK, typed | wrong | {"kijk": "1"})
    assert answer.status_code == 422 and sentence in seen(answer)


# --- rules of work ------------------------------------------------------------------------------------------------

WORK = f"{SETUP}/werkregels"


def work(**said):
    typed = {"code": "rest_hours", "role": "first", "value": "12", "first": "2027-04-05", "source": "afspraak van 1 april"}
    return typed | {"checked_on": ""} | said


def test_a_rule_of_work_changes_from_a_day_on_with_its_source(staff):
    mieke = staff("mieke")
    assert mieke.post(WORK, work(checked_on="2027-03-29")).status_code == 302
    page = seen(mieke.get(WORK))
    assert "12 uur" in page and "afspraak van 1 april" in page and "nagekeken op" in page and "komt nog" in page
    with line_owner():
        rows = list(DutyRule.objects.filter(code="rest_hours", role="first").order_by("period"))
        assert [(row.value, row.period.lower, row.period.upper) for row in rows] == [
            (11, date(2026, 10, 1), date(2027, 4, 5)), (12, date(2027, 4, 5), None),
        ]  # fmt: skip
    assert mieke.post(WORK, work(value="", first="2027-05-01")).status_code == 302
    with line_owner():
        assert not DutyRule.objects.filter(code="rest_hours", role="first", period__contains=date(2027, 5, 1)).exists()
    assert written("meldpunt.duty_rule.set") == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"value": "60"}, "Kies een getal van 0 tot 48 uur."), ({"code": "weight_night", "value": "50"}, "maakt een zwaar uur lichter"),
        ({"source": " "}, "Noem de bron"), ({"first": "2027-03-01"}, "Kies vandaag of een latere dag"),
        ({"value": "elf"}, "Schrijf een heel getal"), ({"value": "", "role": "second"}, "Deze regel geldt niet voor deze rol"),
        ({"checked_on": "2027-06-01"}, "gebeurt niet in de toekomst"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused_in_a_sentence(staff, wrong, sentence):
    answer = staff("mieke").post(WORK, work(**wrong))
    assert answer.status_code == 422 and sentence in seen(answer)


@given(st.sampled_from(RuleCode), st.integers(-10, 1_000))
def test_every_value_is_in_its_range_or_has_a_sentence(code, value):
    low, high, _ = duty_rules.RANGES[code]
    assert (duty_rules.value_problem(code, value) == "") == (low <= value <= high)


# --- thresholds of a storm ----------------------------------------------------------------------------------------

STORM = f"{SETUP}/storm"
PROPOSED = {
    "window_minutes": "15", "propose_municipality": "4", "on_municipality": "8", "propose_region": "10", "on_region": "20",
    "quiet_minutes": "60", "cell_m": "1000", "cluster_minutes": "60", "digest_minutes": "10",
    "source": "Conferentie van 20 maart", "checked_on": "2027-03-29",
}  # fmt: skip


def test_thresholds_are_saved_with_their_source_and_the_list_of_the_house_does_not_take_them_back(staff):
    mieke = staff("mieke")
    assert mieke.post(STORM, PROPOSED | {"on_region": "30"}).status_code == 302
    with line_owner():
        assert storm.thresholds().on_region == 30
    page = seen(mieke.get(STORM))
    assert "Conferentie van 20 maart" in page and 'value="30"' in page
    with line_owner():
        load_catalogue(partnership_id=organisation_id("zuid-west-vlaanderen"))
        row = StormRule.objects.get()
        assert row.on_region == 30 and "life" in row.own_alarm
        entry = AuditEntry.objects.get(verb="meldpunt.storm_rule.set")
        assert entry.detail["changed"] == {"on_region": [20, 30]}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"window_minutes": "0"}, "Kies een getal van 1 tot 120 minuten."), ({"propose_region": "21"}, "Voorstellen kan niet later zijn"),
        ({"on_municipality": "21"}, "Eén gemeente kan niet meer"), ({"source": ""}, "Noem wie dit besliste"),
        ({"cell_m": "x"}, "Schrijf een heel getal"),
    ],
)  # fmt: skip
def test_thresholds_that_cannot_be_are_refused(staff, wrong, sentence):
    answer = staff("mieke").post(STORM, PROPOSED | wrong)
    assert answer.status_code == 422 and sentence in seen(answer)
    with line_owner():
        assert storm.thresholds().on_region == 20


@given(st.fixed_dictionaries({name: st.integers(0, 20_000) for name in storm_rules.RANGES}))
def test_accepted_thresholds_propose_before_they_switch_on(numbers):
    if not storm_rules.threshold_problems(numbers):
        assert numbers["propose_region"] <= numbers["on_region"] and numbers["propose_municipality"] <= numbers["on_municipality"]
        assert all(low <= numbers[name] <= high for name, (low, high, _) in storm_rules.RANGES.items())
