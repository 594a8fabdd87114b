"""Pure rules: the verdict, the dry run, the words. A13 and parts of A15, A19, A29."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nabij.kernel.errors import Invalid, RuleViolation

from ..rules import batches, disposal, dossiers, extraction, requests, rooms, strategy, words
from ..rules.batches import MapRule, Outcome, Seen
from ..rules.retention import (
    Bound,
    CountFrom,
    Destination,
    Fact,
    HoldFact,
    Length,
    Rule,
    Term,
    Trigger,
    Verdict,
    read_length,
    require_sensible,
    retention_verdict,
    term_end,
)
from ..rules.retention import Outcome as Ends

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DESTROY = Rule("Klachten", Destination.DESTROY)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
TERMS = st.lists(
    st.builds(
        Term, st.sampled_from(Bound), st.builds(Length, st.integers(0, 120), st.integers(0, 11)), st.sampled_from(Trigger),
        st.sampled_from(CountFrom),
    ), max_size=5,
)
FACTS = st.lists(st.builds(Fact, st.sampled_from(Trigger), DAYS), max_size=5, unique_by=lambda fact: fact.kind)
HOLDS = st.lists(st.builds(HoldFact, st.just("zaak"), st.just("rol 1"), DAYS), max_size=2)


def verdict(*terms: Term, facts: list[Fact] | None = None, holds: list[HoldFact] | None = None, today: date = date(2027, 3, 30)) -> Verdict:
    return retention_verdict(DESTROY, terms, facts or [Fact(Trigger.CLOSING, date(2020, 6, 1))], holds or [], today)


@pytest.mark.parametrize(
    ("trigger", "length", "count", "end"),
    [
        (date(2020, 6, 1), "P5Y", CountFrom.DAY_AFTER, date(2025, 6, 1)),
        (date(2020, 6, 1), "P5Y", CountFrom.TRIGGER_DAY, date(2025, 5, 31)),
        (date(2020, 6, 1), "P5Y", CountFrom.NEXT_1_JANUARY, date(2025, 12, 31)),
        (date(2020, 2, 29), "P5Y", CountFrom.DAY_AFTER, date(2025, 2, 28)),
        (date(2020, 2, 29), "P4Y", CountFrom.DAY_AFTER, date(2024, 2, 29)),
        (date(1916, 2, 29), "P110Y", CountFrom.DAY_AFTER, date(2026, 2, 28)),
        (date(2026, 10, 31), "P4M", CountFrom.DAY_AFTER, date(2027, 2, 28)),
    ],
)
def test_retention_last_day_of_a_term(trigger: date, length: str, count: CountFrom, end: date) -> None:
    assert term_end(trigger, read_length(length), count) == end


def test_retention_goes_from_the_day_after() -> None:
    term = Term(Bound.MINIMUM, Length(5), Trigger.CLOSING)
    assert verdict(term, today=date(2025, 6, 1)).outcome is Ends.NOT_YET
    assert verdict(term, today=date(2025, 6, 2)).outcome is Ends.MAY_GO


def test_retention_longest_minimum_and_longest_maximum_count() -> None:
    years = ((Bound.MINIMUM, 2), (Bound.MINIMUM, 3), (Bound.MAXIMUM, 4), (Bound.MAXIMUM, 6))
    terms = [Term(bound, Length(n), Trigger.CLOSING) for bound, n in years]
    found = verdict(*terms)
    assert (found.earliest, found.latest, found.outcome) == (date(2023, 6, 1), date(2026, 6, 1), Ends.OVERDUE)
    assert [reason.end for reason in found.reasons if reason.decides] == [date(2023, 6, 1), date(2026, 6, 1)]


def test_retention_a_missing_fact_makes_a_task() -> None:
    found = verdict(Term(Bound.MINIMUM, Length(1), Trigger.CLOSING), Term(Bound.MAXIMUM, Length(110), Trigger.BIRTH))
    assert found.outcome is Ends.MISSING and not found.may_go and "de geboortedatum ontbreekt" in found.reasons[-1].text


def test_retention_a_conflict_destroys_nothing() -> None:
    found = verdict(Term(Bound.MINIMUM, Length(9), Trigger.CLOSING), Term(Bound.MAXIMUM, Length(1), Trigger.CLOSING))
    assert found.outcome is Ends.CONFLICT and not found.may_go


@calm
@given(TERMS, FACTS, HOLDS, DAYS)
def test_retention_properties(terms: list[Term], facts: list[Fact], holds: list[HoldFact], today: date) -> None:
    found = retention_verdict(DESTROY, terms, facts, holds, today)
    assert found.reasons and all(reason.text for reason in found.reasons)
    if holds or found.missing or found.conflict:
        assert not found.may_go
    if found.may_go:
        assert found.earliest is not None and today > found.earliest
        assert {term.trigger for term in terms} <= {fact.kind for fact in facts}
    if found.outcome is Ends.OVERDUE:
        assert found.latest is not None and today > found.latest


@calm
@given(TERMS, FACTS, DAYS)
def test_retention_what_is_kept_never_goes(terms: list[Term], facts: list[Fact], today: date) -> None:
    for destination in (Destination.KEEP, Destination.SAMPLE):
        assert not retention_verdict(Rule("x", destination), terms, facts, [], today).may_go
    assert not retention_verdict(None, terms, facts, [], today).may_go
    assert not retention_verdict(Rule("x", Destination.DESTROY, published=False), terms, facts, [], today).may_go


def test_a_personal_series_without_a_maximum_stays_a_concept() -> None:
    low, high = Term(Bound.MINIMUM, Length(5), Trigger.CLOSING), Term(Bound.MAXIMUM, Length(3), Trigger.CLOSING)
    assert "maximumtermijn nodig" in require_sensible([low], [], personal=True)
    assert "korter" in require_sensible([low], [high], personal=False)
    assert require_sensible([high], [low], personal=True) == ""


def test_dry_run_names_doubles_junk_and_what_has_no_place() -> None:
    rules = [MapRule("*/privé/*", "", 0, True), MapRule("Omgeving/*", "omg", 2, False)]
    seen = [
        Seen("Omgeving/a/plan.pdf", 5, "aa"), Seen("Omgeving/b/kopie.pdf", 5, "aa"), Seen("Elders/x.txt", 1, "bb"),
        Seen("Omgeving/privé/foto.jpg", 1, "cc"), Seen("Omgeving/Thumbs.db", 1, "", Outcome.JUNK), Seen("Omgeving/c/d.txt", 2, "dd"),
    ]
    known = frozenset({batches.source_key("Omgeving/c/d.txt", "dd")})
    judged = batches.judge(seen, rules, known, {})
    assert [one.outcome for one in judged] == [
        Outcome.NEW, Outcome.DOUBLE, Outcome.UNMAPPED, Outcome.SKIPPED, Outcome.JUNK, Outcome.ALREADY_HERE,
    ]
    assert judged[1].message == "zelfde inhoud als Omgeving/a/plan.pdf" and judged[0].proposal.dossier == "Omgeving / a"  # type: ignore[union-attr]


@calm
@given(st.lists(st.tuples(st.text("ab/", min_size=1, max_size=6), st.sampled_from(["x", "y", "z"])), unique_by=lambda one: one[0]))
def test_second_run_is_a_no_op(found: list[tuple[str, str]]) -> None:
    rules = [MapRule("*", "omg", 0, False)]
    seen = [Seen(path, 1, digest) for path, digest in found]
    taken = frozenset(batches.source_key(path, digest) for path, digest in found)
    assert all(one.outcome in batches.TAKES for one in batches.judge(seen, rules, frozenset(), {}))
    assert all(one.outcome is Outcome.ALREADY_HERE for one in batches.judge(seen, rules, taken, {}))


@calm
@given(st.binary(min_size=1, max_size=60))
def test_any_path_becomes_readable(path: bytes) -> None:
    clean = batches.clean_path(path)
    assert not any(ord(sign) < 32 or sign in "\u202e\u200f" for sign in clean.display)
    assert clean.raw in (b"", path)


def test_rules_must_fit_their_own_example() -> None:
    with pytest.raises(RuleViolation, match="past niet"):
        batches.require_sample(MapRule("Omgeving/*", "omg", 1, False), "Elders/x.txt")


@pytest.mark.parametrize(
    ("word", "parts"),
    [("kinderopvang", ("kinder", "opvang")), ("gemeenteraadsverslag", ("gemeente", "raad", "verslag")), ("opvang", ()), ("ab", ())],
)
def test_compounds(word: str, parts: tuple[str, ...]) -> None:
    assert words.compound_parts(word, {"kinder", "opvang", "gemeente", "raad", "verslag"}) == parts


def test_numbers_meet_in_three_spellings() -> None:
    assert words.identifier_tokens("2024/OMG/00123") == words.identifier_tokens("2024-omg-123") == ["id2024xomgx123"]
    assert words.identifier_tokens("niets hier, 12.00 uur") == ["id12x0"] and words.identifier_tokens("een-twee") == []


@calm
@given(st.text(max_size=500))
def test_a_question_is_read_or_refused_in_words(typed: str) -> None:
    try:
        query = words.parse_query(typed)
    except Invalid as wrong:
        assert wrong.fields["q"]
        return
    text = words.tsquery(query, [["a", "b"]], {"kinder", "opvang"})
    assert text.count("(") == text.count(")") and "\x00" not in text


def test_register_numbers_are_masked() -> None:
    for number in ("85.07.30-033.28", "85073003328", "85 07 30 033 28"):
        assert "85" not in words.mask_insz(f"nummer {number}.")


def test_rooms_csv_names_line_and_column() -> None:
    lines = "\n".join(f"team-{n};Team;Kamer {n};an|bo;{n % 2};3;0;12;2027-01-0{1 + n % 9}" for n in range(200))
    facts = rooms.read_csv("external_id;kind;title;owners;owners_left;members;guests;size_mb;last_activity\n" + lines)
    assert len(facts) == 200 and facts[0].owners == ("an", "bo") and facts[0].size_bytes == 12_000_000
    for bad, said in (("external_id;title\nx;", "Regel 2"), ("naam\nx", "ontbreekt"), ("external_id;title;members\na;b;veel", "Regel 2")):
        with pytest.raises(Invalid, match=said):
            rooms.read_csv(bad)


OWNERS = st.sampled_from([(), ("a",), ("a", "b")])


@calm
@given(st.builds(rooms.RoomFacts, st.just("x"), st.just("Team"), st.just("t"), OWNERS, st.integers(0, 2)))
def test_an_assigned_room_is_never_ownerless(facts: rooms.RoomFacts) -> None:
    found = rooms.flags(facts, assigned_owner="an", series_code="rad", today=date(2027, 3, 30))
    assert not {rooms.Flag.NO_OWNER, rooms.Flag.NO_RULE, rooms.Flag.OWNER_LEFT} & set(found)


SAID = st.builds(disposal.Said, st.integers(1, 3), st.sampled_from(disposal.Role), st.booleans(), st.sampled_from("xy"))


@calm
@given(st.lists(SAID, max_size=8))
def test_one_person_is_never_enough(said: list[disposal.Said]) -> None:
    for people in (2, 3):
        if disposal.enough(said, "x", people):
            assert len({line.account for line in said if line.approves and line.digest == "x"}) >= people
    assert not disposal.enough([line for line in said if line.account == 1], "x", 2)


def test_wait_is_kept() -> None:
    with pytest.raises(RuleViolation):
        disposal.require_waited(date(2027, 4, 6), date(2027, 4, 5))
    disposal.require_waited(date(2027, 4, 6), date(2027, 4, 6))


def test_which_parser_reads_what() -> None:
    assert extraction.parser_of("application/pdf", "x.docx") == "pdf" and extraction.parser_of("text/plain", "x.eml") == "eml"
    assert extraction.parser_of("application/octet-stream", "NOTULEN.WPD") == "" and extraction.kind_nl("image/jpeg", "x.jpg") == "beeld"


@pytest.mark.parametrize(
    ("name", "head", "whole", "words"),
    [
        ("brief.docx", b"PK\x03\x04", True, ""), ("brief.docx", b"PK\x03\x04", False, "beschadigd"),
        ("lonen.docx", b"\xd0\xcf\x11\xe0", False, "wachtwoord"), ("nota.pdf", b"%PDF-1.4", False, ""),
        ("nota.pdf", b"\x00\x01geen", False, "beschadigd"),
        ("plan.docx", b"%PDF-1.4", False, ""), ("brief.doc", b"Beste,", False, ""),
        ("oud.wpd", b"\xffWPC\x10\x00", False, "oud of onbekend"),
        ("oud.doc", b"\xd0\xcf\x11\xe0", False, "oud of onbekend"), ("foto.jpg", b"\xff\xd8\x00", False, "beeld"),
        ("lijst.txt", b"", False, ""), ("zonder", b"\x00", False, "oud of onbekend"),
    ],
)  # fmt: skip
def test_a_dry_run_says_what_is_found_by_name_only(name: str, head: bytes, whole: bool, words: str) -> None:
    said = extraction.by_name_only(name, head, whole)
    assert words in said and bool(said) == bool(words)


def test_dossier_dates() -> None:
    today = date(2027, 3, 30)
    for opened, closed in ((today + timedelta(1), None), (today, today - timedelta(1)), (today, today + timedelta(1))):
        with pytest.raises(Invalid):
            dossiers.require_dates(opened, closed, today)


def test_drawings_in_the_readme_are_the_tables() -> None:
    readme = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    for drawing in (strategy.drawing(), dossiers.drawing(), disposal.drawing(), requests.drawing()):
        assert f"```mermaid\n{drawing}\n```" in readme
