"""Who waits longer: a sentence, groups under ten silent, and the same rule for a question that is not ours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nabij.modules.desk.rules import passing
from nabij.modules.desk.rules.figures import LONGER, Wait, figures, group, in_words, share_at

H = timedelta(hours=1)


def waits(channel: str, number: int, hours: int) -> list[Wait]:
    return [Wait("Rijbewijs", channel, hours * H + timedelta(minutes=n)) for n in range(number)]


@pytest.mark.parametrize(
    ("online", "other", "longer"),
    [
        (waits("web", 12, 5), waits("desk", 12, 5), False), (waits("web", 12, 5), waits("desk", 12, 9), True),
        (waits("web", 12, 9), waits("phone", 12, 5), False), (waits("web", 9, 5), waits("desk", 12, 9), None),
        (waits("web", 12, 5), waits("desk", 6, 9) + waits("letter", 5, 9), True),
    ],
)
def test_the_sentence(online: list[Wait], other: list[Wait], longer: bool | None) -> None:
    found = figures(online + other)
    assert found.longer is longer and (found.sentence == LONGER) is bool(longer)


def test_a_group_under_ten_keeps_its_figures_to_itself() -> None:
    found = group("brief", waits("letter", 9, 3))
    assert found.hidden and found.median is None and found.p90 is None and in_words(found.median) == "minder dan 10"
    assert not group("brief", waits("letter", 10, 3)).hidden
    assert group("balie", [Wait("x", "desk", None)] * 20).hidden, "what is not answered yet has no waiting time"


def test_shares_and_words() -> None:
    values = [n * H for n in range(1, 11)]
    assert (share_at(values, 0.5), share_at(values, 0.9)) == (5 * H, 9 * H)
    assert [in_words(t) for t in (timedelta(minutes=40), H, timedelta(minutes=390), timedelta(minutes=600))] == [
        "40 minuten", "1 uur", "1 werkdag", "1 werkdag en 3 uur",
    ]


@pytest.mark.parametrize(("sender", "receiver", "crosses"), [
    ("municipality", "ocmw", True), ("ocmw", "municipality", True), ("ocmw", "ocmw", True), ("municipality", "municipality", False),
])
def test_nothing_goes_to_or_from_an_ocmw_without_the_person(sender: str, receiver: str, crosses: bool) -> None:
    assert passing.crosses_ocmw(sender, receiver) is crosses
    said = passing.problems(who="A", phone="1", question="Een vraag", receiver="x", crosses=crosses, agreed=False)
    assert ("OCMW" in said["agreed"]) is crosses
    assert passing.problems(who="A", phone="1", question="Een vraag", receiver="x", crosses=crosses, agreed=True) == {}
    assert "question" in passing.problems(who="A", phone="1", question="x" * 401, receiver="x", crosses=False, agreed=True)
