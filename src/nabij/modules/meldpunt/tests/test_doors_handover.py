"""Hand-over: prepared before the change, unread pages both, the outgoing officer stays at most two hours, "Gelezen" ends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from nabij.connect.sms import gateway
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Refused
from nabij.kernel.tenancy.scope import Actor, scope
from nabij.modules.meldpunt import doors_clock
from nabij.modules.meldpunt.actions import answers, handover
from nabij.modules.meldpunt.models import DutyCall, DutyLine, DutyPerson, Handover, Shift
from nabij.modules.meldpunt.queries.chain import chain_for
from nabij.modules.meldpunt.rules import handover as rules
from nabij.modules.meldpunt.rules.rota import BRUSSELS

from .duty_scene import ANKE, JORIS, of, organisation_id, rung
from .report_scene import seen

pytestmark = pytest.mark.usefixtures("own_gateway")
#: The next change of the story: Joris gives the first line to Anke.
CHANGE = datetime(2027, 4, 2, 17, 0, tzinfo=BRUSSELS)
LUC, NELE = "+32470000051", "+32470000052"


def line_owner(**actor):
    owner = organisation_id("zuid-west-vlaanderen")
    who = Actor(kind="system", label=actor.get("label", "proef"), account_id=actor.get("account_id"), permissions=frozenset({"*"}))
    return scope(reading=[owner], writing=[owner], actor=who, tags=[f"partnership:{owner}"], organisation_id=owner)


def at(still_clock, moment):
    still_clock.forward(moment - clock.now())
    doors_clock.tick(clock.now())


def first_line():
    """Whom an alarm in Kortrijk pages first."""
    with of():
        return sorted(person.name for person in chain_for(organisation_id("kortrijk"), clock.now()).people["first"])


def change(role="first"):
    with line_owner():
        return Handover.objects.select_related("longer", "incoming", "outgoing").get(starts_at=CHANGE, role=role)


def on_duty(role):
    """Whom an alarm in Kortrijk pages in a role."""
    with of():
        return sorted(person.name for person in chain_for(organisation_id("kortrijk"), clock.now()).people[role])


def test_unread_pages_both_and_gelezen_ends_it(still_clock, staff):
    at(still_clock, CHANGE - timedelta(hours=1))
    assert first_line() == ["Joris Vanneste"] and change().read_at is None
    at(still_clock, CHANGE + timedelta(minutes=14))
    assert first_line() == ["Anke Dewulf", "Joris Vanneste"] and rung() == []
    at(still_clock, CHANGE + timedelta(minutes=15))
    assert {number for number, _ in rung()} == {JORIS, ANKE, LUC, NELE}
    before = len(rung())
    doors_clock.tick(clock.now())
    assert len(rung()) == before, "each is paged once"
    still_clock.forward(timedelta(minutes=1))
    anke = staff("anke")
    page = seen(anke.get("/wacht/overdracht"))
    assert "Niet gelezen binnen een kwartier" in page and "Gelezen</button>" in page
    assert anke.post("/wacht/overdracht/lezing", {"overdracht": change().id}).status_code == 302
    assert first_line() == ["Anke Dewulf"]
    with line_owner():
        waiting = DutyCall.objects.filter(purpose="handover", subject=str(change().id), state="pending")
        assert not waiting.exists(), "what was not due yet is withdrawn"


def test_backup_and_second_line_are_no_less_the_outgoing_stays_until_it_is_read(still_clock, staff):
    at(still_clock, CHANGE - timedelta(hours=1))
    assert (on_duty("backup"), on_duty("second")) == (["Anke Dewulf"], ["Luc Debaere"])
    at(still_clock, CHANGE + timedelta(minutes=15))
    assert (on_duty("backup"), on_duty("second")) == (["Anke Dewulf", "Joris Vanneste"], ["Luc Debaere", "Nele Verschuere"])
    said = [m.text for m in gateway.messages()]
    assert any("(achterwacht) is nog niet gelezen. Joris Vanneste, open de wachtpagina" in text for text in said)
    assert any("(tweede lijn) is nog niet gelezen. Nele Verschuere, bel Luc Debaere en antwoord dan 1." in text for text in said)
    joris = staff("joris")
    page = seen(joris.get("/wacht/overdracht"))
    assert page.count("Niet gelezen binnen een kwartier") == 3 and page.count("Gelezen</button>") == 1
    assert joris.post("/wacht/overdracht/lezing", {"overdracht": change("first").id}).status_code == 403
    assert joris.post("/wacht/overdracht/lezing", {"overdracht": change("backup").id}).status_code == 302
    assert on_duty("backup") == ["Joris Vanneste"] and first_line() == ["Anke Dewulf", "Joris Vanneste"]


def test_who_has_no_account_reads_by_answering_and_who_goes_ends_nothing(still_clock):
    at(still_clock, CHANGE - timedelta(hours=1))
    at(still_clock, CHANGE + timedelta(minutes=15))
    assert answers.hear(provider="stem-1", sender=LUC, text="1").done
    assert on_duty("second") == ["Luc Debaere", "Nele Verschuere"], "who goes says that the message came, not that it was read"
    assert answers.hear(provider="stem-1", sender=NELE, text="1").done
    assert on_duty("second") == ["Nele Verschuere"] and change("second").read_at is not None
    assert answers.hear(provider="sms-1", sender=ANKE, text="1").done
    assert change("first").read_at is None, "who can open the page reads there"


def test_nobody_reads_and_after_two_hours_the_outgoing_goes_and_the_coordinator_hears_it(still_clock):
    at(still_clock, CHANGE - timedelta(minutes=30))
    at(still_clock, CHANGE + timedelta(hours=1, minutes=59))
    assert "Joris Vanneste" in first_line()
    at(still_clock, CHANGE + timedelta(hours=2))
    assert first_line() == ["Anke Dewulf"]
    assert ("+32470000020", "sms-1") in rung()
    with line_owner():
        assert Handover.objects.filter(starts_at__gte=CHANGE).count() == 3, "an end of two hours is no change of its own"


def test_reading_before_the_shift_lets_the_outgoing_go_on_time(still_clock):
    at(still_clock, CHANGE - timedelta(hours=1))
    still_clock.forward(timedelta(minutes=30))
    with line_owner():
        anke = DutyPerson.objects.get(given_name="Anke")
    with line_owner(account_id=anke.account_id, label="Anke Dewulf"):
        handover.read(handover_id=change().id)
    at(still_clock, CHANGE + timedelta(minutes=1))
    assert first_line() == ["Anke Dewulf"]


def test_only_who_goes_writes_and_only_who_comes_reads(still_clock, staff):
    at(still_clock, CHANGE - timedelta(hours=1))
    sent = {"overdracht": change().id, "tekst": "Rustige week."}
    joris, anke = staff("joris"), staff("anke")
    assert anke.post("/wacht/overdracht/tekst", sent).status_code == 403
    assert joris.post("/wacht/overdracht/lezing", sent).status_code == 403
    assert joris.post("/wacht/overdracht/tekst", sent).status_code == 302
    assert "Rustige week." in seen(anke.get("/wacht/overdracht"))
    assert staff("delphine").post("/wacht/overdracht/lezing", sent).status_code == 403
    assert change().read_at is None
    anke.post("/wacht/overdracht/lezing", sent)
    refused = joris.post("/wacht/overdracht/tekst", {**sent, "tekst": "Nog iets."})
    assert refused.status_code == 403 and "Nog iets." not in change().text


def test_notes_stand_until_somebody_ends_them(staff):
    joris = staff("joris")
    page = seen(joris.get("/wacht/overdracht"))
    assert "Pomp 2" in page and "brug in de Proefstraat" in page
    with line_owner():
        line = DutyLine.objects.get(slug="regio")
    assert joris.post("/wacht/overdracht/notitie", {"lijn": line.id, "nota": " "}).status_code == 422
    assert joris.post("/wacht/overdracht/notitie", {"lijn": line.id, "nota": "Gras is nat."}).status_code == 302
    page = joris.get("/wacht/overdracht").content.decode()
    note = page[: page.index("Voorbij: Gras is nat.")].rsplit('name="nota" value="', 1)[1].split('"')[0]
    joris.post("/wacht/overdracht/notitie-einde", {"nota": note})
    assert "Gras is nat." not in seen(staff("anke").get("/wacht/overdracht"))


def test_the_story_of_friday(staff):
    page = seen(staff("joris").get("/wacht/overdracht"))
    assert "Anke Dewulf aan Joris Vanneste" in page and "gelezen om <time" in page and "17.06 uur" in page
    with line_owner():
        stayed = [s for s in Shift.objects.filter(person__given_name="Anke", role="first") if s.because.startswith("blijft") or True]
        assert any((s.period.upper - s.period.lower) == timedelta(minutes=6) for s in stayed)


def test_an_answer_of_one_is_kept(still_clock):
    at(still_clock, CHANGE - timedelta(minutes=30))
    at(still_clock, CHANGE + timedelta(minutes=15))
    assert answers.hear(provider="sms-1", sender=JORIS, text="1").done
    with line_owner():
        rows = DutyCall.objects.filter(purpose="handover", recipient_name="Joris Vanneste", confirmed_at__isnull=False)
        assert rows.count() == 1


def test_the_database_keeps_one_handover_per_change(still_clock):
    at(still_clock, CHANGE - timedelta(hours=1))
    with line_owner(), pytest.raises(IntegrityError), transaction.atomic():
        one = change()
        said = {"organisation_id": one.organisation_id, "line": one.line, "starts_at": CHANGE, "incoming_id": one.incoming_id}
        Handover.objects.create(**said, role=one.role)
    with line_owner(), pytest.raises(Refused):
        handover.read(handover_id=change().id)


NOW = datetime(2027, 4, 2, 15, tzinfo=UTC)
HOURS = st.integers(-48, 48)


@given(st.lists(st.tuples(st.sampled_from("abc"), HOURS, st.integers(1, 30)), max_size=8))
def test_who_was_on_duty_takes_nothing_over(rows):
    stretches = [rules.Stretch(p, NOW + timedelta(hours=h), NOW + timedelta(hours=h + n)) for p, h, n in rows]
    for found in rules.changes(stretches, NOW):
        assert found.outgoing != found.incoming
        assert NOW - rules.AT_MOST < found.at <= NOW + rules.AHEAD
        assert not any(s.person == found.incoming and s.start < found.at <= s.end for s in stretches)
