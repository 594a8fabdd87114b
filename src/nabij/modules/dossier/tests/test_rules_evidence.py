"""Freshness, what is left to do, and the smallest set."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from nabij.modules.dossier.rules.evidence import Freshness, Kind, Known, Need, Proposal, Source, carried, delta, freshness, minimal

ON = date(2027, 3, 26)
NEED = Need("income", "Inkomen", 60, True, "RMI-wet art. 16")
OTHER = Need("rent", "Huur", 365, False, "OCMW-wet art. 57")
SOURCES = {code: Source(code, code, reshare) for code, reshare in (("document", "allowed"), ("ksz", "by_reference"), ("police", "never"))}
FACT = Known(uuid4(), "income", Kind.FACT, "self", "geen", "document", ON - timedelta(days=10), None)


def other(**changes: object) -> Known:
    return replace(FACT, key=uuid4(), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(("changes", "expected"), [
    ({}, Freshness.FRESH), ({"observed_on": ON - timedelta(days=60)}, Freshness.FRESH),
    ({"observed_on": ON - timedelta(days=61)}, Freshness.STALE),
    ({"valid_until": ON}, Freshness.FRESH), ({"valid_until": ON - timedelta(days=1)}, Freshness.EXPIRED),
    ({"superseded": True}, Freshness.SUPERSEDED),
])  # fmt: skip
def test_freshness(changes: dict, expected: Freshness) -> None:
    assert freshness(other(**changes), NEED, ON) is expected


@pytest.mark.parametrize(("changes", "expected"), [
    ({"kind": Kind.APPRECIATION}, Proposal.NEVER), ({"about_others": True}, Proposal.NEVER), ({"source": "police"}, Proposal.NEVER),
    ({"source": "unknown"}, Proposal.NEVER), ({"source": "ksz"}, Proposal.OFF), ({"kind": Kind.DECLARATION}, Proposal.OFF),
    ({"kind": Kind.OBSERVATION}, Proposal.OFF), ({"health": True}, Proposal.OFF), ({"observed_on": ON - timedelta(days=61)}, Proposal.OFF),
    ({"superseded": True}, Proposal.OFF), ({}, Proposal.PROPOSED),
])  # fmt: skip
def test_what_is_proposed_and_what_never_travels(changes: dict, expected: Proposal) -> None:
    (choice,) = minimal([NEED], [other(**changes)], SOURCES, ON)
    assert choice.proposal is expected and choice.why.endswith(".")


def test_newest_per_requirement_and_subject_and_nothing_that_was_not_asked() -> None:
    older, child = other(observed_on=ON - timedelta(days=20)), other(subject="Noor")
    choices = minimal([NEED], [older, FACT, child, other(requirement="rent")], SOURCES, ON)
    proposed = {choice.finding.key for choice in choices if choice.proposal is Proposal.PROPOSED}
    assert len(choices) == 3 and proposed == {FACT.key, child.key}


def test_home_visit_and_ksz_never_disappear() -> None:
    left = delta([NEED, OTHER], [FACT], {}, ON)
    assert [line.need.code for line in left.reusable] == ["income"] and [line.need.code for line in left.missing] == ["rent"]
    assert [owed.code for owed in left.owed_by_law] == ["home_visit", "ksz"] and left.left == 3
    done = delta([NEED], [FACT], {"home_visit": ON, "ksz": ON}, ON)
    assert [owed.code for owed in done.owed_by_law] == ["home_visit", "ksz"] and done.left == 0


def test_a_meeneemmap_carries_facts_and_the_newest_own_declaration_only() -> None:
    said = [other(kind=Kind.DECLARATION, observed_on=ON - timedelta(days=n)) for n in (5, 6, 90)]
    never = [other(kind=Kind.APPRECIATION), other(source="ksz"), other(kind=Kind.DECLARATION, about_others=True)]
    kept = carried(minimal([NEED], [FACT, *said, *never], SOURCES, ON), ON, [NEED])
    assert {choice.finding.key for choice in kept} == {FACT.key, said[0].key}


def test_a_stale_fact_is_not_reused() -> None:
    left = delta([NEED], [other(observed_on=ON - timedelta(days=61))], {}, ON)
    assert not left.reusable and left.stale[0].why.startswith("Verouderd")
