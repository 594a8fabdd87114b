"""Answers, the window, objections: the same on every channel, decided by somebody else, and nothing tells what stayed behind."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.db import Error, transaction

from nabij.kernel.errors import HouseError, Invalid, NotFound, RuleViolation
from nabij.kernel.identity.models import Account
from nabij.modules.dossier.actions import answers, release, requests, selection
from nabij.modules.dossier.actions import casework as casework_acts
from nabij.modules.dossier.actions import files as file_acts
from nabij.modules.dossier.actions.answers import Given
from nabij.modules.dossier.actions.files import NewPerson
from nabij.modules.dossier.models import Answer, Application, Handover, HandoverItem, ObjectionDecision, ReceivedItem
from nabij.modules.dossier.queries import files, handovers
from nabij.modules.dossier.rules.evidence import Proposal
from nabij.modules.dossier.rules.handovers import CHANNELS_NL, Reply

pytestmark = pytest.mark.django_db
ALL = [Given(n, Reply.AGREE) for n in range(1, 12)]


def answered(acting: Any, els: Any, given: list[Given], channel: str = "phone") -> None:
    with acting("wim"):
        answers.record_answers(handover_id=els.at_kortrijk, answers=given, channel=channel)


def state(acting: Any, username: str, key: Any) -> str:
    with acting(username):
        return str(Handover.objects.get(id=key).state)


def received(acting: Any, els: Any) -> list[dict[str, Any]]:
    with acting("marieke"):
        release.collect(handover_id=els.at_wervik)
        file = files.open_file(els.wervik_ref)
        return [row.get(file.key) for row in ReceivedItem.objects.filter(handover_id=els.at_wervik).order_by("number")]


@pytest.mark.parametrize("channel", sorted(CHANNELS_NL))
def test_every_channel_has_the_same_last_day_and_the_same_moment_of_release(acting: Any, els: Any, channel: str) -> None:
    with acting("wim"):
        before = Handover.objects.get(id=els.at_kortrijk).last_day
    answered(acting, els, ALL, channel)
    with acting("lannoo"):
        row = release.release(handover_id=els.at_kortrijk)
        assert (row.last_day, row.state, row.items_count) == (before, "released", 11)
    assert len(received(acting, els)) == 11


@pytest.mark.parametrize("channel", sorted(CHANNELS_NL))
def test_when_nobody_answers_the_letter_of_every_channel_is_released_at_the_same_moment(
    acting: Any, els: Any, organisations: dict[str, int], still_clock: Any, channel: str
) -> None:
    """The letter goes by post, is handed over or shown on a screen: the window has the same last day, and nothing leaves before it ends."""
    key = fresh_request(acting, els, organisations)
    with acting("wim"):
        offer = selection.proposal(key)
        chosen = [c.finding.key for c in offer.choices if c.proposal is Proposal.PROPOSED]
        assert str(selection.show(handover_id=key, chosen=chosen, reasons={}, channel=channel).last_day) == "2027-04-09"
    still_clock.move_to(datetime(2027, 4, 9, 23, 59))  # noqa: DTZ001
    with acting("lannoo"), pytest.raises(RuleViolation, match="vrijdag 9 april 2027"):
        release.release(handover_id=key)
    still_clock.move_to(datetime(2027, 4, 10, 0, 0))  # noqa: DTZ001
    with acting("lannoo"):
        row = release.release(handover_id=key)
        assert row.state == "released"
        assert {item.statutory for item in HandoverItem.objects.filter(handover_id=key, left_at__isnull=False)} == {True}


def own_page(visitor: Any, username: str = "els") -> Any:
    client = visitor("kortrijk")
    client.force_login(Account.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_on_her_own_page_the_person_answers_the_same_letter_with_the_same_last_day(acting: Any, els: Any, visitor: Any) -> None:
    els_self, url = own_page(visitor), f"/mijn/inzage/{els.at_kortrijk}"
    assert url in els_self.get("/mijn").content.decode()
    page = els_self.get(url).content.decode()
    assert "donderdag 8 april 2027" in page and "Huur van € 690 per maand" in page and "Indruk" not in page and 'name="channel"' not in page
    wrong = els_self.post(url, {"reply_6": "correct", "text_6": ""})
    assert wrong.status_code == 422 and "Schrijf op wat" in wrong.content.decode()
    given = {f"reply_{n}": "agree" for n in range(1, 12)} | {"reply_6": "correct", "text_6": "De huur is € 640.", "reply_9": "object"}
    assert els_self.post(url, given).status_code == 302
    with acting("wim"):
        row = Handover.objects.get(id=els.at_kortrijk)
        assert (row.state, str(row.last_day)) == ("objection", "2027-04-08")
        assert set(Answer.objects.values_list("channel", "by__username")) == {("screen", "els")}
    with acting("lannoo"):
        answers.decide_objection(handover_id=els.at_kortrijk, number=9, upheld=True, reason="De rekening is betaald.")
        release.release(handover_id=els.at_kortrijk)
    after = els_self.get(url).content.decode()
    assert "Antwoorden kan niet meer" in after and "bleef hier" in after
    assert els_self.post(url, given).status_code == 422
    assert len(received(acting, els)) == 10


def test_nobody_else_comes_to_that_page(els: Any, visitor: Any) -> None:
    unknown = own_page(visitor).get("/mijn/inzage/018f0000-0000-7000-8000-000000000000")
    asked = [("lien", els.at_kortrijk), ("wim", els.at_kortrijk), ("els", els.at_wervik)]
    for client, key in ((own_page(visitor, username), key) for username, key in asked):
        answer = client.get(f"/mijn/inzage/{key}")
        assert answer.status_code == unknown.status_code == 404 and "690" not in answer.content.decode()
        assert client.post(f"/mijn/inzage/{key}", {"reply_1": "agree"}).status_code == 404
    assert visitor("kortrijk").get(f"/mijn/inzage/{els.at_kortrijk}")["Location"] == "/mijn"


def test_the_order_of_the_work_list_does_not_depend_on_the_channel(acting: Any, staff: Any, els: Any, still_clock: Any) -> None:
    """Two applications of one day, asked on paper and at the desk: their order stays when only the channels change places."""
    orders = []
    with acting("marieke"):
        refs = sorted(file_acts.open_dossier(person=NewPerson("Proef", name)).ref for name in ("Een", "Twee", "Drie"))
        rows = [
            casework_acts.receive_application(ref=ref, aid="leefloon", received_on=still_clock.at.date(), channel=channel, words="")
            for ref, channel in zip(refs, ("letter", "desk", "phone"), strict=True)
        ]
    for channels in (("letter", "desk", "phone"), ("phone", "letter", "desk"), ("desk", "phone", "letter")):
        with acting("marieke"):
            for row, channel in zip(rows, channels, strict=True):
                Application.objects.filter(id=row.id).update(channel=channel)
        home, work = (staff("marieke").get(url).content.decode() for url in ("/dossier", "/werk"))
        orders.append(tuple(re.findall(r"/dossier/aanvragen/([0-9a-f-]{36})", home)) + tuple(re.findall(r"dossier ([0-9A-Z]{10})", work)))
    assert len(set(orders)) == 1 and len(orders[0]) >= 8


def test_the_figures_print_paper_beside_digital_and_no_small_number(staff: Any, els: Any, acting: Any) -> None:
    answered(acting, els, ALL, "letter")
    text = staff("lannoo").get("/dossier/cijfers").content.decode()
    assert "Antwoordkaart (papier)" in text and "Eigen pagina" in text and "Telefoon" in text
    assert text.index("Antwoordkaart (papier)") < text.index("Eigen pagina") and text.count("minder dan 10") >= 6
    assert staff("bart", "ocmw-wervik").get("/dossier/cijfers").status_code == 200
    assert staff("wim").get("/dossier/cijfers").status_code == 404


def test_nobody_releases_while_the_person_may_still_answer(acting: Any, els: Any, still_clock: Any) -> None:
    answered(acting, els, ALL[:10])
    with acting("lannoo"), pytest.raises(RuleViolation, match="donderdag 8 april 2027"):
        release.release(handover_id=els.at_kortrijk)


def test_without_any_answer_only_what_the_law_asks_leaves_and_it_is_marked(acting: Any, els: Any, still_clock: Any) -> None:
    still_clock.move_to(datetime(2027, 4, 8, 23, 59))  # noqa: DTZ001
    with acting("lannoo"), pytest.raises(RuleViolation):
        release.release(handover_id=els.at_kortrijk)
    still_clock.move_to(datetime(2027, 4, 9, 0, 1))  # noqa: DTZ001
    with acting("lannoo"):
        release.release(handover_id=els.at_kortrijk)
    items = received(acting, els)
    assert {item["requirement"] for item in items} == {"stay", "household", "income"}
    assert {item["reply_nl"] for item in items} == {"geen antwoord"}


def test_an_upheld_objection_stays_unseen_at_the_other_side(acting: Any, els: Any) -> None:
    answered(acting, els, [*ALL[:8], Given(9, Reply.OBJECT, "Dat is betaald."), *ALL[9:]])
    assert state(acting, "wim", els.at_kortrijk) == "objection"
    assert state(acting, "marieke", els.at_wervik) == "preview"
    with acting("lannoo"):
        answers.decide_objection(handover_id=els.at_kortrijk, number=9, upheld=True, reason="Niet meer nodig.")
        release.release(handover_id=els.at_kortrijk)
    items = received(acting, els)
    assert [item["number"] for item in items] == list(range(1, 11)) and "debts" not in {item["requirement"] for item in items}
    with acting("marieke"):
        row = Handover.objects.get(id=els.at_wervik)
        assert (row.items_count, row.of_count) == (10, None)
        assert not [step for step in handovers.steps(row.id) if step.event in ("object", "decide")]
        assert "debts" not in str(handovers.message(row.organisation_id, row.exchange, "released"))


def test_the_others_do_not_wait_for_an_open_objection(acting: Any, els: Any) -> None:
    answered(acting, els, [*ALL[:8], Given(9, Reply.OBJECT), *ALL[9:]])
    with acting("lannoo"):
        release.release(handover_id=els.at_kortrijk)
    assert len(received(acting, els)) == 10


def test_a_dismissed_objection_waits_five_working_days_and_leaves_as_a_supplement(acting: Any, els: Any, still_clock: Any) -> None:
    answered(acting, els, [*ALL[:8], Given(9, Reply.OBJECT), *ALL[9:]])
    with acting("lannoo"):
        answers.decide_objection(handover_id=els.at_kortrijk, number=9, upheld=False, reason="Nodig voor de aanvraag.")
        assert str(HandoverItem.objects.get(number=9).leaves_on) == "2027-04-06"
        release.release(handover_id=els.at_kortrijk)
        with pytest.raises(RuleViolation, match="nog niets"):
            release.supplement(handover_id=els.at_kortrijk)
    assert len(received(acting, els)) == 10
    still_clock.move_to(datetime(2027, 4, 6, 9))  # noqa: DTZ001
    with acting("lannoo"):
        release.supplement(handover_id=els.at_kortrijk)
    with acting("marieke"):
        assert release.collect_supplement(handover_id=els.at_wervik) == 1
        assert release.collect_supplement(handover_id=els.at_wervik) == 0
        assert ReceivedItem.objects.filter(handover_id=els.at_wervik).count() == 11


def test_the_letter_about_an_objection_names_both_ways_on(staff: Any, acting: Any, els: Any) -> None:
    answered(acting, els, [*ALL[:8], Given(9, Reply.OBJECT), *ALL[9:]])
    greet, url = staff("lannoo"), f"/dossier/overdrachten/{els.at_kortrijk}/bezwaren/9"
    assert greet.post(url, {"outcome": "dismissed", "reason": ""}).status_code == 422
    assert greet.post(url, {"outcome": "dismissed", "reason": "Nodig voor de aanvraag."}).status_code == 302
    text = greet.get(f"{url}/brief").content.decode()
    for word in ("functionaris gegevensbescherming", "arbeidsrechtbank", "Nodig voor de aanvraag.", "Greet Lannoo", "dinsdag 6 april 2027"):
        assert word in text


def test_the_database_refuses_a_decision_by_who_selected(acting: Any, els: Any) -> None:
    answered(acting, els, [Given(9, Reply.OBJECT)])
    with acting("wim"):
        row, item = Handover.objects.get(id=els.at_kortrijk), HandoverItem.objects.get(number=9)
        with pytest.raises(Error, match="dossier_objection_second_person"), transaction.atomic():
            ObjectionDecision.objects.create(
                organisation_id=row.organisation_id, dossier_id=row.dossier_id, item=item, outcome="upheld", sealed=b"x",
                selected_by_id=row.selected_by_id, decided_by_id=row.selected_by_id, at=still(),
            )


def still() -> datetime:
    from nabij.kernel.calendar import clock

    return clock.now()


def test_a_correction_needs_the_right_text_and_late_answers_get_a_sentence(acting: Any, els: Any) -> None:
    with acting("wim"), pytest.raises(Invalid):
        answers.record_answers(handover_id=els.at_kortrijk, answers=[Given(6, Reply.CORRECT)], channel="phone")
    answered(acting, els, ALL)
    with acting("lannoo"):
        release.release(handover_id=els.at_kortrijk)
    with acting("wim"), pytest.raises(RuleViolation, match="al vrijgegeven"):
        answers.record_answers(handover_id=els.at_kortrijk, answers=ALL[:1], channel="phone")


def fresh_request(acting: Any, els: Any, organisations: dict[str, int]) -> Any:
    """A second request, after the first was withdrawn; returns the holder's key."""
    from nabij.modules.dossier.demo import REQUESTED, _basis

    with acting("marieke"):
        requests.withdraw(handover_id=els.at_wervik, reason="Opnieuw, met minder.")
        made = requests.request_handover(
            application_id=els.application, holder_id=organisations["ocmw-kortrijk"], requirements=REQUESTED, basis=_basis()
        )
    with acting("wim"):
        key = Handover.objects.get(exchange=made.exchange, side="holder").id
        requests.accept(handover_id=key)
    return key


