"""The voice code of a partner: recognised on a night number and by a colleague; shown once, replaced, withdrawn, never tried at length."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from nabij.connect.voice.stub import Exchange
from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.calendar import clock
from nabij.kernel.errors import RuleViolation
from nabij.modules.meldpunt import engine
from nabij.modules.meldpunt.actions import answers, night, partners
from nabij.modules.meldpunt.models import Alert, NightCall, PartnerDoor, PartnerUse, Report, ReporterContact
from nabij.modules.meldpunt.pages.alarm import signature
from nabij.modules.meldpunt.pages.night import take
from nabij.modules.meldpunt.rules import partners as rules

from .duty_scene import JORIS, of
from .report_scene import seen
from .test_doors_partner import issued, region

pytestmark = pytest.mark.usefixtures("own_gateway")
__all__ = ["issued"]
CALLER, KORTRIJK, WRONG = "+32470000077", "+3256000905", "00000000"


@pytest.fixture
def code(issued):
    with region():
        return partners.issue_voice(door_id=issued.door.id).figures


def ring(*keys, outcomes=("no_answer",), caller=CALLER):
    exchange = Exchange(
        post=lambda body: take("centrale", body, signature("voice-centrale", body))[1], caller=caller, called=KORTRIJK, outcomes=outcomes,
        keys=keys,
    )  # fmt: skip
    return [text for _, text in exchange.ring()], exchange.key


def the_call(key):
    with of():
        return NightCall.objects.get(call_key=key)


def uses(issued):
    with region():
        return PartnerUse.objects.filter(door=issued.door)


def test_the_code_sets_off_the_alarm_at_once_and_the_next_call_hears_who_took_it(issued, code):
    heard, key = ring(code)
    assert any("Welkom, Politiezone Proef. Het alarm vertrekt nu." in line for line in heard)
    assert "ten laatste om 8.4" in heard[-1] and "Bel opnieuw met uw code" in heard[-1]
    call = the_call(key)
    assert (call.state, call.partner_name) == ("missed", "Politiezone Proef")
    with of():
        report = Report.objects.get(channel="partner")
        assert (report.urgency, report.entered_by) == ("acute", "Politiezone Proef")
        assert Alert.objects.filter(incident__report=report).count() == 1
        assert ReporterContact.objects.get(report=report).phone
    with region():
        assert [use.code for use in uses(issued)] == [report.code]
    engine.tick(clock.now())
    waiting, _ = ring(code)
    assert "Nog niemand nam het" in waiting[-1] and "Druk 1 voor een nieuwe melding" in waiting[-1]
    assert answers.hear(provider="sms-1", sender=JORIS, text="1").done
    taken, second = ring(code)
    assert "Joris Vanneste nam dit om 8.3" in taken[-1]
    night.hear(provider="centrale", event=night.Event("hangup", second, CALLER, KORTRIJK))
    assert the_call(second).state == "ended", "who only asked is not rung back"
    with region():
        assert uses(issued).count() == 1


def test_key_one_after_the_receipt_is_a_new_report_and_the_one_who_answers_has_it(issued, code):
    ring(code)
    _heard, key = ring(code, "1", outcomes=("answered",))
    call = the_call(key)
    assert (call.state, call.answered_by) == ("forwarded", "Joris Vanneste")
    with of():
        assert Alert.objects.get(id=call.alert).taken_by == "Joris Vanneste"
    with region():
        assert uses(issued).count() == 2


def test_a_hidden_number_is_rung_back_on_the_fixed_one(issued, code):
    ring(code, caller="")
    with of():
        report = Report.objects.get(channel="partner")
        assert "verborgen" not in report.text
        assert ReporterContact.objects.get(report=report).phone


def test_a_wrong_code_rings_as_for_anybody_and_is_on_record(issued):
    heard, key = ring(WRONG)
    assert any("Deze code kennen we niet" in line for line in heard)
    assert the_call(key).partner is None
    with of():
        assert not Report.objects.filter(channel="partner").exists()
        assert AuditEntry.objects.filter(verb="meldpunt.partner.voice_refused", result="refused").exists()


def test_after_three_wrong_ones_in_a_call_and_ten_in_a_quarter_no_code_is_looked_at(issued, code, still_clock):
    _heard, key = ring(WRONG, WRONG, WRONG, code)
    assert the_call(key).partner is None, "the fourth is not looked at, right or wrong"
    for _ in range(3):
        ring(WRONG, WRONG, WRONG)
    _heard, key = ring(code)
    assert the_call(key).partner is None
    still_clock.forward(timedelta(minutes=16))
    _heard, key = ring(code)
    assert the_call(key).partner == issued.door.id


def test_withdrawn_replaced_and_closed_codes_are_nobodys(issued, code):
    with region():
        second = partners.issue_voice(door_id=issued.door.id).figures
        assert PartnerDoor.objects.get(id=issued.door.id).voice_hash not in (code, second)
    assert the_call(ring(code)[1]).partner is None, "a new code ends the old one"
    assert the_call(ring(second)[1]).partner == issued.door.id
    with region():
        partners.withdraw_voice(door_id=issued.door.id)
        partners.withdraw_voice(door_id=issued.door.id)
    assert the_call(ring(second)[1]).partner is None
    with region():
        third = partners.issue_voice(door_id=issued.door.id).figures
        partners.withdraw(door_id=issued.door.id)
        with pytest.raises(RuleViolation, match="gesloten"):
            partners.issue_voice(door_id=issued.door.id)
    assert the_call(ring(third)[1]).partner is None, "the code ends with the access"
    with region():
        verbs = set(AuditEntry.objects.filter(verb__startswith="meldpunt.partner.voice").values_list("verb", flat=True))
        assert {"meldpunt.partner.voice_issued", "meldpunt.partner.voice_withdrawn", "meldpunt.partner.voice_recognised"} <= verbs
        assert all(figures not in str(vars(entry)) for entry in AuditEntry.objects.all() for figures in (code, second, third))
        with pytest.raises(IntegrityError), transaction.atomic():
            PartnerDoor.objects.filter(id=issued.door.id).update(voice_issued_by="")


def test_the_coordinator_makes_it_sees_it_once_replaces_and_withdraws(issued, staff):
    mieke, page = staff("mieke"), f"/wacht/partners/{issued.door.id}/stemcode"
    assert "nog geen stemcode" in seen(mieke.get(page))
    made = mieke.post(page)
    figures = re.search(r"<code>(\d{4} \d{4})</code>", seen(made))[1]
    assert "maar één keer" in seen(made) and "no-store" in made["Cache-Control"]
    assert figures not in seen(mieke.get(page)) and "Vervang de code" in seen(mieke.get(page))
    found = staff("joris").post("/wacht/stemcode", {"stemcode": figures})
    assert "Politiezone Proef" in seen(found) and "056 00 03 01" in seen(found)
    assert mieke.post(page, {"weg": "1"}).status_code == 302
    assert "van niemand" in seen(staff("joris").post("/wacht/stemcode", {"stemcode": figures}))
    assert staff("joris").get(page).status_code == 403 and staff("joris").post(page).status_code == 403


def test_a_colleague_who_tries_codes_is_stopped_and_each_try_is_on_record(issued, code, staff):
    joris = staff("joris")
    answers_ = [joris.post("/wacht/stemcode", {"stemcode": f"1234 {number:04d}"}).status_code for number in range(31)]
    assert answers_[0] == 422 and answers_[-1] == 429
    with of("zwevegem"):
        assert AuditEntry.objects.filter(verb="meldpunt.partner.recognise", result="refused").count() == 30
    assert staff("hilde").get("/wacht/stemcode").status_code in (403, 404)


@given(st.text(max_size=20))
def test_figures_are_eight_or_nothing(typed):
    found = rules.voice_figures(typed)
    assert found == "" or (len(found) == 8 and found.isdigit())


@given(st.integers(0, 99_999_999), st.sampled_from(["{0} {1}", "{0}-{1}", "{0}{1}#", " {0}.{1} "]))
def test_figures_are_read_as_people_key_and_say_them(number, shape):
    figures = f"{number:08d}"
    assert rules.voice_figures(shape.format(figures[:4], figures[4:])) == figures
    assert rules.voice_grouped(figures).replace(" ", "") == figures
