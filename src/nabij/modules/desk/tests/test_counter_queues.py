"""Calls, letters, and a question for the neighbour: in order of asking, each ending with a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from nabij.kernel.calendar import clock
from nabij.kernel.notices import actions as notices
from nabij.kernel.notices import calls, letters
from nabij.kernel.notices.calls import Wish
from nabij.kernel.notices.models import CallTask, Letter, LetterBatch, Notice
from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.desk.actions import passing
from nabij.modules.desk.models import PassedQuestion

from .reading import at_most, text, whole

pytestmark = pytest.mark.django_db
QUESTION = {"who": "Rik Tanghe", "phone": "0470 00 00 65", "question": "Wanneer haalt mijn tante haar pas af?", "agreed": "on"}


def first_call(html: str) -> str:
    return html.partition('href="/balie/terugbellen/')[2].partition('"')[0]


def test_four_people_wait_since_friday_oldest_first(staff: Any) -> None:
    page = staff("lien").get("/balie/terugbellen")
    words = text(page)
    whole(page)
    names = ["Antoon Vermeersch", "Greta Lambert", "Hüseyin Kaya", "Marie-Jeanne Decock"]
    assert [words.index(name) for name in names] == sorted(words.index(name) for name in names)
    assert "vrijdag 26 maart 2027" in words


def test_taking_ringing_and_noting_what_came_of_it(staff: Any, acting: Any) -> None:
    lien = staff("lien")
    key = first_call(lien.get("/balie/terugbellen").content.decode())
    assert lien.post(f"/balie/terugbellen/{key}/opname").status_code == 302
    page = lien.get(f"/balie/terugbellen/{key}")
    assert "U belt" in text(page) and "056 00 00 61" in text(page)
    whole(page)
    assert lien.post(f"/balie/terugbellen/{key}/uitkomst", {"outcome": "no_answer"}).status_code == 302
    with acting("lien"):
        task = CallTask.objects.get(id=key)
        assert (task.state, task.tries) == ("tried", 1) and task.next_try_at > clock.now()
    assert first_call(lien.get("/balie/terugbellen").content.decode()) == key, "without answer the place in the queue stays"
    assert lien.post(f"/balie/terugbellen/{key}/uitkomst", {"outcome": "reached", "note": "Hij komt morgen langs."}).status_code == 302
    assert "Antoon Vermeersch" not in text(lien.get("/balie/terugbellen"))
    assert lien.post(f"/balie/terugbellen/{key}/uitkomst", {"outcome": "reached"}).status_code == 422


@pytest.mark.parametrize("outcome", ["letter", "moved", "closed"])
def test_an_end_without_contact_asks_a_reason(staff: Any, outcome: str) -> None:
    lien = staff("lien")
    key = first_call(lien.get("/balie/terugbellen").content.decode())
    page = lien.post(f"/balie/terugbellen/{key}/uitkomst", {"outcome": outcome, "note": " "})
    assert page.status_code == 422 and "Schrijf in één zin" in text(page)


def test_who_asks_online_does_not_overtake(visitor: Any, staff: Any) -> None:
    site = visitor("deerlijk")
    assert "Wie nu vraagt, hoort ons ten laatste" in text(site.get("/help/spreken"))
    wrong = site.post("/help/spreken", {"who": "Ann", "how": "call", "about": "mijn kaart"})
    assert wrong.status_code == 422 and "Vul een telefoonnummer in" in text(wrong) and "mijn kaart" in wrong.content.decode()
    answer = site.post("/help/spreken", {"who": "Ann Proef", "how": "call", "phone": "0470 00 00 67", "about": "mijn kaart"})
    page = site.get(answer.headers["Location"])
    assert "Uw nummer is" in text(page) and "belt u ten laatste op" in text(page)
    words = text(staff("lien").get("/balie/terugbellen"))
    assert words.index("Marie-Jeanne Decock") < words.index("Ann Proef")


def test_a_call_that_is_too_late_is_asked_of_the_head(acting: Any, still_clock: Any, organisations: dict[str, int]) -> None:
    from nabij.kernel.tenancy.scope import Actor
    from nabij.modules.desk.queries.counter import tasks

    head = Actor("person", "Hoofd", organisation_id=organisations["deerlijk"], function="head_of_service")
    with acting("lien") as running:
        assert tasks(head, clock.now()) == []
        assert "4 mensen wachten" in tasks(running.actor, clock.now())[0].title
        still_clock.forward(timedelta(days=1, hours=4))
        assert "wacht" in tasks(head, clock.now())[0].title


def test_letters_are_printed_posted_and_come_back(staff: Any, acting: Any) -> None:
    lien = staff("lien")
    page = lien.get("/balie/brieven")
    assert "Georgette Naessens" in text(page)
    whole(page)
    one = lien.get("/balie/brieven/" + page.content.decode().partition('href="/balie/brieven/')[2].partition('"')[0])
    assert "Ontvangstbewijs" in text(one) and "8540 Deerlijk" in text(one)
    whole(one)
    printed = lien.post("/balie/brieven/stapels")
    batch = printed.headers["Location"]
    sheet = lien.get(batch)
    assert "Stapel 1: 1 brief" in text(sheet) and "Proefstraat 81" in text(sheet) and "ten laatste op" in text(sheet)
    whole(sheet)
    assert lien.post("/balie/brieven/stapels").headers["Location"] == "/balie/brieven", "nothing waits any more"
    assert lien.post(f"{batch}/post").status_code == 302
    assert "op de post op" in text(lien.get("/balie/brieven"))
    assert lien.post("/balie/brieven/terugkeer", {"number": "77"}).status_code == 422
    assert lien.post("/balie/brieven/terugkeer", {"number": "1", "reason": "onbekend"}).status_code == 302
    assert "een brief kwam terug" in text(lien.get("/balie/terugbellen"))
    with acting("lien"):
        assert Letter.objects.get(number=1).state == "returned" and LetterBatch.objects.get().posted_on == clock.today()


@pytest.mark.parametrize("number", ["²", "x", "9" * 12, ""])
def test_what_is_no_number_of_a_letter_gets_a_sentence(staff: Any, number: str) -> None:
    assert staff("lien").post("/balie/brieven/terugkeer", {"number": number, "reason": "onbekend"}).status_code == 422


def test_a_batch_holds_what_one_page_can_show_and_the_rest_waits(
    visitor: Any, acting: Any, organisations: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "BATCH", 1)
    with acting("lien") as running:
        own = running.organisation_id
        notices.notify(
            kind="desk.receipt", organisation_id=own, recipient="Jan Proef", contact_points={"letter": "Proefstraat 2, Deerlijk"},
            subject=CallTask.objects.first(), context={},
        )
        first = letters.print_batch(organisation_id=own)
        assert [sheet.letter.batch_id for sheet in letters.sheets(own, batch_id=first.id)] == [first.id]
        assert Letter.objects.filter(organisation_id=own, batch=first).count() == 1 and Letter.objects.filter(state="queued").count() == 1


def test_a_letter_that_does_not_come_back_has_arrived(staff: Any, acting: Any, still_clock: Any, organisations: dict[str, int]) -> None:
    from nabij.kernel.notices.jobs import letters_arrived

    lien, own = staff("lien"), [organisations["deerlijk"]]
    lien.post(f"{lien.post('/balie/brieven/stapels').headers['Location']}/post")

    def state(days: int) -> str:
        still_clock.forward(timedelta(days=days))
        with scope(reading=own, writing=own, actor=system("nightly")):
            letters_arrived.function()
            return str(Notice.objects.get(kind="desk.receipt").state)

    assert state(2) == "handed_to_person"
    assert state(1) == "delivered"


def test_a_failed_message_becomes_a_call_and_ends_when_the_person_was_reached(acting: Any) -> None:
    with acting("lien") as running:
        own = running.organisation_id
        notice = notices.notify(
            kind="desk.receipt", organisation_id=own, recipient="Jan Proef", contact_points={"call": "056 00 00 68"},
            subject=CallTask.objects.first(), context={},
        )
        assert notices.try_once(notice_id=notice.id).state == "handed_to_person"
        task = CallTask.objects.get(notice=notice)
        assert task.origin == "notice" and calls.opened(task).wish.phone == "056 00 00 68"
        calls.note_outcome(organisation_id=own, call_id=task.id, outcome="reached")
        assert Notice.objects.get(id=notice.id).state == "delivered"


def passed_on(client: Any, to: str, **changes: str) -> Any:
    return client.post("/balie/doorgeven", {"to": to} | {k: v for k, v in (QUESTION | changes).items() if v})


def test_a_question_for_the_neighbour_with_a_person_and_a_receipt(staff: Any, acting: Any) -> None:
    """A46: passed on with receipt, taken by a named person; then the words are gone here."""
    lien, sara = staff("lien"), staff("sara")
    page = lien.get(passed_on(lien, "harelbeke").headers["Location"])
    words = text(page)
    whole(page)
    assert "Onthaal Harelbeke (Sara Coussens)" in words and "056 00 00 0" in words and "belt u ten laatste op" in words
    assert "Op te nemen voor" in words and "tante" not in words
    there = sara.get("/balie/terugbellen").content.decode()
    key = there.rpartition('href="/balie/terugbellen/')[0].rpartition('href="/balie/terugbellen/')[2].partition('"')[0]
    opened = text(sara.get(f"/balie/terugbellen/{key}"))
    assert "Wanneer haalt mijn tante haar pas af?" in opened and "doorgegeven door Deerlijk" in opened
    assert sara.post(f"/balie/terugbellen/{key}/opname").status_code == 302
    with acting("lien"):
        row = PassedQuestion.objects.order_by("-passed_at").first()
        assert (row.state, row.taken_by, bytes(row.sealed)) == ("taken", "Sara Coussens", b"")
    assert lien.get(f"/balie/terugbellen/{key}").status_code == 404, "the sender cannot read the receiver's file"


def test_an_untaken_question_comes_back_with_its_place_in_the_queue(staff: Any, acting: Any, still_clock: Any) -> None:
    lien, sara = staff("lien"), staff("sara")
    asked_at = clock.now()
    passed_on(lien, "harelbeke", question="Wanneer komt de ploeg?")
    still_clock.move_to(datetime(2027, 3, 30, 11, 45))  # noqa: DTZ001
    assert "Niemand nam dit op" in text(lien.get("/balie"))
    lien.post("/balie/doorgegeven/terugkeer")
    words = text(lien.get("/balie/terugbellen"))
    assert "Wanneer komt de ploeg? (Harelbeke nam dit niet op)" in words and "terug: niemand nam de vraag op" in words
    assert "Rik Tanghe" not in text(sara.get("/balie/terugbellen"))
    with acting("lien"):
        back = CallTask.objects.filter(origin="returned").order_by("-asked_at").first()
        row = PassedQuestion.objects.order_by("-passed_at").first()
        assert (back.asked_at, back.due) == (asked_at, row.promised_by) and row.state == "returned" and back.due > clock.now()


def test_taken_in_time_never_comes_back(staff: Any, acting: Any, still_clock: Any, organisations: dict[str, int]) -> None:
    passed_on(staff("lien"), "harelbeke")
    with acting("sara") as running:
        for one in calls.waiting(running.organisation_id):
            passing.take_call(organisation_id=running.organisation_id, call_id=one.task.id)
    still_clock.forward(timedelta(days=2))
    with acting("lien") as running:
        assert passing.bring_back(organisation_id=running.organisation_id) == 0
        assert not CallTask.objects.filter(origin="returned").exists()


@pytest.mark.parametrize("outcome", ["reached", "no_answer"])
def test_who_rings_without_pressing_first_took_it_too(staff: Any, acting: Any, still_clock: Any, outcome: str) -> None:
    passed_on(staff("lien"), "harelbeke", question="Wie haalt mijn tante op?")
    with acting("sara") as running:
        task = next(one.task for one in calls.waiting(running.organisation_id) if "tante op" in calls.opened(one.task).wish.about)
        passing.note_call(organisation_id=running.organisation_id, call_id=task.id, outcome=outcome)
    still_clock.forward(timedelta(days=2))
    with acting("lien") as running:
        passing.bring_back(organisation_id=running.organisation_id)
        assert PassedQuestion.objects.order_by("-passed_at").first().state == "taken"


@pytest.mark.parametrize("to", ["ocmw-deerlijk", "ocmw-harelbeke", "harelbeke"])
def test_nothing_is_passed_on_without_the_persons_yes(staff: Any, acting: Any, to: str) -> None:
    page = passed_on(staff("lien"), to, agreed="")
    assert page.status_code == 422 and "Vraag de persoon of u dit mag doorgeven." in text(page)
    assert "Wanneer haalt mijn tante" in page.content.decode()
    assert passed_on(staff("lien"), to).status_code == 302


def test_the_database_keeps_the_ocmw_road_shut_without_agreement(staff: Any, acting: Any) -> None:
    from django.db import IntegrityError

    with acting("lien"), pytest.raises(IntegrityError, match="desk_passed_ocmw_agreed"):
        PassedQuestion.objects.update(crosses_ocmw=True, agreed=False)


def test_the_lists_ask_little_of_the_database(staff: Any, acting: Any) -> None:
    lien = staff("lien")
    with acting("lien") as running:
        for n in range(30):
            calls.ask(organisation_id=running.organisation_id, wish=Wish(f"Persoon {n}", "056 00 00 69"))
    lien.get("/balie/terugbellen")
    for path in ("/balie/terugbellen", "/balie/brieven", "/balie/doorgeven"):
        with at_most(16):
            assert lien.get(path).status_code == 200