def test_the_proposal_holds_facts_only_and_deviating_asks_a_reason(acting: Any, els: Any, organisations: dict[str, int]) -> None:
    key = fresh_request(acting, els, organisations)
    assert state(acting, "marieke", els.at_wervik) == "withdrawn"
    with acting("wim"):
        offer = selection.proposal(key)
        by = {p: [c.finding.key for c in offer.choices if c.proposal is p] for p in Proposal}
        proposed = [c.finding for c in offer.choices if c.proposal is Proposal.PROPOSED]
        assert len(proposed) == 11 and {f.kind.value for f in proposed} == {"fact"}
        assert not any(f.about_others or f.source == "ksz" for f in proposed)
        for chosen in ([*by[Proposal.PROPOSED], by[Proposal.OFF][0]], by[Proposal.PROPOSED][1:]):
            with pytest.raises(Invalid, match="Zeg waarom u afwijkt"):
                selection.show(handover_id=key, chosen=chosen, reasons={})
        with pytest.raises(Invalid, match="Dit kan niet mee"):
            selection.show(handover_id=key, chosen=[by[Proposal.NEVER][0]], reasons={by[Proposal.NEVER][0]: "toch"})
        everything = [c.finding.key for c in offer.choices]
        with pytest.raises(Invalid):
            selection.show(handover_id=key, chosen=everything, reasons=dict.fromkeys(everything, "alles"))
        extra = by[Proposal.OFF][0]
        row = selection.show(handover_id=key, chosen=[*by[Proposal.PROPOSED], extra], reasons={extra: "mevrouw vroeg het"})
        assert row.items_count == 12


