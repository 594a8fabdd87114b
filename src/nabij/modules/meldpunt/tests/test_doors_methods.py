"""Own telephones: a code proves them, a button tries them, and who is planned keeps one that rings at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.connect.sms import gateway, provider_named
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid
from nabij.kernel.notices.ports import Temporary
from nabij.modules.meldpunt import doors_clock
from nabij.modules.meldpunt.actions import answers, rota
from nabij.modules.meldpunt.models import ContactMethod, DutyCall, DutyLine, MethodDelay
from nabij.modules.meldpunt.queries.chain import chain_for
from nabij.modules.meldpunt.rules import methods as rules
from nabij.modules.meldpunt.rules.methods import Reach

from .duty_scene import JORIS, of, organisation_id, rung
from .report_scene import seen
from .test_doors_handover import line_owner

pytestmark = pytest.mark.usefixtures("own_gateway")
PAGE = "/wacht/mij/toestellen"
NEW = "+32470000077"


@pytest.fixture
def joris(staff):
    return staff("joris")


def method(number_or_kind):
    with line_owner():
        rows = ContactMethod.objects.filter(person__given_name="Joris").order_by("-rule_no")
        return rows.first() if number_or_kind == "new" else rows.get(kind=number_or_kind)


def code_sent():
    doors_clock.deliver(clock.now())
    return re.search(r"code voor de wachtdienst is ([\d ]+)\.", gateway.messages()[0].text)[1].replace(" ", "")


def test_add_prove_and_only_then_is_it_paged(joris):
    assert joris.post(PAGE, {"soort": "sms", "adres": "0470 00 00 77"}).status_code == 302
    code = code_sent()
    assert (NEW, "sms-1") in rung()
    assert "niet bevestigd" in seen(joris.get(PAGE))
    with of():
        before = chain_for(organisation_id("kortrijk"), clock.now()).people["first"][0].rules
    answer = joris.post(f"{PAGE}/bewijs", {"toestel": method("new").id, "code": code})
    assert "bevestigd" in seen(answer) and answer.status_code == 200
    with of():
        after = chain_for(organisation_id("kortrijk"), clock.now()).people["first"][0].rules
    assert len(after) == len(before) + 1
    with line_owner():
        assert not DutyCall.objects.filter(purpose="code", text__contains=code).exists(), "a code that left is not kept"


def test_a_wrong_code_is_counted_and_five_end_it(joris):
    joris.post(PAGE, {"soort": "voice", "adres": "0470 00 00 77"})
    code = code_sent()
    wrong = "000000" if code != "000000" else "111111"
    said = [seen(joris.post(f"{PAGE}/bewijs", {"toestel": method("new").id, "code": wrong})) for _ in range(5)]
    assert all("klopt niet" in page for page in said)
    late = joris.post(f"{PAGE}/bewijs", {"toestel": method("new").id, "code": code})
    assert "te vaak fout" in seen(late) and method("new").verified_at is None


def test_a_code_lasts_ten_minutes(joris, still_clock):
    joris.post(PAGE, {"soort": "sms", "adres": "0470 00 00 77"})
    code = code_sent()
    still_clock.forward(timedelta(minutes=11))
    assert "verlopen" in seen(joris.post(f"{PAGE}/bewijs", {"toestel": method("new").id, "code": code}))


def test_codes_are_not_sent_endlessly(joris):
    joris.post(PAGE, {"soort": "sms", "adres": "0470 00 00 77"})
    answers_ = [joris.post(f"{PAGE}/code", {"toestel": method("new").id}).status_code for _ in range(rules.PER_HOUR)]
    assert answers_[-1] == 429 and answers_[0] == 200


def test_mail_is_a_way_too_and_says_honestly_that_it_gives_no_receipt(joris):
    assert joris.post(PAGE, {"soort": "email", "adres": "niet-goed"}).status_code == 422
    assert joris.post(PAGE, {"soort": "email", "adres": "joris@voorbeeld.be"}).status_code == 302
    doors_clock.deliver(clock.now())
    with pytest.raises(Temporary):
        provider_named("e-mail").status("x")
    with line_owner():
        assert DutyCall.objects.get(purpose="code").state == "sent"


def test_the_test_button_and_its_answer(joris):
    assert joris.post(f"{PAGE}/proef", {"toestel": method("sms").id}).status_code == 200
    doors_clock.deliver(clock.now())
    assert (JORIS, "sms-1") in rung()
    assert answers.hear(provider="sms-1", sender=JORIS, text="1").done


def test_delays_per_urgency_and_the_last_one_that_rings_at_once_stays(joris):
    sms = method("sms").id
    assert "9.000" in seen(joris.post(f"{PAGE}/wachttijd", {"toestel": sms, "alarm": "9001", "minder": "0"}))
    assert joris.post(f"{PAGE}/wachttijd", {"toestel": sms, "alarm": "0", "minder": "30"}).status_code == 200
    with line_owner():
        assert MethodDelay.objects.get(method_id=sms).minutes == 30
    refused = joris.post(f"{PAGE}/wachttijd", {"toestel": sms, "alarm": "3", "minder": "3"})
    assert refused.status_code == 403 and "in het rooster" in seen(refused) and method("sms").delay_minutes == 0
    assert joris.post(f"{PAGE}/verwijdering", {"toestel": sms}).status_code == 403
    voice = method("voice").id
    assert joris.post(f"{PAGE}/wachttijd", {"toestel": voice, "alarm": "0", "minder": "0"}).status_code == 200
    assert joris.post(f"{PAGE}/verwijdering", {"toestel": sms}).status_code == 200


def test_nobody_touches_the_telephone_of_another(joris, staff):
    assert staff("anke").post(f"{PAGE}/verwijdering", {"toestel": method("sms").id}).status_code == 404
    assert staff("delphine").get(PAGE).status_code == 403
    assert "0470 00 00 42" not in seen(staff("anke").get(PAGE)) and JORIS not in seen(staff("anke").get(PAGE))


def test_who_has_no_telephone_cannot_be_planned(db):
    with line_owner():
        line = DutyLine.objects.get(slug="regio")
        bare = rota.add_person(
            line=line, given_name="Kaat", family_name="Zonder", employer_id=organisation_id("kuurne"), account_id=None, methods=[]
        )
        with pytest.raises(Invalid, match="Kaat Zonder kan nog niet van wacht"):
            rota.set_rotation(line=line, role="backup", start_local="2027-04-02T17:00", people=[bare])


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9000)), max_size=6))
def test_plannable_is_one_proven_method_without_delay(rows):
    assert rules.plannable(Reach(*row) for row in rows) == ((True, 0) in rows)
