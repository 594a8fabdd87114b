"""The screens of the chain: list, escalation, taking part, host, who was called, and the page of a mayor."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused
from nabij.kernel.tenancy.models import Organisation
from nabij.modules.meldpunt.actions import contacted, participation
from nabij.modules.meldpunt.models import (
    DutyLine,
    DutyParticipation,
    EscalationPolicy,
    LastResortContact,
    LastResortDecision,
    LineHost,
)
from nabij.modules.meldpunt.queries import contacted as counted
from nabij.modules.meldpunt.rules import mayor
from nabij.modules.meldpunt.rules.last_resort import Channel, Office
from nabij.modules.programme import facade as programme

from .duty_scene import of, open_scene, organisation_id

REGION = "zuid-west-vlaanderen"
pytestmark = pytest.mark.django_db


@pytest.fixture
def line(db):
    with of(REGION):
        return DutyLine.objects.get()


def read(client, url, status=200, **sent):
    answer = client.post(url, sent) if sent else client.get(url)
    assert answer.status_code == status, answer.content.decode()[:400]
    return answer.content.decode()


# --- the list of last resort -----------------------------------------------------------------------------------

LIST = "/meldpunt/inrichting/vangnet"
SENT = {
    "reference": "gemeenteraad van 29 maart 2027", "decided_on": "2027-03-29", "since": "2027-04-05", "every_minutes": "10",
    "order_1": "2", "office_1": "mayor", "kind_1": "person", "name_1": "An Burger", "number_1": "0470 00 04 01", "minutes_1": "5",
    "order_2": "1", "office_2": "director", "kind_2": "person", "name_2": "Bo Directeur", "number_2": "0470 00 04 02", "minutes_2": "3",
}  # fmt: skip


def test_a_director_publishes_the_own_list_in_the_chosen_order(staff):
    client = staff("stijn")
    assert "Stijn Maertens (algemeen directeur)" in read(client, LIST)
    assert "eindigt op 20" in read(client, f"{LIST}/nieuw"), "the numbers of now may stay"
    assert client.post(f"{LIST}/nieuw", SENT).status_code == 302
    text = read(client, f"{LIST}?bewaard=lijst")
    assert "Beslist voor later" in text and text.index("Bo Directeur") < text.index("An Burger")
    with of():
        kept = LastResortDecision.objects.get(period__startswith=date(2027, 4, 5))
        assert [p.office for p in kept.places.order_by("position")] == ["director", "mayor"]


def test_a_list_without_a_human_at_its_end_keeps_the_form_and_says_why(staff):
    text = read(staff("stijn"), f"{LIST}/nieuw", 422, **SENT | {"kind_1": "number"})
    assert "Daar antwoordt geen vaste mens" in text and "Bo Directeur" in text
    text = read(staff("stijn"), f"{LIST}/nieuw", 422, **SENT | {"office_1": "", "office_2": ""})
    assert "Zet minstens één mens op de lijst." in text
    text = read(staff("stijn"), f"{LIST}/nieuw", 422, **SENT | {"number_2": "zes"})
    assert "Kijk dit nummer na" in text


def test_a_place_keeps_its_number_when_the_field_stays_empty(staff):
    client = staff("stijn")
    shown = read(client, f"{LIST}/nieuw")
    kept = {n: shown.partition(f'name="kept_{n}" value="')[2].partition('"')[0] for n in (1, 2, 3)}
    sent = {k: v for k, v in SENT.items() if k in ("reference", "decided_on", "since", "every_minutes")}
    for n, office in ((1, "coordinator"), (2, "director"), (3, "mayor")):
        sent |= {f"office_{n}": office, f"kind_{n}": "person", f"name_{n}": f"Mens {n}", f"kept_{n}": kept[n], f"minutes_{n}": "5"}
    assert client.post(f"{LIST}/nieuw", sent).status_code == 302
    assert "nummer eindigt op 20" in read(client, LIST).partition("Beslist voor later")[2]
    with_foreign = sent | {"kept_1": "0701a000-0000-7000-8000-000000000000", "since": "2027-04-06"}
    assert "vul een telefoonnummer in" in read(client, f"{LIST}/nieuw", 422, **with_foreign)


def test_who_may_read_a_list_and_who_may_decide_it(staff):
    assert "Maak een nieuwe lijst" not in read(staff("rik"), LIST), "a mayor reads"
    assert staff("rik").get(f"{LIST}/nieuw").status_code == 403
    assert staff("delphine").get(LIST).status_code == 403
    assert "Elke gemeente beslist dit zelf" in read(staff("mieke"), LIST)
    first = read(staff("an"), LIST)
    assert "Vandaag geldt geen lijst" in first and "Rik Vandorpe (burgemeester)" in first, "Lendelede's begins on Thursday"


# --- the escalation --------------------------------------------------------------------------------------------

POLICY = "/meldpunt/inrichting/opschaling"
STEPS = {
    "role_1": "first", "minutes_1": "4", "mode_1": "all", "role_2": "second", "minutes_2": "6", "mode_2": "round_robin", "several_2": "on",
    "from_2": "22:00", "to_2": "6.00", "repeat": "1", "ack_minutes": "20", "based_on": "1",
}  # fmt: skip


def test_a_planner_sees_first_what_the_steps_do_and_then_publishes_a_version(staff, line):
    client = staff("mieke")
    assert "Versie 1" in read(client, POLICY)
    seen = read(client, f"{POLICY}/regio", **STEPS, voorbeeld="1")
    assert "8.31 uur: Joris Vanneste (eerste lijn)." in seen and "Stap 2, tweede lijn: buiten de uren, meteen verder." in seen
    assert "Er is nog niets gepubliceerd." in seen and "Luc Debaere (tweede lijn)" in seen, "at night the second line is called"
    with of(REGION):
        assert EscalationPolicy.objects.count() == 1
    scene = open_scene()
    assert client.post(f"{POLICY}/regio", {**STEPS, "publiceer": "1"}).status_code == 302
    text = read(client, POLICY)
    assert text.index("Versie 2") < text.index("geldt nu") < text.index("Versie 1") and "van 22.00 tot 06.00 uur" in text
    assert scene.alert().policy_id != open_scene().alert().policy_id, "a running alarm keeps its version"


def test_a_policy_that_breaks_a_rule_is_refused_with_the_reason(staff):
    client = staff("mieke")
    assert "Zet minstens één stap" in read(client, f"{POLICY}/regio", 422, **STEPS | {"role_1": "", "role_2": ""})
    assert "geen enkele stap open" in read(client, f"{POLICY}/regio", 422, **STEPS | {"role_1": ""})
    assert "Vul beide uren in" in read(client, f"{POLICY}/regio", 422, **STEPS | {"to_2": ""})
    client.post(f"{POLICY}/regio", {**STEPS, "publiceer": "1"})
    stale = read(client, f"{POLICY}/regio", 422, **STEPS, publiceer="1")
    assert "Mieke Tanghe publiceerde intussen versie 2." in stale
    assert staff("joris").get(f"{POLICY}/regio").status_code == 403
    assert client.get(f"{POLICY}/nergens").status_code == 404


def test_a_policy_for_a_line_with_a_member_without_list_is_refused(staff):
    with of(), connection.cursor() as cursor:
        cursor.execute("UPDATE meldpunt_lastresortdecision SET period = '[2026-10-01,2027-01-01)' WHERE organisation_id = %s", [
            organisation_id("kortrijk")
        ])
    text = read(staff("mieke"), f"{POLICY}/regio", 422, **STEPS, publiceer="1")
    assert "Kortrijk heeft geen laatste vangnet" in text


# --- taking part, and the host (A11) ---------------------------------------------------------------------------

LINES = "/meldpunt/inrichting/wachtlijn"
JOIN = {"since": "2027-05-03", "decision_reference": "gemeenteraad", "agreement_reference": "overeenkomst"}


def a_list_for(slug):
    from nabij.modules.meldpunt.actions import last_resort
    from nabij.modules.meldpunt.rules.last_resort import Kind, Place

    with of(slug):
        last_resort.publish_list(
            organisation_id=organisation_id(slug), places=[Place(Office.MAYOR, Kind.PERSON, "Mens", "+32470000401")], reference="x",
            decided_on=date(2027, 3, 1), since=date(2027, 4, 1),
        )  # fmt: skip


def test_joining_without_an_agreement_on_data_is_refused_by_form_action_and_database(staff, line):
    a_list_for("wervik")
    client = staff("bart", "wervik")
    assert "Doe mee met uw gemeente" in read(client, LINES)
    text = read(client, f"{LINES}/regio/deelname", 422, **JOIN | {"agreement_reference": " "})
    assert "Noem de overeenkomst over gegevens." in text
    with of("wervik"):
        with pytest.raises(Invalid, match="overeenkomst over gegevens"):
            participation.join_line(organisation_id=organisation_id("wervik"), line=line, since=date(2027, 5, 3),
                                    decision_reference="x", agreement_reference="")  # fmt: skip
        for column in ("agreement_reference", "decision_reference"):
            with pytest.raises(IntegrityError), transaction.atomic():
                DutyParticipation.objects.create(
                    organisation_id=organisation_id("wervik"), line=line, line_organisation_id=line.organisation_id,
                    period=DateRange(date(2027, 5, 3), None), **{"agreement_reference": "x", "decision_reference": "x"} | {column: ""},
                )  # fmt: skip
    assert client.post(f"{LINES}/regio/deelname", JOIN).status_code == 302
    text = read(client, LINES)
    assert "Doet mee vanaf" in text and "maandag 3 mei 2027" in text
    assert "antwoordt dan al voor uw gemeente" in read(client, f"{LINES}/regio/deelname", 422, **JOIN)


def test_only_the_municipality_itself_joins_also_in_the_database(acting, line):
    with acting("griet"), pytest.raises(Refused, match="Alleen Wervik beslist voor Wervik"):
        participation.join_line(organisation_id=organisation_id("wervik"), line=line, since=date(2027, 5, 3), decision_reference="x",
                                agreement_reference="x")  # fmt: skip
    with acting("griet"), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        DutyParticipation.objects.create(
            organisation_id=organisation_id("wervik"), line=line, line_organisation_id=line.organisation_id, decision_reference="x",
            agreement_reference="x", period=DateRange(date(2027, 5, 3), None),
        )  # fmt: skip


def test_joining_needs_a_list_of_last_resort_on_that_day(staff):
    text = read(staff("bart", "wervik"), f"{LINES}/regio/deelname", 422, **JOIN)
    assert "heeft uw gemeente nog geen laatste vangnet" in text


def test_the_host_of_the_line_is_visible_and_moves_by_a_decision(staff, line):
    assert "Kortrijk: een melding zonder plaats" in read(staff("griet"), LINES)
    client, waregem = staff("mieke"), organisation_id("waregem")
    assert "Noem het besluit" in read(client, f"{LINES}/regio/gastheer", 422, host=str(waregem), decision_reference="")
    assert client.post(f"{LINES}/regio/gastheer", {"host": waregem, "decision_reference": "Conferentie, maart 2027"}).status_code == 302
    text = read(staff("griet"), LINES)
    assert "Waregem: een melding zonder plaats" in text and "Kortrijk sinds" in text and "Conferentie, maart 2027" in text
    assert Organisation.objects.get(slug=REGION).host_id == waregem
    assert staff("griet").get(f"{LINES}/regio/gastheer").status_code == 403


def test_a_host_without_a_decision_or_by_another_organisation_is_refused(acting, line):
    kuurne = organisation_id("kuurne")
    with acting("griet"), pytest.raises(Refused):
        participation.move_host(line=line, host_id=kuurne, decision_reference="x")
    with acting("mieke"), pytest.raises(Invalid, match="Kies een gemeente"):
        participation.move_host(line=line, host_id=0, decision_reference="x")
    with acting("griet"), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="outside this scope"), transaction.atomic():
            cursor.execute("SELECT nabij.move_line_host(%s, %s)", [line.organisation_id, kuurne])
    with of(REGION), connection.cursor() as cursor:
        with pytest.raises(IntegrityError, match="no decision names"), transaction.atomic():
            cursor.execute("SELECT nabij.move_line_host(%s, %s)", [line.organisation_id, kuurne])
        with pytest.raises(ProgrammingError), transaction.atomic():
            LineHost.objects.update(host_id=kuurne)


# --- who was called (A5) ---------------------------------------------------------------------------------------

CALL = {"office": "mayor", "channel": "call", "on": "2027-03-29", "hour": "21.40", "about": "wateroverlast"}


def test_a_mayor_notes_a_direct_call_and_the_month_counts_it(staff, line):
    client = staff("rik")
    lendelede = organisation_id("lendelede")
    assert client.post("/wacht/bestuur/nieuw", {**CALL, "municipality": lendelede}).status_code == 302
    with of("lendelede"):
        row = LastResortContact.objects.order_by("-recorded_at").first()
        assert (row.office, row.way, row.channel, row.line_id) == ("mayor", "direct", "call", None)
        assert counted.own(lendelede, date(2027, 3, 27), date(2027, 3, 30)).mayor == 4
    text = read(client, "/wacht/bestuur?bewaard=oproep")
    assert "De oproep is genoteerd" in text and "Vroeger: 2 oproepen in een gewone maand" in text
    assert "Vóór de wachtlijn telden 10 gemeenten samen 119 oproepen" in text


def test_the_coordinator_notes_a_call_for_a_municipality_which_reads_it_too(staff, line):
    kuurne, march = organisation_id("kuurne"), date(2027, 3, 1)
    assert staff("mieke").post("/wacht/bestuur/nieuw", {**CALL, "municipality": kuurne}).status_code == 302
    with of("kuurne"):
        assert counted.own(kuurne, march, date(2027, 4, 1)).mayor == 1
        assert counted.of_the_line(line, march, Office.MAYOR) == 1
    assert "Burgemeester en directeur staan samen" in read(staff("mieke"), "/wacht/bestuur")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"on": "2027-04-02"}, "in de toekomst"), ({"on": "2026-12-01"}, "meer dan twee maanden geleden"),
        ({"office": ""}, "Kies wie gebeld werd."), ({"hour": "straks"}, "Schrijf een uur als 22:15."),
        ({"municipality": "1"}, "ongeldig"),
    ],
)  # fmt: skip
def test_a_call_that_cannot_be_is_refused_with_a_sentence(staff, changed, sentence):
    sent = {**CALL, "municipality": organisation_id("lendelede")} | changed
    text = read(staff("rik"), "/wacht/bestuur/nieuw", 422, **sent)
    assert sentence in text or "municipality" in changed


def test_another_municipality_notes_nothing_and_only_sums_leave_the_database(acting, line):
    lendelede = organisation_id("lendelede")
    with acting("griet"), pytest.raises(Refused, match="Alleen Lendelede of de coördinator"):
        contacted.log_direct_call(municipality_id=lendelede, office=Office.MAYOR, channel=Channel.CALL, at=clock.now())
    with acting("griet"):
        assert not LastResortContact.objects.filter(municipality_id=lendelede).exists()
        rows = counted.figures(line, date(2026, 10, 1), date(2027, 5, 1))
        assert rows and {row.municipality_id for row in rows} == {None}
    with acting("mieke"):
        rows = counted.figures(line, date(2026, 10, 1), date(2027, 5, 1))
        assert all(row.office == "" for row in rows if row.municipality_id), "per municipality never per office: that is a person"


def test_no_column_of_the_contact_log_can_name_who_was_called():
    names = {field.name for field in LastResortContact._meta.get_fields()}
    assert not names & {"name", "number", "person", "account", "recipient"}


def test_the_figure_reaches_the_programme_with_what_the_freed_time_is_for(staff):
    with of(REGION):
        project = programme.operating("meldpunt", organisation_id("kuurne"), date(2027, 3, 30))
    text = read(staff("griet"), f"{project.url}/beter")
    assert "Oproepen naar burgemeester of algemeen directeur" in text and "Wachtdienst Zuid-West-Vlaanderen" in text
    assert "Het secretariaat belt overdag zelf terug" in text and "minder" in text and ">119<" in text


# --- the page of a mayor ---------------------------------------------------------------------------------------


def test_the_sentence_of_the_script_comes_from_rows(staff):
    text = read(staff("rik"), "/burgemeester")
    assert (
        "Paasweekend: u kreeg 3 oproepen, uw algemeen directeur 2. Bij de tien gemeenten op de wachtlijn belde niemand een "
        "burgemeester (vorige maand: 1). Lendelede sluit donderdag aan." in text
    )
    with of("lendelede"):
        contacted.log_direct_call(municipality_id=organisation_id("lendelede"), office=Office.MAYOR, channel=Channel.CALL,
                                  at=datetime(2027, 3, 28, 12, tzinfo=UTC))  # fmt: skip
    with of("kuurne"):
        contacted.log_direct_call(municipality_id=organisation_id("kuurne"), office=Office.MAYOR, channel=Channel.CALL,
                                  at=clock.now() - timedelta(minutes=5))  # fmt: skip
    text = read(staff("rik"), "/burgemeester")
    assert "u kreeg 4 oproepen" in text and "belde men 1 keer een burgemeester (vorige maand: 1)" in text


def test_sixth_and_last_with_the_names_before_and_how_the_council_changes_it(staff):
    text = read(staff("rik"), "/burgemeester")
    assert "U staat zesde en laatste." in text and "vanaf" in text
    names = ["Joris Vanneste", "Anke Dewulf", "Luc Debaere", "Mieke Tanghe", "An Callens", "Rik Vandorpe"]
    places = [text.index(name, text.index("Wanneer belt men mij nog?")) for name in names]
    assert places == sorted(places) and "dat bent u" in text
    assert "gemeenteraad van 8 maart 2027" in text and "/meldpunt/inrichting/vangnet" in text
    assert "Wat als we stoppen?" in text and "Hoe berekend?" in text and "Wie beslist" in text
    assert "De andere gemeenten merken niets" in text


def test_what_a_mayor_reads_without_a_line_and_what_others_may_not(staff):
    with of("lendelede"):
        DutyParticipation.objects.filter(organisation_id=organisation_id("lendelede")).delete()
    text = read(staff("rik"), "/burgemeester")
    assert "Uw gemeente doet niet mee aan een wachtlijn." in text and "Lendelede doet niet mee" in text
    assert staff("mieke").get("/burgemeester").status_code == 404 and staff("joris").get("/burgemeester").status_code == 403
    assert staff("rik").get("/dossier").status_code in (403, 404)


@pytest.mark.parametrize(
    ("today", "name", "since", "until"),
    [
        (date(2027, 3, 30), "Paasweekend", date(2027, 3, 27), date(2027, 3, 30)),
        (date(2027, 3, 28), "Paasweekend", date(2027, 3, 27), date(2027, 3, 30)),
        (date(2027, 4, 2), "Paasweekend", date(2027, 3, 27), date(2027, 3, 30)),
        (date(2027, 4, 6), "Voorbije weekend", date(2027, 4, 3), date(2027, 4, 5)),
        (date(2027, 5, 18), "Pinksterweekend", date(2027, 5, 15), date(2027, 5, 18)),
    ],
)
def test_which_weekend_a_mayor_reads_about(today, name, since, until):
    assert mayor.last_weekend(today) == mayor.Weekend(name, since, until)


def test_words_of_a_mayor():
    assert mayor.calls_sentence(mayor.last_weekend(date(2027, 4, 6)), 0, 0) == (
        "Voorbije weekend: u kreeg geen oproep, uw algemeen directeur geen."
    )
    assert mayor.line_sentence(1, 2, 0).startswith("Bij de ene gemeente op de wachtlijn belde men 2 keer")
    assert mayor.place_sentence(2, 3) == "U staat tweede van drie." and mayor.place_sentence(1, 1) == "U staat alleen op de lijst."
    assert mayor.number(14) == "14"
