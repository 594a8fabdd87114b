"""The pages of the rota, as planner, duty officer and director, without a script."""

from __future__ import annotations

import csv
import itertools
import re
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps

from nabij.kernel.calendar import clock
from nabij.kernel.tenancy.queries import members
from nabij.modules.meldpunt import facade
from nabij.modules.meldpunt.actions import coverage as coverage_actions
from nabij.modules.meldpunt.actions import rota
from nabij.modules.meldpunt.models import DutyLine, DutyParticipation, DutyPerson, Shift
from nabij.modules.meldpunt.pages import rota_hours
from nabij.modules.meldpunt.queries import coverage, hours
from nabij.modules.meldpunt.queries import rota as reading
from nabij.modules.meldpunt.rules.hours import length
from nabij.modules.meldpunt.rules.rota import BRUSSELS
from nabij.testing.people import acting_as

from .duty_scene import of, organisation_id

PARTNERSHIP = "zuid-west-vlaanderen"


def at(*parts):
    return datetime(*parts, tzinfo=BRUSSELS)


def body(response):
    return re.sub(r"\s+", " ", response.content.decode())


def days(prefix, start, end):
    said = {"start": start, "end": end}
    return {
        key: value
        for name, moment in said.items()
        for key, value in (
            (f"{prefix}{name}_day", moment.date().isoformat()), (f"{prefix}{name}_hour", f"{moment.hour}.{moment.minute:02d}"),
        )
    }  # fmt: skip


# --- planner --------------------------------------------------------------------------------------------------


def people_ids():
    with of(PARTNERSHIP):
        return {p.given_name: str(p.id) for p in DutyPerson.objects.all()}


def override_of(**said):
    ids = people_ids()
    typed = {"kind": "remove", "role": "first", "person": ids["Joris"], "reason": "opleiding"} | said
    return typed | days("", at(2027, 4, 9, 17), at(2027, 4, 16, 8))


def test_the_planner_sees_what_changes_before_publishing(staff):
    client = staff("mieke")
    looked = client.post("/wacht/rooster/afwijking", override_of() | {"kijk": "1"})
    text = body(looked)
    assert looked.status_code == 200 and "Er is nog niets bewaard" in text and "Publiceer" in text
    assert "heeft Zwevegem niemand van wacht. Nog 10 dagen." in text
    assert "Nog 10 dagen" not in body(client.get("/wacht/rooster"))
    done = client.post("/wacht/rooster/afwijking", override_of() | {"bewaar": "1"})
    assert done.status_code == 302
    text = body(client.get(done.headers["Location"]))
    assert "De afwijking is gepubliceerd" in text and "Nog 10 dagen" in text and "Zonder Joris Vanneste (eerste lijn): opleiding" in text


def test_what_is_missing_is_said_and_what_was_typed_stays(staff):
    client = staff("mieke")
    wrong = client.post("/wacht/rooster/afwijking", override_of(kind="replace", replaces="", reason="") | {"end_hour": "acht"})
    text = body(wrong)
    assert wrong.status_code == 422 and "Kies wie vervangen wordt." in text and "Schrijf het uur zo" in text
    assert 'value="acht"' in text
    same = client.post("/wacht/rooster/afwijking", override_of(kind="replace", replaces=people_ids()["Joris"]) | {"kijk": "1"})
    assert same.status_code == 422 and "door iemand anders" in body(same)


def test_a_temporary_schedule_in_turns_and_its_withdrawal(staff):
    client, ids = staff("mieke"), people_ids()
    typed = {"role": "first", "first": ids["Anke"], "second": ids["Joris"], "hours": "12", "reason": "storm"}
    typed |= days("", at(2027, 4, 16, 8), at(2027, 4, 17, 8))
    assert "Zo wordt het rooster" in body(client.post("/wacht/rooster/tijdelijk", typed | {"kijk": "1"}))
    assert client.post("/wacht/rooster/tijdelijk", typed | {"bewaar": "1"}).status_code == 302
    with of(PARTNERSHIP):
        names = [p.name for hour in (9, 21) for p in reading.on_now(DutyLine.objects.get(), at(2027, 4, 16, hour)) if p.role == "first"]
    assert names == ["Anke Dewulf", "Joris Vanneste"]
    button = r'name="id" value="([0-9a-f-]{36})"><button[^>]*>Trek in<span class="hidden-text">: tijdelijk'
    row = re.search(button, body(client.get("/wacht/rooster")))
    assert client.post("/wacht/rooster/intrekking", {"id": row[1]}).status_code == 302
    assert "tijdelijk rooster (eerste" not in body(client.get("/wacht/rooster"))


