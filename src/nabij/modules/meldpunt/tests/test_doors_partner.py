"""The door for partners: twenty seconds, acute, a name on the receipt; a closed door says which number to ring."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.calendar import clock
from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.meldpunt import engine
from nabij.modules.meldpunt.actions import answers, partners
from nabij.modules.meldpunt.models import Alert, PartnerDoor, PartnerUse, Report
from nabij.modules.meldpunt.queries import partners as queries
from nabij.modules.meldpunt.rules import partners as rules

from .duty_scene import JORIS, organisation_id
from .report_scene import hidden, seen

pytestmark = pytest.mark.usefixtures("own_gateway")
HOST = {"host": "localhost:8000", "sec-fetch-site": "same-origin"}
WORDS = {"waar": "Doorniksesteenweg, Spiere-Helkijn", "wat": "Boom op de weg", "bel": "056 00 03 01", "dringend": "nu"}


def region():
    owner = organisation_id("zuid-west-vlaanderen")
    return scope(reading=[owner], writing=[owner], actor=system("proef"), organisation_id=owner)


@pytest.fixture
def issued():
    wish = partners.Wish("Politiezone Proef", "police", organisation_id("kortrijk"), "056 00 03 01", date(2028, 3, 1))
    with region():
        return partners.issue(wish=wish)


@pytest.fixture
def desk():
    return Client(headers=HOST)


def let_in(client, token):
    return client.post("/partner/toegang", {"toegangscode": token})


def told(client, token, **more):
    assert let_in(client, token).headers["Location"] == "/partner"
    key = hidden(client.get("/partner"), "sleutel")
    return client.post("/partner", WORDS | {"sleutel": key} | more)


def test_a_report_is_acute_counted_apart_and_the_receipt_names_the_taker(issued, desk):
    answer = told(desk, issued.token)
    assert answer.status_code == 302
    waiting = desk.get(answer["Location"])
    assert "Nog niemand nam het" in seen(waiting) and waiting.headers["Refresh"] == "10"
    engine.tick(clock.now())
    assert answers.hear(provider="sms-1", sender=JORIS, text="1").done
    taken = desk.get(answer["Location"])
    assert "Joris Vanneste nam dit om 8.3" in seen(taken) and "Refresh" not in taken.headers
    owner = organisation_id("spiere-helkijn")
    with scope(reading=[owner], actor=system("proef")):
        report = Report.objects.get(channel="partner")
        assert (report.urgency, report.entered_by) == ("acute", "Politiezone Proef")
        assert Alert.objects.filter(incident__report=report).count() == 1
    with region():
        listed = next(one for one in queries.doors(organisation_id("zuid-west-vlaanderen"), clock.today()) if one.id == issued.door.id)
        assert (listed.reports, listed.acute) == (1, 1)


def test_the_form_needs_no_script_and_stands_ready_for_the_keyboard(issued, desk):
    let_in(desk, issued.token)
    page = seen(desk.get("/partner"))
    assert "autofocus" in page and 'value="056 00 03 01"' in page and 'value="nu"' in page
    assert page.index('name="waar"') < page.index('name="wat"') < page.index('name="bel"') < page.index('name="dringend"')


def test_sending_twice_is_one_report_and_no_answer_about_urgency_is_acute(issued, desk):
    let_in(desk, issued.token)
    key = hidden(desk.get("/partner"), "sleutel")
    sent = {name: value for name, value in WORDS.items() if name != "dringend"} | {"sleutel": key}
    first, second = (desk.post("/partner", sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    with region():
        assert [use.urgency for use in PartnerUse.objects.filter(door=issued.door)] == ["acute"]


def test_what_can_wait_wakes_nobody(issued, desk):
    answer = told(desk, issued.token, wat="Losse tegel op het voetpad", dringend="wacht")
    assert "kan wachten" in seen(desk.get(answer["Location"]))
    owner = organisation_id("spiere-helkijn")
    with scope(reading=[owner], actor=system("proef")):
        assert not Alert.objects.filter(incident__report__channel="partner").exists()


def test_an_unknown_place_is_never_refused_and_goes_to_the_host(issued, desk):
    assert told(desk, issued.token, waar="weet ik niet").status_code == 302
    with scope(reading=[organisation_id("kortrijk")], actor=system("proef")):
        assert Report.objects.get(channel="partner").routing == "unplaced"


def test_empty_words_come_back_with_everything_typed(issued, desk):
    answer = told(desk, issued.token, wat="")
    assert answer.status_code == 422 and "Doorniksesteenweg" in seen(answer)


def test_a_withdrawn_door_says_so_with_a_number_and_sends_nothing(issued, desk):
    let_in(desk, issued.token)
    with region():
        partners.withdraw(door_id=issued.door.id)
        partners.withdraw(door_id=issued.door.id)
    for answer in (desk.get("/partner"), desk.post("/partner", WORDS), let_in(Client(headers=HOST), issued.token)):
        page = seen(answer)
        assert answer.status_code == 410 and "ingetrokken op dinsdag 30 maart 2027" in page and 'href="tel:' in page
    with region():
        assert not PartnerUse.objects.filter(door=issued.door).exists()
        refused = AuditEntry.objects.filter(verb="meldpunt.partner.report", result="refused")
        assert refused.exists() and all(issued.token not in str(entry.detail) for entry in refused)


def test_a_door_past_its_last_day_is_closed(issued, desk, still_clock):
    let_in(desk, issued.token)
    still_clock.forward(timedelta(days=400))
    assert "liep af op woensdag 1 maart 2028" in seen(desk.get("/partner"))


def test_a_token_opens_nothing_else(issued, desk):
    other = told(desk, issued.token)["Location"].rsplit("/", 1)[1]
    wish = partners.Wish("Fluvia Proef", "fire", organisation_id("kortrijk"), "056 00 03 02", date(2028, 3, 1))
    with region():
        second = partners.issue(wish=wish)
    neighbour = Client(headers=HOST)
    let_in(neighbour, second.token)
    assert neighbour.get(f"/partner/ontvangst/{other}").status_code == 404
    assert "toegangscode" in seen(Client(headers=HOST).get(f"/partner/ontvangst/{other}"))
    for path in ("/wacht", "/wacht/partners", "/meldpunt", "/wacht/blad"):
        assert desk.get(path).status_code == 302, "a token is no account"


def test_the_token_is_not_in_the_database_and_wrong_ones_are_throttled(issued, desk):
    with region():
        row = PartnerDoor.objects.get(id=issued.door.id)
    assert issued.token not in str(vars(row)) and row.token_hash == queries.hash_of(issued.token)
    codes = [let_in(desk, f"nietdezetoegang{number}").status_code for number in range(31)]
    assert codes[0] == 404 and codes[-1] == 429


def test_a_burst_is_stopped_with_a_sentence(issued, desk, monkeypatch):
    monkeypatch.setattr(rules, "PER_QUARTER", 2)
    answers_ = [told(desk, issued.token, wat=f"Boom {number}") for number in range(3)]
    assert [answer.status_code for answer in answers_] == [302, 302, 429]
    assert "Bel de wachtdienst" in seen(answers_[-1])


def test_only_the_coordinator_issues_and_the_address_is_shown_once(staff):
    mieke = staff("mieke")
    sent = {"naam": "Fluvia", "soort": "fire", "nummer": "056 00 03 02", "gemeente": organisation_id("kortrijk")}
    made = mieke.post("/wacht/partners", sent | {"tot_day": "1", "tot_month": "3", "tot_year": "2028"})
    token = re.search(r"<code>([a-z2-9]{26})</code>", seen(made))[1]
    assert "http://localhost:8000/partner" in seen(made) and "maar één keer" in seen(made)
    again = seen(mieke.get("/wacht/partners"))
    assert "Fluvia" in again and token not in again
    assert staff("joris").get("/wacht/partners").status_code == 403
    page = "/wacht/partners/" + re.search(r"/wacht/partners/([0-9a-f-]{36})/intrekking", again)[1] + "/intrekking"
    assert "kan niemand meer melden" in seen(mieke.get(page))
    assert "open" in seen(mieke.get("/wacht/partners")), "looking withdraws nothing"
    assert staff("joris").post(page).status_code == 403
    assert mieke.post(page).status_code == 302 and "ingetrokken" in seen(mieke.get("/wacht/partners"))


def test_the_database_wants_a_name_with_a_withdrawal(issued):
    with region(), pytest.raises(IntegrityError), transaction.atomic():
        PartnerDoor.objects.filter(id=issued.door.id).update(withdrawn_at=clock.now())


@given(st.lists(st.integers(0, 3600), max_size=60), st.integers(0, 3600))
def test_a_burst_counts_only_the_last_quarter(seconds, now):
    start = datetime(2027, 3, 30, tzinfo=UTC)
    at = start + timedelta(seconds=now)
    recent = [s for s in seconds if now - 900 < s <= now]
    assert rules.is_burst([start + timedelta(seconds=s) for s in seconds], at) == (len(recent) >= rules.PER_QUARTER)




class Served(Client):
    """Keeps what an access log keeps of each request, and of each answer where the browser goes next."""

    def __init__(self, lines, **kwargs):
        super().__init__(**kwargs)
        self.lines = lines

    def request(self, **environ):
        answer = super().request(**environ)
        line = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')} {environ.get('HTTP_REFERER', '')}"
        self.lines.append(f"{line} {answer.status_code} {answer.headers.get('Location', '')} {answer.headers.get('Content-Location', '')}")
        return answer


def test_no_log_of_any_server_holds_the_access_code_nor_does_any_page(issued, caplog):
    lines: list[str] = []
    desk = Served(lines, headers=HOST)
    caplog.set_level("DEBUG")
    answer = told(desk, issued.token)
    pages = [desk.get(answer["Location"]), desk.get("/partner"), let_in(desk, "mis" + issued.token)]
    with region():
        partners.withdraw(door_id=issued.door.id)
    pages += [desk.get("/partner"), let_in(desk, issued.token)]
    logged = "\n".join([*lines, *(record.getMessage() for record in caplog.records)])
    assert "/partner/ontvangst/" in logged and issued.token not in logged
    assert all(issued.token not in page.content.decode() for page in pages)
    kept = desk.cookies["nabij_partner"]
    assert issued.token not in kept.value and kept["httponly"] and kept["samesite"] == "Lax"
    with region():
        assert all(issued.token not in str(vars(entry)) for entry in AuditEntry.objects.all())


def test_words_typed_after_the_access_ran_out_stand_ready_again(issued, desk):
    stopped = desk.post("/partner", WORDS)
    assert stopped.status_code == 403 and "nog niet verstuurd" in seen(stopped) and 'value="Boom op de weg"' in seen(stopped)
    again = desk.post("/partner/toegang", WORDS | {"toegangscode": issued.token})
    assert again.status_code == 200 and 'value="Doorniksesteenweg, Spiere-Helkijn"' in seen(again)
    assert desk.post("/partner", WORDS | {"sleutel": hidden(again, "sleutel")}).status_code == 302


def test_the_device_forgets_and_a_forged_cookie_opens_nothing(issued, desk):
    let_in(desk, issued.token)
    assert "Verwittig de wachtdienst" in seen(desk.get("/partner"))
    desk.post("/partner/einde")
    assert "toegangscode" in seen(desk.get("/partner"))
    desk.cookies["nabij_partner"] = queries.hash_of(issued.token)
    assert "Verwittig de wachtdienst" not in seen(desk.get("/partner"))
