"""Taking a shift over and swapping: one winner, the other reads who; rules of work send it to the planner."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connections
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused, RuleViolation
from nabij.kernel.notices.models import Notice
from nabij.modules.meldpunt.actions import rota, swaps
from nabij.modules.meldpunt.actions.swaps import Stretch
from nabij.modules.meldpunt.models import DutyLine, DutyPerson, RotaOverride, Shift, SwapRequest
from nabij.modules.meldpunt.queries import rota as reading
from nabij.modules.meldpunt.rules.rota import BRUSSELS
from nabij.modules.meldpunt.rules.swaps import TRANSITIONS, SwapEvent, SwapState, after
from nabij.testing.people import acting_as

from .duty_scene import of

PARTNERSHIP = "zuid-west-vlaanderen"


def at(*parts):
    return datetime(*parts, tzinfo=BRUSSELS)


#: Joris' week of 9 to 16 April, on the Saturday: fifteen hours after Anke's own week ends.
SATURDAY, SUNDAY = at(2027, 4, 10, 8), at(2027, 4, 11, 8)


def line():
    return DutyLine.objects.get()


def person(given_name):
    return DutyPerson.objects.get(given_name=given_name)


def part(start=SATURDAY, end=SUNDAY, role="first"):
    return Stretch(line().id, role, start, end)


def on(moment, role="first"):
    return [p.name for p in reading.on_now(line(), moment) if p.role == role]


def third(username="wouter"):
    """Bert, with an account of the story, so that two people can claim one shift."""
    from nabij.kernel.identity.models import Account

    account = Account.objects.get(username=username)
    with of(PARTNERSHIP):
        rota.add_person(
            line=line(), given_name="Bert", family_name="Proef", employer_id=person("Anke").employer_id, account_id=account.pk, methods=[]
        )
    return account


def as_duty_officer(account):
    """A scope as duty officer of Harelbeke for any account."""
    from nabij.kernel.tenancy.queries import tags_of
    from nabij.kernel.tenancy.scope import Actor, scope

    from .duty_scene import organisation_id

    own = organisation_id("harelbeke")
    actor = Actor("person", account.display_name, account.pk, own, permissions=frozenset({"meldpunt.duty.self", "meldpunt.duty.read"}))
    return scope(reading=[own], writing=[own], actor=actor, tags=tags_of(own, clock.today()))


def test_anke_takes_joris_saturday_and_he_is_told(db):
    with acting_as("anke"):
        taken = swaps.take_over(stretch=part(), giver_id=person("Joris").id)
        assert taken.state == SwapState.APPLIED
        assert on(SATURDAY) == ["Anke Dewulf"] and on(SUNDAY) == ["Joris Vanneste"]
        assert on(SATURDAY - timedelta(minutes=1)) == ["Joris Vanneste"]
    with of(PARTNERSHIP):
        (notice,) = Notice.objects.filter(kind="meldpunt.shift_changed")
        assert notice.recipient == "Joris Vanneste" and "Anke Dewulf neemt uw wacht over" in notice.body


def test_giving_back_leaves_no_chain_of_deviations(db):
    with acting_as("anke"):
        swaps.take_over(stretch=part(), giver_id=person("Joris").id)
    with acting_as("joris"):
        swaps.take_over(stretch=part(end=SATURDAY + timedelta(hours=6)), giver_id=person("Anke").id)
        assert on(SATURDAY) == ["Joris Vanneste"] and on(SATURDAY + timedelta(hours=6)) == ["Anke Dewulf"]
    with of(PARTNERSHIP):
        (left,) = RotaOverride.objects.filter(line=line(), role="first", kind="replace")
        assert left.period == DateTimeTZRange(SATURDAY + timedelta(hours=6), SUNDAY)


def test_the_second_who_claims_it_reads_who_has_it(db):
    account = third()
    with acting_as("anke"):
        swaps.take_over(stretch=part(), giver_id=person("Joris").id)
    with as_duty_officer(account), pytest.raises(Invalid, match=r"Anke Dewulf nam deze wachtbeurt al over om 8\.31 uur"):
        swaps.take_over(stretch=part(), giver_id=person("Joris").id)


def test_two_people_at_the_same_moment_one_winner(fresh_database):
    account = third()
    scopes = {"Anke": lambda: acting_as("anke"), "Bert": lambda: as_duty_officer(account)}
    start, outcome = threading.Barrier(2), {}

    def claim(name):
        try:
            with clock.frozen(datetime(2027, 3, 30, 8, 31)), scopes[name]():  # noqa: DTZ001
                start.wait()
                swaps.take_over(stretch=part(), giver_id=person("Joris").id)
                outcome[name] = "won"
        except Invalid as refused:
            outcome[name] = refused.sentence_nl
        finally:
            connections.close_all()

    threads = [threading.Thread(target=claim, args=[name]) for name in scopes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = next(name for name, said in outcome.items() if said == "won")
    loser = next(name for name in outcome if name != winner)
    with of(PARTNERSHIP):
        assert str(person(winner)) in outcome[loser]
        assert on(SATURDAY) == [str(person(winner))]
        assert SwapRequest.objects.filter(state="applied").count() == 1


def test_a_rule_of_work_blocks_an_act_of_ones_own(db):
    with acting_as("anke"):
        with pytest.raises(Invalid, match="11 uur"):
            swaps.take_over(stretch=part(at(2027, 4, 10, 0), at(2027, 4, 10, 12)), giver_id=person("Joris").id)
        with pytest.raises(Invalid, match="140 uur"):
            swaps.take_over(stretch=part(at(2027, 4, 9, 17), at(2027, 4, 12, 8)), giver_id=person("Joris").id)
        swaps.report_absence(start=at(2027, 4, 10, 0), end=at(2027, 4, 12, 0))
        with pytest.raises(Invalid, match="afwezig"):
            swaps.take_over(stretch=part(), giver_id=person("Joris").id)


def test_ask_offer_accept_with_a_return(db):
    with acting_as("joris"):
        asked = swaps.ask(stretch=part(), message="communiefeest")
        with pytest.raises(Invalid, match="al voor"):
            swaps.ask(stretch=part(end=SATURDAY + timedelta(hours=1)))
        with pytest.raises(Invalid, match="uw eigen vraag"):
            swaps.offer(request_id=asked.id)
    back = Stretch(asked.line_id, "first", at(2027, 4, 4, 8), at(2027, 4, 5, 8))
    with acting_as("anke"):
        swaps.offer(request_id=asked.id, returned=back)
        with pytest.raises(Refused):
            swaps.accept(request_id=asked.id)
    with acting_as("joris"):
        done = swaps.accept(request_id=asked.id)
        assert done.state == SwapState.APPLIED and done.blocked == ""
        assert on(SATURDAY) == ["Anke Dewulf"] and on(back.start) == ["Joris Vanneste"]
        with pytest.raises(RuleViolation, match="geruild"):
            swaps.withdraw(request_id=asked.id)


def test_an_accepted_swap_that_breaks_a_rule_waits_for_the_planner(db):
    with acting_as("joris"):
        asked = swaps.ask(stretch=part(at(2027, 4, 9, 17), at(2027, 4, 12, 8)))
    with acting_as("anke"):
        swaps.offer(request_id=asked.id)
    with acting_as("joris"):
        waiting = swaps.accept(request_id=asked.id)
        assert waiting.state == SwapState.ACCEPTED and "140 uur" in waiting.blocked
        assert on(SATURDAY) == ["Joris Vanneste"]
        with pytest.raises(Refused):
            swaps.decide(request_id=asked.id, agreed=True)
    with acting_as("mieke"):
        assert swaps.decide(request_id=asked.id, agreed=True).state == SwapState.APPLIED
        assert on(SATURDAY) == ["Anke Dewulf"]


def test_nothing_is_answered_after_the_shift_began(db, still_clock):
    with acting_as("joris"):
        asked = swaps.ask(stretch=part())
        with pytest.raises(Invalid, match="voorbij"):
            swaps.ask(stretch=part(at(2027, 3, 29, 8), at(2027, 3, 29, 9)))
    still_clock.forward(SATURDAY - clock.now())
    with acting_as("anke"), pytest.raises(Invalid, match="al begonnen"):
        swaps.offer(request_id=asked.id)
    with of(PARTNERSHIP):
        from nabij.modules.meldpunt.actions import rota_check

        rota_check.daily(line())
        assert SwapRequest.objects.get(id=asked.id).state == SwapState.EXPIRED


def test_leave_says_which_shifts_still_need_somebody(db):
    with acting_as("joris"):
        shifts = swaps.report_absence(start=at(2027, 4, 12, 0), end=at(2027, 4, 14, 0))
        assert {(s.role, str(s.person)) for s in shifts} == {("first", "Joris Vanneste")}
        with pytest.raises(Invalid, match="al door"):
            swaps.report_absence(start=at(2027, 4, 13, 0), end=at(2027, 4, 15, 0))


def test_who_is_on_no_list_arranges_nothing(db):
    with acting_as("mieke"), pytest.raises(Refused):
        swaps.ask(stretch=part())


@pytest.mark.parametrize("state", SwapState)
@pytest.mark.parametrize("event", SwapEvent)
def test_final_states_stay_final(state, event):
    if (state, event) in TRANSITIONS:
        assert state in (SwapState.OPEN, SwapState.OFFERED, SwapState.ACCEPTED)
        return
    with pytest.raises(RuleViolation):
        after(state, event)


def test_shifts_hold_nobody_twice(db):
    with of(PARTNERSHIP):
        assert Shift.objects.filter(line=line(), role="first", period__contains=SATURDAY).count() == 1