def test_a_turn_of_two_days_is_seen_and_published(staff):
    client, ids = staff("mieke"), people_ids()
    typed = {"role": "first", "length": "2", "unit": "daily", "start_day": "2027-04-09", "start_hour": "17", "first": ids["Anke"]}
    typed |= {"second": ids["Joris"], "third": ""}
    assert "Zo wordt het rooster" in body(client.post("/wacht/rooster/beurtrol", typed | {"kijk": "1"}))
    assert client.post("/wacht/rooster/beurtrol", typed | {"bewaar": "1"}).status_code == 302
    with of(PARTNERSHIP):
        line = DutyLine.objects.get()
        names = [[p.name for p in reading.on_now(line, at(2027, 4, day, 20)) if p.role == "first"] for day in (9, 11, 13)]
    assert names == [["Anke Dewulf"], ["Joris Vanneste"], ["Anke Dewulf"]]
    wrong = client.post("/wacht/rooster/beurtrol", typed | {"length": "9001", "kijk": "1"})
    assert wrong.status_code == 422


def test_who_does_not_plan_sees_no_planning_and_may_not(staff):
    client = staff("joris")
    assert "Wijk af van het rooster" not in body(client.get("/wacht/rooster"))
    assert client.get("/wacht/rooster/afwijking").status_code == 403
    assert client.post("/wacht/rooster/nakijken").status_code == 403


def test_the_rules_carry_their_source_and_wait_to_be_checked(staff):
    text = body(staff("mieke").get("/wacht/rooster"))
    assert "rust tussen twee beurten" in text and "na te kijken" in text and "11 uur" in text
    assert "Laatst nagekeken op" in text


def test_eight_weeks_on_paper_without_numbers(staff):
    text = body(staff("joris").get("/wacht/rooster/afdruk"))
    assert "Joris Vanneste, Zwevegem" in text and "<strong>niemand</strong>" in text and "0470" not in text


# --- mijn wacht -----------------------------------------------------------------------------------------------


def key_of(text, button, month="9 april 2027"):
    cards = re.findall(r'name="beurt" value="([^"]+)"><button[^>]*>' + button + r'<span class="hidden-text">: ([^<]+)</span>', text)
    return next(key for key, label in cards if month in label and "eerste lijn" in label)


def test_take_over_with_one_click_and_read_who_was_first(staff):
    client = staff("anke")
    key = key_of(body(client.get("/wacht/mij")), "Neem over")
    saturday = days(f"{key}-", at(2027, 4, 10, 8), at(2027, 4, 11, 8))
    done = client.post("/wacht/mij/overname", {"beurt": key, "deel": "1"} | saturday)
    assert done.status_code == 302 and "U nam de wachtbeurt over" in body(client.get(done.headers["Location"]))
    again = client.post("/wacht/mij/overname", {"beurt": key})
    assert again.status_code == 422 and "Anke Dewulf nam deze wachtbeurt al over om 8.31 uur." in body(again)
    assert client.post("/wacht/mij/overname", {"beurt": "iets anders"}).status_code == 404


def test_a_rule_of_work_is_said_on_the_page(staff):
    client = staff("anke")
    key = key_of(body(client.get("/wacht/mij")), "Neem over")
    refused = client.post("/wacht/mij/overname", {"beurt": key})
    assert refused.status_code == 422 and "Dit kan niet zonder de planner." in body(refused) and "140 uur" in body(refused)


