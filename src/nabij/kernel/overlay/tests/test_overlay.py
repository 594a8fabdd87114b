"""Local words over regional text: the local value is never lost, and what changed is named."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nabij.kernel.overlay.dated import Effective, LineKind, Origin, Overlay, effective, three_way_diff
from nabij.kernel.overlay.difference import changes

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the rule
KEYS = st.sampled_from("abcdef")
SIDES = st.dictionaries(KEYS, st.sampled_from(["x", "y", "z"]))


def test_a_local_value_counts_in_its_period_only() -> None:
    overlay = Overlay("place", "eigen server", date(2026, 1, 1), date(2027, 1, 1))
    base = {"place": "SharePoint", "moment": "bij afsluiten"}
    assert effective(base, [overlay], date(2026, 5, 1))["place"] == Effective("eigen server", Origin.MUNICIPALITY)
    assert effective(base, [overlay], date(2027, 1, 1))["place"] == Effective("SharePoint", Origin.REGION)


def test_what_a_decree_fixes_stays() -> None:
    found = effective({"length": "P10Y"}, [Overlay("length", "P5Y", date(2020, 1, 1))], date(2026, 1, 1), frozenset({"length"}))
    assert found["length"] == Effective("P10Y", Origin.DECREE)


@calm
@given(SIDES, SIDES, SIDES)
def test_a_newer_version_never_overwrites_a_local_value_silently(base, newer, local) -> None:
    for line in three_way_diff(base, newer, local):
        if line.local is not None and line.local != line.newer:
            assert line.kind in (LineKind.KEPT_LOCAL, LineKind.CONFLICT)
            assert (line.kind is LineKind.CONFLICT) == (line.base != line.newer)
        else:
            assert (line.kind is LineKind.TAKEN_OVER) == (line.base != line.newer)


@calm
@given(SIDES, SIDES)
def test_every_field_has_one_line(base, newer) -> None:
    assert sorted(str(line.key) for line in three_way_diff(base, newer, {})) == sorted(set(base) | set(newer))


@calm
@given(st.lists(st.sampled_from(["bij", "afsluiten", "na", "twaalf", "maanden"])), st.lists(st.sampled_from(["bij", "na", "zes"])))
def test_the_difference_in_words_holds_both_texts(old, new) -> None:
    pieces = changes(" ".join(old), " ".join(new))
    assert [w for p in pieces if p.kind != "new" for w in p.text.split()] == old
    assert [w for p in pieces if p.kind != "gone" for w in p.text.split()] == new
