"""Taking in and moving a report, on a real database, through the actions that every door calls."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound, Refused, RuleViolation, Stale
from nabij.kernel.events.models import Event
from nabij.kernel.notices.models import Notice
from nabij.kernel.tenancy.scope import ANONYMOUS, scope, system
from nabij.modules.meldpunt.actions.catalogue import load_catalogue
from nabij.modules.meldpunt.actions.contacts import reveal_contact
from nabij.modules.meldpunt.actions.report import create_report
from nabij.modules.meldpunt.actions.steps import StepGiven, change_state, move_by_reporter
from nabij.modules.meldpunt.models import Alert, Incident, Report, ReporterContact, StatusChange
from nabij.modules.meldpunt.queries import reports
from nabij.modules.meldpunt.queries.intake import assess
from nabij.modules.meldpunt.queries.limits import limits
from nabij.modules.meldpunt.rules import codes
from nabij.modules.meldpunt.rules import report_states as states
from nabij.modules.meldpunt.rules.form import Contact, NewReport, Typed
from nabij.modules.meldpunt.rules.report_states import State, Who

pytestmark = pytest.mark.django_db


def visiting(organisation_id: int) -> Any:
    """The scope of a public page that is posted to."""
    return scope(reading=[organisation_id], writing=[organisation_id], actor=ANONYMOUS, organisation_id=organisation_id)


def made(organisation_id: int, text: str = "losse tegel", place: str = "achter de sporthal", **more: Any) -> Report:
    typed = {key: more.pop(key) for key in list(more) if key in Typed.__slots__}
    new = NewReport(Typed(text, place, **typed), **more)
    return create_report(organisation_id=organisation_id, report=new)


def full(to: State, kept: str = "") -> StepGiven:
    """Everything that any state asks."""
    return StepGiven("tekst", "nota", "spam", date(2027, 4, 2), "firma", kept)


# --- taking in -----------------------------------------------------------------------------------------------------


def test_a_report_stands_with_log_audit_event_and_a_number_of_its_municipality(organisations: dict[str, int]) -> None:
    with visiting(organisations["kortrijk"]):
        report = made(organisations["kortrijk"])
        connection.check_constraints()
        assert report.code.startswith("KOR") and codes.is_valid(report.code)
        assert [(c.from_state, c.to_state) for c in reports.changes(report)] == [("", "received")]
        assert (
            AuditEntry.objects.filter(verb="meldpunt.report.received", object_key__endswith=str(report.id)).count() == 1
        )
        event = Event.objects.get(type="report.received", subject__endswith=str(report.id))
        assert "tegel" not in str(event.data)
        assert report.urgency == "normal" and not Incident.objects.filter(report=report).exists()


def test_the_promise_counts_working_days_of_the_category(organisations: dict[str, int]) -> None:
    with visiting(organisations["kortrijk"]):
        # Tuesday 30 March 2027 + 5 working days: Easter Monday lies before it, so Tuesday 6 April.
        assert made(organisations["kortrijk"]).answer_by == date(2027, 4, 6)


@pytest.mark.parametrize(("answer", "urgency"), [("", "acute"), ("yes", "acute"), ("no", "high")])
def test_a_danger_word_opens_an_alarm_in_the_same_transaction(
    organisations: dict[str, int], answer: str, urgency: str
) -> None:
    with visiting(organisations["kortrijk"]):
        report = made(organisations["kortrijk"], "Ik ruik een gasgeur", danger_answer=answer)
        assert report.urgency == urgency
        alerts = Alert.objects.filter(incident__report=report).count()
        assert alerts == (1 if urgency == "acute" else 0)


def test_the_category_and_the_answer_raise_too(organisations: dict[str, int]) -> None:
    with visiting(organisations["kortrijk"]):
        assert made(organisations["kortrijk"], "het ruikt raar", service_code="gasgeur").urgency == "acute"
        assert made(organisations["kortrijk"], "losse tegel", danger_answer="yes").urgency == "acute"
        assert made(organisations["kortrijk"], "de straat staat onder water", service_code="andere").urgency == "high"


def test_a_report_about_the_neighbour_is_written_there_and_told_in_both_logs(organisations: dict[str, int]) -> None:
    with visiting(organisations["kortrijk"]):
        report = made(organisations["kortrijk"], place="Marktstraat, Zwevegem")
        assert report.organisation_id == organisations["zwevegem"]
        assert report.code.startswith("ZWE") and report.came_through_id == organisations["kortrijk"]
        assert not Report.objects.filter(id=report.id).exists(), "the visitor's scope reads only its own municipality"
        assert AuditEntry.objects.filter(verb="tenancy.scope.switched").exists()
    with scope(reading=[organisations["zwevegem"]], actor=system("test")):
        assert AuditEntry.objects.filter(verb="tenancy.scope.entered").exists()
        assert Report.objects.get(id=report.id).routing_because == "De plaats ligt in Zwevegem."


def test_an_acute_report_about_the_neighbour_alarms_there(organisations: dict[str, int]) -> None:
    with visiting(organisations["kortrijk"]):
        report = made(organisations["kortrijk"], "gaslek", "Marktstraat, Zwevegem")
    with scope(reading=[organisations["zwevegem"]], actor=system("test")):
        assert Alert.objects.filter(incident__report_id=report.id).count() == 1


def test_a_municipality_that_is_not_a_member_leaves_it_with_the_channel(organisations: dict[str, int]) -> None:
    with visiting(organisations["kortrijk"]):
        report = made(organisations["kortrijk"], place="Dorpsplein, Lendelede")
        assert report.organisation_id == organisations["kortrijk"]
        assert report.lies_in_id == organisations["lendelede"] and report.routing == "not_member"


def test_two_possible_municipalities_are_asked_and_the_answer_wins(organisations: dict[str, int]) -> None:
    kortrijk, kuurne = organisations["kortrijk"], organisations["kuurne"]
    with visiting(kortrijk):
        with pytest.raises(Invalid) as asked:
            made(kortrijk, place="op de grens van Kuurne en Kortrijk")
        assert set(asked.value.fields) == {"municipality"}
        assert Report.objects.filter(place_text__startswith="op de grens").count() == 0
        report = made(kortrijk, place="op de grens van Kuurne en Kortrijk", chosen=kuurne)
        assert report.organisation_id == kuurne and "koos Kuurne" in report.routing_because


def test_outside_the_region_is_asked_and_then_kept(organisations: dict[str, int]) -> None:
    with visiting(organisations["kortrijk"]):
        with pytest.raises(Invalid):
            made(organisations["kortrijk"], place="Grote Markt, Roeselare")
        assert made(organisations["kortrijk"], place="Grote Markt, Roeselare", keep_outside=True).routing == "unplaced"


def test_a_second_press_gives_the_same_report(organisations: dict[str, int]) -> None:
    key = uuid4().hex
    with visiting(organisations["kortrijk"]):
        before = Report.objects.count()
        first = made(organisations["kortrijk"], form_key=key)
        second = made(organisations["kortrijk"], form_key=key)
        assert first.id == second.id
        assert Report.objects.count() == before + 1
        assert AuditEntry.objects.filter(object_key__endswith=str(first.id)).count() == 1


@pytest.mark.parametrize(
    "changed", [{"text": "gaslucht"}, {"place": "Marktstraat, Zwevegem"}, {"danger_answer": "yes"}, {"contact": Contact("Kaat")}]
)
def test_the_same_page_with_other_words_is_another_report(organisations: dict[str, int], changed: dict[str, Any]) -> None:
    key = uuid4().hex
    with visiting(organisations["kortrijk"]):
        first, second = (made(organisations["kortrijk"], form_key=key, **more) for more in ({}, changed))
        assert first.id != second.id


def test_what_cannot_be_used_is_told_by_field(organisations: dict[str, int]) -> None:
    with visiting(organisations["kortrijk"]), pytest.raises(Invalid) as refused:
        made(organisations["kortrijk"], "x" * 4_001, "")
    assert set(refused.value.fields) == {"text", "place_text"}


def test_suspect_reports_wait_for_review_but_an_acute_one_still_alarms(organisations: dict[str, int]) -> None:
    with visiting(organisations["kortrijk"]):
        assert made(organisations["kortrijk"], suspect=True).state == State.QUARANTINED
        report = made(organisations["kortrijk"], "gasgeur", suspect=True)
        assert report.state == State.QUARANTINED and Alert.objects.filter(incident__report=report).exists()


def test_create_stays_within_its_query_budget(
    organisations: dict[str, int], django_assert_max_num_queries: Any
) -> None:
    with visiting(organisations["kortrijk"]):
        made(organisations["kortrijk"])
        with django_assert_max_num_queries(20):
            made(organisations["kortrijk"], form_key=uuid4().hex)


def test_an_assessment_of_other_words_is_made_anew(organisations: dict[str, int]) -> None:
    """What the page assessed counts only for exactly these words, here, today."""
    kortrijk = organisations["kortrijk"]
    with visiting(kortrijk):
        harmless = assess(Typed("losse tegel", "achter de sporthal"), channel_id=kortrijk, on=clock.today())
        report = create_report(organisation_id=kortrijk, report=NewReport(Typed("gasgeur", "achter de sporthal")), known=harmless)
        assert report.urgency == "acute"


# --- contact -------------------------------------------------------------------------------------------------------


def test_contact_is_sealed_told_by_its_own_way_and_each_look_is_logged(
    organisations: dict[str, int], acting: Any
) -> None:
    contact = Contact("Kaat Desmet", "+32470000099", "kaat@voorbeeld.example")
    with visiting(organisations["kortrijk"]):
        report = made(organisations["kortrijk"], contact=contact)
        row = ReporterContact.objects.get(report=report)
        assert b"Kaat" not in bytes(row.name) and b"470" not in bytes(row.phone)
        assert Notice.objects.filter(kind="meldpunt.received", subject_key__endswith=str(report.id)).count() == 1
        with pytest.raises(Refused):
            reveal_contact(report_id=report.id)
    with acting("delphine"):
        assert reveal_contact(report_id=report.id) == contact
        assert AuditEntry.objects.filter(verb="meldpunt.contact.revealed").count() == 1


def test_messages_promise_only_what_a_clock_guards(organisations: dict[str, int], acting: Any) -> None:
    contact = Contact("Kaat", "", "kaat@voorbeeld.example")
    with visiting(organisations["kortrijk"]):
        acute = made(organisations["kortrijk"], "gaslucht", contact=contact)
        report = made(organisations["kortrijk"], contact=contact)
        assert "ten laatste" not in Notice.objects.get(subject_key__endswith=str(acute.id)).body
        assert "ten laatste op dinsdag 6 april 2027" in Notice.objects.get(subject_key__endswith=str(report.id)).body
    with acting("delphine"):
        given = StepGiven(public_text="de tegel ligt vast")
        change_state(report_id=report.id, to=State.RESOLVED, row_version=report.row_version, given=given)
        told = Notice.objects.get(kind="meldpunt.changed", subject_key__endswith=str(report.id)).body
        assert "de tegel ligt vast" in told and f"binnen {limits().reopen_days} dagen “Volg uw melding”" in told


# --- moving --------------------------------------------------------------------------------------------------------


def brought_to(report: Report, wanted: State, kept: str) -> Report:
    """Bring a received report to any state along the shortest legal path."""
    paths: list[list[tuple[State, Who]]] = [[]]
    seen = {State(report.state)}
    while paths:
        path = paths.pop(0)
        here = path[-1][0] if path else State(report.state)
        if here is wanted:
            for to, who in path:
                report = stepped(report, to, who, kept)
            return report
        for (origin, to), whos in states.TABLE.items():
            who = next((w for w in (Who.HANDLER, Who.MODERATOR, Who.REPORTER) if w in whos), None)
            if origin is here and to not in seen and who:
                seen.add(to)
                paths.append([*path, (to, who)])
    raise AssertionError(wanted)


def stepped(report: Report, to: State, who: Who, kept: str) -> Report:
    if who is Who.REPORTER:
        return move_by_reporter(report_id=report.id, to=to, reason="weg")
    return change_state(report_id=report.id, to=to, row_version=report.row_version, given=full(to, kept))


REACHABLE = [state for state in State if state is not State.QUARANTINED]


@pytest.mark.parametrize("origin", REACHABLE)
def test_staff_move_only_along_the_table(origin: State, acting: Any, organisations: dict[str, int]) -> None:
    staff = {Who.HANDLER, Who.MODERATOR}
    with acting("delphine"):
        kept = made(organisations["kortrijk"], "andere melding").code
        for to in State:
            report = brought_to(made(organisations["kortrijk"]), origin, kept)
            allowed = staff & states.TABLE.get((origin, to), frozenset())
            # Refusing to reopen leads back to the closed state in which it was asked, and to no other.
            if origin is State.REOPEN_REQUESTED and to in states.ANSWERED:
                asked = StatusChange.objects.filter(report=report).latest("id").from_state
                allowed = allowed if asked == to else set()
            if allowed:
                assert (
                    change_state(report_id=report.id, to=to, row_version=report.row_version, given=full(to, kept)).state
                    == to
                )
            else:
                with pytest.raises(RuleViolation):
                    change_state(report_id=report.id, to=to, row_version=report.row_version, given=full(to, kept))
        connection.check_constraints()


def test_every_pair_is_covered_by_the_table_test() -> None:
    assert len(list(product(REACHABLE, State))) == 13 * 14


def test_the_second_of_two_people_is_told_who_was_first(acting: Any, organisations: dict[str, int]) -> None:
    with acting("delphine"):
        report = made(organisations["kortrijk"])
        change_state(report_id=report.id, to=State.ACCEPTED, row_version=1)
        with pytest.raises(Stale, match=r"Delphine Baert heeft deze melding om 8\.31 uur gewijzigd"):
            change_state(report_id=report.id, to=State.IN_PROGRESS, row_version=1)


def test_a_step_asks_what_it_needs_and_writes_nothing_without_it(acting: Any, organisations: dict[str, int]) -> None:
    with acting("delphine"):
        report = made(organisations["kortrijk"])
        with pytest.raises(Invalid) as lacking:
            change_state(report_id=report.id, to=State.RESOLVED, row_version=1)
        assert set(lacking.value.fields) == {"public_text"}
        assert Report.objects.get(id=report.id).state == State.RECEIVED
        with pytest.raises(Invalid) as unknown:
            change_state(report_id=report.id, to=State.DUPLICATE, row_version=1, given=StepGiven(kept=report.code))
        assert set(unknown.value.fields) == {"kept"}


def test_another_municipality_finds_nothing_and_a_resident_may_not_handle(
    acting: Any, organisations: dict[str, int]
) -> None:
    with acting("delphine"):
        report = made(organisations["kortrijk"])
    with acting("nadine"), pytest.raises(NotFound):
        change_state(report_id=report.id, to=State.ACCEPTED, row_version=1)
    with visiting(organisations["kortrijk"]), pytest.raises(Refused, match="meldpuntoperator"):
        change_state(report_id=report.id, to=State.ACCEPTED, row_version=1)


def test_a_reporter_withdraws_and_asks_again_only_in_time(
    acting: Any, organisations: dict[str, int], still_clock: Any
) -> None:
    with visiting(organisations["kortrijk"]):
        report = made(organisations["kortrijk"])
        with pytest.raises(Invalid):
            move_by_reporter(report_id=report.id, to=State.CANCELLED, reason="")
        assert move_by_reporter(report_id=report.id, to=State.CANCELLED, reason="opgelost").closed_at is not None
        other = made(organisations["kortrijk"])
    with acting("delphine"):
        change_state(report_id=other.id, to=State.RESOLVED, row_version=1, given=StepGiven(public_text="gedaan"))
    still_clock.forward(timedelta(days=15))
    with visiting(organisations["kortrijk"]), pytest.raises(RuleViolation, match="termijn"):
        move_by_reporter(report_id=other.id, to=State.REOPEN_REQUESTED, reason="nog stuk")
    still_clock.forward(timedelta(days=-5))
    with visiting(organisations["kortrijk"]):
        asked = move_by_reporter(report_id=other.id, to=State.REOPEN_REQUESTED, reason="nog stuk")
        assert asked.closed_at is None
        assert asked.answer_by == date(2027, 4, 13), "two working days after Friday 9 April"


# --- reading -------------------------------------------------------------------------------------------------------


def test_the_catalogue_loads_once(organisations: dict[str, int]) -> None:
    region = organisations["zuid-west-vlaanderen"]
    with scope(reading=[region], writing=[region], actor=system("test"), organisation_id=region):
        assert load_catalogue(partnership_id=region) == {"Category": 0, "Redirect": 0, "LexiconTerm": 0, "StormRule": 0}


def test_nearby_reports_come_with_their_distance(acting: Any, organisations: dict[str, int]) -> None:
    kortrijk = organisations["kortrijk"]
    with acting("delphine"):
        found = reports.nearby(kortrijk, latitude=None, longitude=None, locality="Bellegem", now=clock.now(), limit=5)
        assert len(found) == 2 and all(one.metres is not None and one.metres < 500 for one in found)
        assert found[0].metres <= found[1].metres  # type: ignore[operator]