def test_ask_offer_and_agree_on_the_pages(staff):
    joris, anke, mieke = staff("joris"), staff("anke"), staff("mieke")
    key = key_of(body(joris.get("/wacht/mij")), "Vraag vervanging")
    asked = joris.post("/wacht/mij/vraag", {"beurt": key, "bericht": "communiefeest"})
    assert asked.status_code == 302
    text = body(anke.get("/wacht/mij"))
    assert "Joris Vanneste zoekt iemand" in text and "communiefeest" in text
    id = re.search(r'name="id" value="([0-9a-f-]{36})"> <label for="terug', text)[1]
    assert anke.post("/wacht/mij/antwoord", {"id": id, "wat": "aanbod"}).status_code == 302
    agreed = joris.post("/wacht/mij/antwoord", {"id": id, "wat": "aanvaarding"})
    assert agreed.headers["Location"] == "/wacht/mij?gedaan=planner"
    assert "140 uur" in body(mieke.get("/wacht/rooster"))
    assert mieke.post("/wacht/rooster/ruil", {"id": id, "wat": "toelating"}).status_code == 302
    assert "Anke Dewulf in plaats van Joris Vanneste (eerste lijn)" in body(mieke.get("/wacht/rooster"))
    late = anke.post("/wacht/mij/antwoord", {"id": id, "wat": "intrekking"})
    assert late.status_code == 422 and "geruild" in body(late)


def test_being_away_shows_which_shifts_need_somebody(staff):
    client = staff("joris")
    typed = days("afwezig-", at(2027, 4, 12, 0), at(2027, 4, 14, 0))
    assert client.post("/wacht/mij/afwezigheid", typed).status_code == 302
    text = body(client.get("/wacht/mij"))
    assert "u gaf door dat u dan weg bent: vraag vervanging" in text
    id = re.search(r'name="id" value="([0-9a-f-]{36})"><button[^>]*>Schrap', text)[1]
    assert "is afwezig op" in body(staff("mieke").get("/wacht/rooster"))
    assert client.post("/wacht/mij/afwezigheid", {"id": id}).status_code == 302
    assert "U gaf geen afwezigheid door" in body(client.get("/wacht/mij"))
    wrong = client.post("/wacht/mij/afwezigheid", typed | {"afwezig-end_hour": "", "afwezig-start_hour": "25"})
    assert wrong.status_code == 422 and body(wrong).count("Schrijf het uur zo") >= 2


# --- uren (A7) ------------------------------------------------------------------------------------------------


@pytest.fixture
def whole_story(db):
    """A Kuurne colleague takes turns too, so that leaving shows something."""
    with of(PARTNERSHIP):
        line = DutyLine.objects.get()
        bert = rota.add_person(
            line=line, given_name="Bert", family_name="Proef", employer_id=organisation_id("kuurne"), account_id=None,
            methods=[("voice", "+32470000091", 0)],
        )  # fmt: skip
        people = [*DutyPerson.objects.filter(given_name__in=["Joris", "Anke"]).order_by("-given_name"), bert]
        rota.set_rotation(line=line, role="first", start_local="2027-03-26T17:00", people=people)
    return line


def test_given_and_received_are_the_sum_of_the_shifts_to_the_minute_over_the_weekend_of_the_clock(staff):
    with acting_as("mieke"):
        line = DutyLine.objects.get()
        found = hours.table(line, date(2027, 3, 27), date(2027, 4, 2))
        start, end = at(2027, 3, 27), at(2027, 4, 3)
        shifts = Shift.objects.filter(line=line, period__overlap=(start, end))
        whole = sum(length(max(s.period.lower, start), min(s.period.upper, end)) for s in shifts)
    assert sum(row.given for row in found.rows) == sum(row.received for row in found.rows) == whole == found.total.given
    assert whole == 3 * (7 * 24 - 1) * 60
    assert [row.name for row in found.rows] == sorted(row.name for row in found.rows)
    lendelede = next(row for row in found.rows if row.name == "Lendelede")
    assert 0 < lendelede.received < found.total.received // 10
    text = body(staff("mieke").get("/wacht/uren?van_day=27&van_month=3&van_year=2027&tot_day=2&tot_month=4&tot_year=2027"))
    assert "Op zondag 28 maart 2027 gaat de klok één uur vooruit: die dag telt één uur minder." in text
    assert "501.00" in text


