"""The pure side of a round: when a note may be made, what follows what, what counts as an answer, what a note says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nabij.kernel.documents.content import Panel, Table
from nabij.kernel.errors import RuleViolation

from ..rules import consultation as rules
from ..rules import notes
from ..rules.consultation import ProjectFacts, State, Step

GOAL = "Wie een document nodig heeft, vindt het meteen."
FACTS = notes.NoteFacts(
    member="Lendelede", accent="#6D326C", sender=("Zuid-West-Vlaanderen", "Bel 056"), contact="Bel 056", example=True, round_number=1,
    round_title="Samen bewaren", project="Digitaal archief", service_goal=GOAL, for_whom="medewerkers", means="", vision="Samen.",
    reason="Omdat.", opens=date(2027, 3, 8), late_from=date(2027, 4, 10), own_word="overweegt", taking_part=("Kuurne", "Menen"), members=13,
    cost=notes.Cost(5_200_000, date(2027, 7, 1), False, 5900, "telling", (notes.Scenario("als alle 13 meedoen", 13, 314_259, 97_627),)),
    efforts=(notes.Effort("licht", 1, "overleg", True), notes.Effort("gewoon", 2, "meer", False)),
    benefits=(notes.Benefit("tijd die vrijkomt", "minder zoeken", "huisbezoeken"),),
    questions=(notes.Asked(1, "Neemt u over?", "het bestuur", "ja of nee", "bindt niet"),),
    political=(notes.Engagement("P1", "Het college beslist.", date(2027, 6, 30), None, None),),
    administrative=(notes.Engagement("A1", "Iemand krijgt tijd.", None, 2, 150_000),),
)


def words(document: notes.Document) -> str:
    return " ".join(notes._said(document)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (ProjectFacts("te kort", "x", 5, 2, 1), ["wat de inwoner"]),
        (ProjectFacts(GOAL, "medewerkers", 1, 2, 1), ["twee gemeenten"]),
        (ProjectFacts(GOAL, "medewerkers", 5, 0, 1), ["raming"]),
        (ProjectFacts(GOAL, "medewerkers", 5, 2, 0), ["zes lagen"]),
        (ProjectFacts("", "", 0, 0, 0), ["wat de inwoner", "twee gemeenten", "raming", "zes lagen"]),
        (ProjectFacts(GOAL, "medewerkers", 2, 1, 1), []),
    ],
)
def test_an_idea_says_everything_it_lacks(facts: ProjectFacts, said: list[str]) -> None:
    lacking = rules.lacking(facts)
    assert len(lacking) == len(said) and all(part in sentence for part, sentence in zip(said, lacking, strict=True))
    assert rules.maturity(facts) is (rules.Maturity.IDEA if said else rules.Maturity.OUTLINE)
    if said:
        with pytest.raises(RuleViolation, match="nog een idee"):
            rules.require_outline(facts)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", State)
def test_a_round_goes_forward_only(state: State, to: State) -> None:
    if (state, to) in {(State.DRAFT, State.OPEN), (State.OPEN, State.CLOSED)}:
        assert rules.moved(state, to) is to
    else:
        with pytest.raises(RuleViolation, match="Deze bevraging is"):
            rules.moved(state, to)


def test_a_note_is_sent_before_a_board_decides_and_a_refusal_names_the_ways() -> None:
    assert rules.taken(Step.SENT, Step.DECIDED) is Step.DECIDED and rules.taken(Step.ON_AGENDA, Step.POSTPONED) is Step.POSTPONED
    with pytest.raises(RuleViolation, match="gemaakt, nog niet verstuurd.*“verstuurd”"):
        rules.taken(None, Step.DECIDED)
    with pytest.raises(RuleViolation, match="“uitgesteld”"):
        rules.taken(Step.ON_AGENDA, Step.RECEIVED)


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("yes_no", " ja ", "ja"), ("yes_no", "misschien", None), ("scale", "5", "5"), ("scale", "6", None), ("scale", "", None),
        ("number", "1200", "1200"), ("number", "1.200", None), ("number", "-1", None), ("number", "²", None), ("number", "9" * 10, None),
        ("choice", "nu niet", "nu niet"), ("choice", "iets anders", None), ("text", "  een woord ", "een woord"), ("text", "  ", None),
    ],
)  # fmt: skip
def test_an_answer_is_kept_or_says_what_fits(kind: str, given: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(RuleViolation):
            rules.judged(kind, given, ("ja", "nu niet"))
    else:
        assert rules.judged(kind, given, ("ja", "nu niet")) == kept


def test_a_round_opens_with_questions_and_engagements_on_both_levels() -> None:
    rules.require_questions(1, {"political", "administrative"})
    with pytest.raises(RuleViolation, match="één vraag.*ambtelijk"):
        rules.require_questions(0, {"political"})


def test_the_last_day_counts_and_the_next_is_late() -> None:
    assert not rules.is_late(date(2027, 4, 10), date(2027, 4, 9)) and rules.is_late(date(2027, 4, 10), date(2027, 4, 10))


def test_note_has_two_tables_of_engagements_own_share_effort_and_benefits() -> None:
    document = notes.note(FACTS)
    captions = [block.caption for block in document.blocks if isinstance(block, Table)]
    assert captions == ["Wat Lendelede mag verwachten", "Eigen werk per maand", "Vragen aan uw gemeente", "Gevraagd van het bestuur",
                        "Gevraagd van de diensten"]
    seen = words(document)
    told = ("€ 976,27", "5.900", "314.259", "3,8 uur", "7,6 uur", "P1", "A1", "€ 1.500,00", "2 van 13 gemeenten: Kuurne", "9 april 2027")
    for piece in told:
        assert piece in seen, piece
    assert "Voorbeeldgegevens" in document.footer and "Voorbeeldgegevens" not in notes.note(replace(FACTS, example=False)).footer


def test_note_without_costs_says_so_and_shows_no_amount() -> None:
    seen = words(notes.note(replace(FACTS, cost=None, administrative=FACTS.political)))
    assert "nog geen bedrag" in seen and "€" not in seen


def test_a_second_note_says_what_changed_and_only_that() -> None:
    before, after = notes.note(FACTS), notes.note(replace(FACTS, taking_part=("Kuurne", "Lendelede", "Menen")))
    found = notes.changes(before, after)
    who = "Wie doet mee:"
    assert found == (f"Nieuw: {who} 3 van 13 gemeenten: Kuurne, Lendelede, Menen", f"Weg: {who} 2 van 13 gemeenten: Kuurne, Menen")
    assert notes.changes(before, before) == ()
    second = notes.note(FACTS, 2, found)
    assert any(isinstance(block, Panel) and block.title == notes.CHANGES for block in second.blocks)
    assert notes.changes(second, before) == (), "what was said of an earlier change is no change"


def test_drawing_of_the_rounds_is_the_table() -> None:
    readme = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{rules.drawing()}\n```" in readme
