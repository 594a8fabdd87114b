"""``nabij demo step --all``: the story of Els to its end, from wherever a visitor left it, and what both OCMWs hold then."""

from __future__ import annotations

import html
import re
from types import SimpleNamespace
from typing import Any

import pytest

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.calendar import clock
from nabij.kernel.errors import RuleViolation
from nabij.kernel.identity.models import Account
from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.dossier import demo_steps
from nabij.modules.dossier.actions import answers, requests
from nabij.modules.dossier.actions.answers import Given
from nabij.modules.dossier.models import Handover, Message, ReceivedItem
from nabij.modules.dossier.queries import handovers
from nabij.modules.dossier.rules.handovers import Reply

pytestmark = pytest.mark.django_db
SIDES = (("wim", "ocmw-kortrijk"), ("marieke", "ocmw-wervik"))


def present() -> Any:
    """The people of the story, as ``nabij demo step`` finds them in the rows."""
    return SimpleNamespace(accounts={account.username: account for account in Account.objects.all()}, beginning=clock.now())


def to_the_end() -> list[str]:
    story, said = present(), []
    while sentence := demo_steps.step(story):
        said.append(sentence)
    return said


def test_it_ends_closed_with_receipts_and_entries_at_both(acting: Any, els: Any, organisations: dict[str, int]) -> None:
    said = to_the_end()
    assert [re.findall(r"\d+", line) for line in said] == [["11", "9"], [], ["10"], ["10"], ["8", "1", "1"]]
    kept = {}
    for username, slug in SIDES:
        with acting(username):
            row = Handover.objects.get()
            assert row.state == "closed"
            receipt = handovers.message(row.organisation_id, row.exchange, "receipt", "in" if row.side == "holder" else "out")[-1]
            kept[slug] = (receipt["body"], set(Message.objects.filter(type="released").values_list("sha256", flat=True)))
        with scope(reading=[organisations[slug]], actor=system("test"), reason="nazicht"):
            verbs = set(AuditEntry.objects.filter(verb__startswith="dossier.handover.").values_list("verb", flat=True))
            assert {"dossier.handover.collected", "dossier.handover.closed"} <= verbs, slug
    (one, packages), (two, others) = kept.values()
    assert one == two and one["items"] == 10 and {one["package"]} == packages == others
    with acting("marieke"):
        assert sorted(ReceivedItem.objects.values_list("verdict", flat=True)) == ["adopt"] * 8 + ["dispute", "refresh"]
    assert demo_steps.ends(present()) == [
        "OCMW Kortrijk: afgesloten, ontvangstbewijs voor 10 gegevens", "OCMW Wervik: afgesloten, ontvangstbewijs voor 10 gegevens",
    ]  # fmt: skip


def test_the_own_page_of_els_then_tells_of_both(els: Any, visitor: Any) -> None:
    to_the_end()
    person = visitor("wervik")
    person.force_login(Account.objects.get(username="els"), backend="allauth.account.auth_backends.AuthenticationBackend")
    text = html.unescape(re.sub(r"<[^>]+>", " ", person.get("/mijn").content.decode()))
    for told in (
        "Een maatschappelijk werker van OCMW Wervik haalde gegevens over u op.",
        "Een hoofdmaatschappelijk werker van OCMW Kortrijk gaf gegevens over u vrij.",
        "Een hoofdmaatschappelijk werker van OCMW Kortrijk besliste over uw bezwaar.",
    ):
        assert told in text, told
    assert text.count("Een maatschappelijk werker van OCMW Wervik sloot de overdracht af.") == 2  # in the log of either OCMW


def test_it_goes_on_from_where_a_visitor_left_it(acting: Any, els: Any) -> None:
    with acting("wim"):
        answers.record_answers(handover_id=els.at_kortrijk, answers=[Given(n, Reply.AGREE) for n in range(1, 12)], channel="desk")
    assert len(to_the_end()) == 3 and to_the_end() == []


def test_a_hand_over_that_was_stopped_says_so(acting: Any, els: Any) -> None:
    with acting("marieke"):
        requests.withdraw(handover_id=els.at_wervik, reason="proef")
    with pytest.raises(RuleViolation, match="ingetrokken"):
        to_the_end()