def test_the_night_of_the_story_counts_as_given_by_harelbeke_to_spiere_helkijn(staff):
    with acting_as("mieke"):
        rows = {row.name: row for row in hours.table(DutyLine.objects.get(), date(2027, 3, 27), date(2027, 3, 27)).rows}
    assert rows["Harelbeke"].intervened == rows["Spiere-Helkijn"].helped == 82
    assert sum(row.intervened for row in rows.values()) == 82


def test_the_table_goes_along_as_csv_without_any_person(staff):
    answer = staff("mieke").get("/wacht/uren.csv?van=2027-03-27&tot=2027-04-02")
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == list(rota_hours.COLUMNS) and rows[-1][0] == "Samen" and rows[-1][2] == "501,00"
    with of(PARTNERSHIP):
        names = [name for person in DutyPerson.objects.all() for name in (person.given_name, person.family_name)]
    assert not [name for name in names if name in answer.content.decode()]


def test_no_export_and_no_row_of_the_hours_can_hold_a_person():
    """Figures are per municipality: neither the columns nor the rows behind them name one."""
    fields = {*rota_hours.COLUMNS, *hours.HoursRow.__dataclass_fields__}
    assert not [field for field in fields if re.search(r"person|naam|name_|account", field)]
    assert not [m for m in apps.get_app_config("meldpunt").get_models() if "hours" in m.__name__.lower()]


def test_a_period_that_is_upside_down_is_refused(staff):
    wrong = staff("mieke").get("/wacht/uren?van=2027-04-02&tot=2027-03-01")
    assert wrong.status_code == 422 and "Kies een laatste dag na de eerste" in body(wrong)


def until_may(line):
    ended = Shift.objects.filter(line=line, period__endswith__lte=at(2027, 5, 1))
    return sorted((s.role, str(s.person), s.period.lower) for s in ended)


def test_kuurne_looks_and_leaves_and_the_others_go_on(staff, whole_story):
    client, kuurne = staff("griet"), organisation_id("kuurne")
    typed = {"on": "2027-05-01", "public_number": "056 00 00 06", "reference": "gemeenteraad 12 april 2027"}
    with acting_as("mieke"):
        before = {row.name: row.cells for row in coverage.grid(date(2027, 3, 30))}
        shifts = until_may(whole_story)
    seen = body(client.post("/wacht/uren/vertrek", typed | {"kijk": "1"}))
    assert "Er is nog niets bewaard" in seen and "in plaats van Bert Proef" in seen and "Niemand van wacht op" not in seen
    assert "5,6" in seen and "5,9" in seen  # Kuurne carries 1 of 18 now; Anzegem 1 of 17 then
    done = client.post("/wacht/uren/vertrek", typed | {"bewaar": "1"})
    assert done.status_code == 302, body(done)
    with acting_as("mieke"):
        line = DutyLine.objects.get()
        after = {row.name: row.cells for row in coverage.grid(date(2027, 3, 30))}
        assert {name for name in before if before[name] != after[name]} == {"Kuurne"}
        assert "vanaf 1 mei eigen nummer 056 00 00 06" in after["Kuurne"][0].answers
        assert shifts == until_may(line)
        assert not Shift.objects.filter(line=line, employer_id=kuurne, period__startswith__gte=at(2027, 5, 1)).exists()
        assert kuurne not in {s.organisation for s in coverage.shares(line) if s.until is None}
        assert not [gap for gap in reading.gaps(line, clock.now(), weeks=20) if gap.end > at(2027, 5, 1)]


