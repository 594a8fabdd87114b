"""Sums, ceilings, conditions and scenarios (A28)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.errors import Invalid

from ..rules.amounts import AmountUnclear, parse_money
from ..rules.calls import Outcome, ProjectFacts, RuleFact, TypeFact, evaluate_call, fitting_types, require_under_ceiling
from ..rules.scenarios import Part, scenario

POC = TypeFact("poc", "concept of PoC", 15_000_000)
THEMATIC = TypeFact("thematisch", "thematisch", 50_000_000)
BIG = TypeFact("transformationeel", "transformationeel", 200_000_000)
TYPES = [BIG, POC, THEMATIC]


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("2.000.000,01", 200_000_001), ("2.000", 200_000), ("150000", 15_000_000), ("€ 12,5", 1250), ("0", 0), ("1 500,00", 150_000),
        ("500.000,00 euro", 50_000_000),
    ],
)  # fmt: skip
def test_sums_are_read_as_people_write_them(text: str, cents: int) -> None:
    assert parse_money(text) == cents


@pytest.mark.parametrize(
    ("text", "readings"),
    [("1.5", ("1,50", "15")), ("1,234", ("1,23", "1.234")), ("2,000,000", ("2.000.000",)), ("1e6", ("geen bedrag",)), ("-5", ()), ("", ())],
)
def test_what_can_be_read_in_two_ways_names_both(text: str, readings: tuple[str, ...]) -> None:
    with pytest.raises(AmountUnclear) as error:
        parse_money(text)
    assert all(reading in error.value.sentence_nl for reading in readings)


@given(st.integers(0, 10**12))
def test_every_sum_comes_back(cents: int) -> None:
    whole = f"{cents // 100:,}".replace(",", ".")
    assert parse_money(f"€ {whole},{cents % 100:02d}") == cents


@pytest.mark.parametrize("kind", TYPES)
def test_the_ceiling_is_allowed_and_one_cent_more_is_not(kind: TypeFact) -> None:
    require_under_ceiling(kind.ceiling_cents, kind)
    with pytest.raises(Invalid) as error:
        require_under_ceiling(kind.ceiling_cents + 1, kind)
    assert ",01 ligt boven het plafond van" in error.value.fields["requested"]


def test_140_000_proposes_the_concept_first() -> None:
    assert fitting_types(14_000_000, TYPES) == [POC, THEMATIC, BIG]
    assert fitting_types(50_000_000, TYPES) == [THEMATIC, BIG]
    assert fitting_types(200_000_001, TYPES) == []


def test_two_calls_give_two_explained_lists() -> None:
    project = ProjectFacts(members=4, cents=140_000_01)
    strict = [
        RuleFact("min_members", {"members": 5}, "Minstens vijf gemeenten.", "https://voorbeeld.be"),
        RuleFact("whole_euros", {}, "Hele euro's.", "formulier"), RuleFact("realise_by", {"on": "2023-12-31"}, "Klaar in 2023.", "nota"),
        RuleFact("theme_in", {"themes": ["loket"]}, "Over het loket.", "nota"),
    ]  # fmt: skip
    found = evaluate_call(project, TYPES, strict)
    assert [f.outcome for f in found] == [Outcome.FAIL, Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.WARN, Outcome.WARN, Outcome.PASS]
    assert "4 gemeenten doen mee; de oproep vraagt er minstens 5" in found[0].sentence
    assert any("rond af naar € 140.000,00" in f.sentence for f in found)
    easy = evaluate_call(ProjectFacts(4, 14_000_000, date(2023, 6, 1)), TYPES, [strict[2]])
    assert "Onbekend: de oproep vermeldt geen minimum aantal gemeenten." in {f.sentence for f in easy}
    assert easy[-1].outcome is Outcome.PASS


def test_a_project_without_sum_and_a_sum_over_every_ceiling_are_told() -> None:
    assert evaluate_call(ProjectFacts(4, None), TYPES, [])[0].outcome is Outcome.UNKNOWN
    over = evaluate_call(ProjectFacts(4, 200_000_001), TYPES, [])[0]
    assert over.outcome is Outcome.FAIL
    assert "gevraagd € 2.000.000,01 ligt boven het plafond van € 2.000.000,00 (transformationeel)" in over.sentence


PARTS = [Part(n, f"deel {n}", cents) for n, cents in enumerate((70_000_000, 50_000_000, 50_000_000, 15_000_000, 15_000_000), 1)]


def test_scenarios_side_by_side_and_their_own_shares() -> None:
    weights = {"a": 78_800, "b": 13_600, "c": 2_100}
    whole = scenario("alles samen", PARTS, {p.key: (BIG, 1) for p in PARTS}, weights)
    assert (whole.total, whole.subsidy, whole.own) == (200_000_000, 200_000_000, 0)
    split = scenario("1 × 500.000 + 2 × 150.000", PARTS, {2: (THEMATIC, 1), 4: (POC, 1), 5: (POC, 2)}, weights)
    assert (split.subsidy, split.own) == (80_000_000, 120_000_000)
    assert [p.key for p in split.unplaced] == [1, 3] and sum(split.shares.values()) == split.own


def test_parts_above_the_ceiling_of_their_application_are_paid_by_the_members() -> None:
    both = scenario("samen", PARTS, {4: (POC, 1), 5: (POC, 1)}, {"a": 1})
    assert [(one.needed, one.subsidy, one.over) for one in both.applications] == [(30_000_000, 15_000_000, 15_000_000)]


@given(
    st.lists(st.integers(1, 10**9), min_size=1, max_size=8), st.lists(st.integers(0, 6), min_size=8, max_size=8),
    st.lists(st.integers(1, 90_000), min_size=1, max_size=13),
)  # fmt: skip
def test_own_shares_always_add_up(sums: list[int], places: list[int], inhabitants: list[int]) -> None:
    parts = [Part(n, str(n), cents) for n, cents in enumerate(sums)]
    placed = {n: (TYPES[place % 3], place // 3 + 1) for n, place in enumerate(places[: len(parts)]) if place < 6}
    seen = scenario("x", parts, placed, dict(enumerate(inhabitants)))
    assert seen.subsidy + seen.own == seen.total == sum(sums)
    assert sum(seen.shares.values()) == seen.own
