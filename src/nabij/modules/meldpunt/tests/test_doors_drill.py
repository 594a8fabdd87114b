"""The nightly drill: confirmed, missed and a provider without receipt are three different things; nobody outside is alarmed."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.calendar import clock
from nabij.modules.meldpunt import doors_clock, engine
from nabij.modules.meldpunt.actions import answers
from nabij.modules.meldpunt.models import Alert, DutyCall, Incident
from nabij.modules.meldpunt.queries import drills as queries
from nabij.modules.meldpunt.rules import drills as rules
from nabij.modules.meldpunt.rules.drills import Outcome
from nabij.modules.meldpunt.rules.rota import BRUSSELS

from .duty_scene import ANKE, JORIS, of, rung, sends_per_key, told
from .report_scene import seen
from .test_doors_handover import line_owner

pytestmark = pytest.mark.usefixtures("own_gateway")
EVENING = datetime(2027, 3, 30, 19, 30, tzinfo=BRUSSELS)
LUC, MIEKE = "+32470000051", "+32470000020"


def at(still_clock, moment):
    still_clock.forward(moment - clock.now())
    doors_clock.tick(clock.now())


def outcomes():
    with line_owner():
        return {line.who: line.outcome for line in queries.drills(clock.now()) if line.evening == EVENING.date()}


def test_three_outcomes_stand_on_the_page(staff):
    page = seen(staff("mieke").get("/wacht/proeven"))
    assert "bevestigd" in page and "gemist" in page and "aanbieder zonder ontvangstbewijs" in page
    assert "De coördinator is meteen verwittigd." in page


def test_half_past_seven_one_message_each_and_nobody_outside(still_clock):
    at(still_clock, EVENING - timedelta(seconds=1))
    assert rung() == []
    at(still_clock, EVENING)
    doors_clock.tick(clock.now())
    assert sorted(number for number, _ in rung()) == sorted([JORIS, ANKE, LUC])
    with of():
        before = Alert.objects.count(), Incident.objects.count()
        engine.tick(clock.now())
        assert (Alert.objects.count(), Incident.objects.count()) == before
    assert set(sends_per_key().values()) == {1}


def test_confirmed_and_missed_and_the_coordinator_is_paged_for_the_first_line_only(still_clock, staff):
    at(still_clock, EVENING)
    still_clock.forward(timedelta(minutes=2))
    assert answers.hear(provider="sms-1", sender=ANKE, text="1").done
    at(still_clock, EVENING + timedelta(minutes=15))
    assert outcomes() == {
        "Joris Vanneste": Outcome.MISSED, "Anke Dewulf": Outcome.CONFIRMED, "Luc Debaere": Outcome.MISSED,
    }
    assert MIEKE in {number for number, _ in rung()}
    assert not answers.hear(provider="sms-1", sender="+32470009999", text="1").done
    still_clock.forward(timedelta(hours=13))
    assert "Nachtproef gemist: Joris Vanneste" in seen(staff("mieke").get("/werk"))


def test_the_backup_that_misses_is_a_task_without_a_page(still_clock):
    at(still_clock, EVENING)
    assert answers.hear(provider="sms-1", sender=JORIS, text="1").done
    at(still_clock, EVENING + timedelta(minutes=15))
    assert outcomes()["Anke Dewulf"] is Outcome.MISSED and MIEKE not in {number for number, _ in rung()}


def test_a_provider_without_receipt_is_told_apart(still_clock):
    told("silent")
    at(still_clock, EVENING)
    at(still_clock, EVENING + timedelta(seconds=70))
    at(still_clock, EVENING + timedelta(minutes=15))
    assert set(outcomes().values()) == {Outcome.NO_RECEIPT}


def test_a_dead_provider_is_a_message_that_never_left(still_clock):
    told("dead")
    at(still_clock, EVENING)
    at(still_clock, EVENING + timedelta(minutes=15))
    assert set(outcomes().values()) == {Outcome.FAILED}


def test_the_coordinator_says_what_was_done(still_clock, staff):
    mieke = staff("mieke")
    with line_owner():
        open_one = queries.unhandled(clock.now())[0]
    assert mieke.post("/wacht/proeven", {"proef": open_one.id, "nota": " "}).status_code == 422
    assert mieke.post("/wacht/proeven", {"proef": open_one.id, "nota": "Gebeld: trilstand stond af."}).status_code == 302
    assert "trilstand" in seen(mieke.get("/wacht/proeven"))
    with line_owner():
        assert DutyCall.objects.get(id=open_one.id).handled_by == "Mieke Tanghe"
    assert staff("joris").post("/wacht/proeven", {"proef": open_one.id, "nota": "Ik."}).status_code == 403


def test_who_did_not_confirm_is_seen_by_the_coordinator_and_that_person_only(staff):
    anke, delphine, mieke = (seen(staff(name).get("/wacht/proeven")) for name in ("anke", "delphine", "mieke"))
    assert "Anke Dewulf" in mieke and "Joris Vanneste" in mieke and "gemist" in mieke
    own = anke[anke.index("Uw eigen proeven"):]
    assert "gemist" in own and "Joris Vanneste" not in anke and "bevestigd" in own
    assert "Uw eigen proeven" not in delphine and "gemist" not in delphine
    for page in (anke, delphine, mieke):
        assert "Eerste lijn: 2 van 3 proeven bevestigd" in page and "Achterwacht: 2 van 3 proeven bevestigd" in page
    assert "Vanneste" not in delphine and "Dewulf" not in delphine


def test_no_page_of_the_drill_tells_a_time_of_a_person(staff):
    """Decision 0033: an evening is named, never an hour, and nothing says how fast."""
    for name in ("mieke", "anke", "delphine"):
        page = seen(staff(name).get("/wacht/proeven"))
        persons = page[page.index("Per rol"):page.index("Aanbieders van sms")]
        assert not re.search(r"\d{1,2}[.:]\d{2}(?!\d)", persons), persons
        assert "minuut" not in persons and "minuten" not in persons
    times = [f.name for f in fields(queries.DrillLine) if "datetime" in str(f.type) and f.name != "handled_at"]
    assert times == [] and {f.name for f in fields(queries.RoleCount)} == {"role", "held", "confirmed"}


def test_an_engine_that_died_while_sending_sends_the_same_key(still_clock):
    """The lease passes; the provider is asked by key and knows it: no second message."""
    at(still_clock, EVENING)
    with line_owner():
        DutyCall.objects.filter(purpose="drill", due_at=EVENING).update(
            state="sending", lease_token=DutyCall.objects.first().id, lease_until=datetime(2020, 1, 1, tzinfo=UTC)
        )
    doors_clock.tick(clock.now())
    assert set(sends_per_key().values()) == {1}
    assert len(rung()) == 3


MOMENTS = st.none() | st.integers(0, 3000)


@given(MOMENTS, MOMENTS, MOMENTS, st.booleans(), st.integers(0, 4000))
def test_an_outcome_is_one_and_only_grows_old(sent, delivered, confirmed, failed, now):
    begin = datetime(2027, 3, 30, 17, 30, tzinfo=UTC)

    def moment(seconds):
        return None if seconds is None else begin + timedelta(seconds=seconds)

    found = rules.outcome(
        sent_at=moment(sent), delivered_at=moment(delivered), confirmed_at=moment(confirmed), failed=failed, due_at=begin,
        now=begin + timedelta(seconds=now),
    )  # fmt: skip
    in_time = confirmed is not None and confirmed <= 900
    assert (found is Outcome.CONFIRMED) == in_time
    if now >= 900:
        assert found is not Outcome.RUNNING
    if found is Outcome.NO_RECEIPT:
        assert sent is not None and delivered is None


@given(st.lists(st.integers(), min_size=1, max_size=6), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_every_telephone_has_its_evening(methods, night):
    evenings = [rules.method_of_night(methods, night + timedelta(days=n)) for n in range(len(methods))]
    assert sorted(evenings) == sorted(methods)
