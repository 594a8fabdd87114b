"""The household as it was on day D, as known on day K, against an oracle that replays what was said day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nabij.kernel.errors import RuleViolation
from nabij.modules.dossier.rules.households import EVENTS, Membership, apply_event, household_on

START, KNOWN = date(2020, 1, 1), datetime(2021, 1, 1, tzinfo=UTC)
PEOPLE = [UUID(int=n) for n in (1, 2, 3)]
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(EVENTS)), st.sampled_from(PEOPLE), st.integers(0, 60), st.one_of(st.none(), st.integers(1, 30))),
    max_size=12,
)


def played(steps: list[tuple[str, UUID, int, int | None]]) -> tuple[list[Membership], list[tuple[datetime, dict]]]:
    """Rows after all steps, and what an oracle knew after each: person → {day number: presence}."""
    rows: list[Membership] = []
    truth: dict[UUID, dict[int, str]] = {person: {} for person in PEOPLE}
    history = []
    for number, (kind, person, day, length) in enumerate(steps):
        now, on = KNOWN + timedelta(days=number), START + timedelta(days=day)
        until = on + timedelta(days=length) if length else None
        try:
            change = apply_event(kind, person, "factual", on, now, rows, until)
        except RuleViolation:
            assert EVENTS[kind] is None
            continue
        rows = [m if m.key not in change.close else Membership(m.key, *_rest(m), now) for m in rows]
        rows += [Membership(uuid4(), *_rest(m), None) for m in change.open]
        for n in range(day, day + length if length else 200):
            truth[person].pop(n, None)
            if EVENTS[kind]:
                truth[person][n] = str(EVENTS[kind])
        history.append((now, {p: dict(days) for p, days in truth.items()}))
    return rows, history


def _rest(m: Membership) -> tuple:
    return m.subject, m.basis, m.presence, m.first, m.until, m.known


@settings(deadline=None)
@given(STEPS)
def test_any_day_as_known_at_any_moment_equals_the_oracle(steps: list) -> None:
    rows, history = played(steps)
    for known_at, truth in history:
        for day in (0, 7, 15, 31, 59, 90, 150):
            held = household_on(rows, START + timedelta(days=day), known_at, "factual")
            assert len(held) == len({m.subject for m in held})
            assert {m.subject: m.presence for m in held} == {p: days[day] for p, days in truth.items() if day in days}


def test_nobody_leaves_who_was_not_there() -> None:
    with pytest.raises(RuleViolation, match="woont hier op die dag niet"):
        apply_event("death", PEOPLE[0], "factual", START, KNOWN, [])