def test_asking_everything_or_without_basis_is_refused(acting: Any, els: Any, organisations: dict[str, int]) -> None:
    from nabij.modules.dossier.demo import _basis

    with acting("marieke"):
        requests.withdraw(handover_id=els.at_wervik, reason="proef")
        for wanted in (["everything"], [], ["rent", "police"]):
            with pytest.raises(Invalid):
                requests.request_handover(
                    application_id=els.application, holder_id=organisations["ocmw-kortrijk"], requirements=wanted, basis=_basis()
                )


@pytest.mark.parametrize("slug", ["ocmw-lendelede", "ocmw-anzegem", "kortrijk"])
def test_who_is_not_in_the_exchange_cannot_be_asked(acting: Any, els: Any, organisations: dict[str, int], slug: str) -> None:
    from nabij.modules.dossier.demo import _basis

    with acting("marieke"), pytest.raises(HouseError, match=r"doet niet mee|Kies het OCMW"), transaction.atomic():
        requests.request_handover(application_id=els.application, holder_id=organisations[slug], requirements=["rent"], basis=_basis())


def test_the_holder_may_refuse_and_the_requester_reads_why(staff: Any, acting: Any, els: Any) -> None:
    with acting("marieke"), pytest.raises(NotFound):
        handovers.by_id(els.at_kortrijk)
    with acting("wim"), pytest.raises(RuleViolation, match="inzage"):
        requests.refuse(handover_id=els.at_kortrijk, code="no_basis", reason="te laat")