def test_nobody_leaves_for_another_or_into_silence(staff, whole_story):
    typed = {"on": "2027-05-01", "public_number": "", "reference": "x"}
    assert "Vul het nummer in dat dan antwoordt" in body(staff("griet").post("/wacht/uren/vertrek", typed | {"bewaar": "1"}))
    assert staff("joris").get("/wacht/uren/vertrek").status_code == 403
    with acting_as("griet"), pytest.raises(Exception, match="Alleen Kortrijk beslist"):
        coverage_actions.leave_line(
            organisation_id=organisation_id("kortrijk"), line=DutyLine.objects.get(), on=date(2027, 5, 1), public_number="1", reference="x"
        )
    with acting_as("griet"), pytest.raises(Exception, match="Dan antwoordt niemand"):
        coverage_actions.leave_line(
            organisation_id=organisation_id("kuurne"), line=DutyLine.objects.get(), on=date(2027, 5, 1), public_number="", reference="x"
        )


# --- dekking (A3) ---------------------------------------------------------------------------------------------


def test_every_municipality_kind_and_day_of_eight_weeks_has_an_answer(staff):
    today = date(2027, 3, 30)
    with acting_as("mieke"):
        kinds = [kind.code for kind in coverage.kinds()]
        thirteen = [m for m in members(organisation_id(PARTNERSHIP), today) if m.kind == "municipality"]
        assert len(kinds) == 8 and len(thirteen) == 13
        for municipality in thirteen:
            found = coverage.answers(municipality.id, today, today + timedelta(weeks=8))
            assert list(found) == kinds
            for given in found.values():
                # Each stretch touches the next from local midnight to local midnight: no minute, holiday or clock change falls between.
                assert given[0].first == today and given[-1].until == today + timedelta(weeks=8)
                assert all(a.until == b.first for a, b in itertools.pairwise(given))
                assert not [a for a in given if a.is_hole]
        assert facade.coverage_gaps(today) == []
    text = body(staff("mieke").get("/wacht/dekking"))
    assert "elke minuut antwoordt" in text
    assert re.search(r"Menen</th>.*?alle wachtsoorten.*?eigen nummer 056 00 00 08", text)
    assert "tot 1 april eigen nummer 056 00 00 07; vanaf 1 april Wachtdienst Zuid-West-Vlaanderen" in text


def test_a_hole_is_shown_first_and_refused_before_it_is_written(staff):
    with of("wervik"):
        apps.get_model("meldpunt.DutyCoverage").objects.filter(organisation_id=organisation_id("wervik")).delete()
    text = body(staff("mieke").get("/wacht/dekking"))
    assert "Voor Wervik antwoordt op een moment niemand" in text
    said = {"kind": "first_line", "line": None, "public_number": "056 1", "first": date(2027, 4, 1), "reference": "x"}
    with acting_as("bart", "wervik"), pytest.raises(Exception, match="Dan antwoordt niemand voor eerste lijn vanaf dinsdag 30 maart"):
        coverage_actions.decide(organisation_id=organisation_id("wervik"), **said)


def test_a_director_decides_for_the_own_municipality_only(staff):
    client = staff("griet")
    typed = {"kind": "winter", "line": "", "public_number": "056 00 00 66", "first": "2027-04-05", "reference": "college 29 maart"}
    assert client.post("/wacht/dekking/beslissing", typed).status_code == 302
    assert "vanaf 5 april eigen nummer 056 00 00 66" in body(client.get("/wacht/dekking"))
    both = client.post("/wacht/dekking/beslissing", typed | {"public_number": ""})
    assert both.status_code == 422 and "Kies een wachtlijn, of vul een eigen nummer in" in body(both)
    assert staff("mieke").get("/wacht/dekking/beslissing").status_code == 403


def test_who_takes_part_is_told_to_members_only(db):
    with of("kortrijk"):
        assert len(coverage.members(organisation_id(PARTNERSHIP))) == 11
        assert DutyParticipation.objects.count() == 1
    from django.db import DatabaseError, transaction

    from nabij.kernel.tenancy.scope import scope, system

    own = organisation_id("kortrijk")
    with scope(reading=[own], actor=system("proef")), pytest.raises(DatabaseError, match="outside this scope"), transaction.atomic():
        coverage.members(organisation_id(PARTNERSHIP))


def test_the_menu_says_one_place_at_a_time(staff):
    text = body(staff("mieke").get("/wacht/uren"))
    assert text.count('aria-current="page"') == 1 and 'href="/wacht/uren" aria-current="page"' in text
