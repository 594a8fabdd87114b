"""Vectors of the kernel's message rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.notices.rules import HUMAN_CHANNELS, channels_for, next_retry, sms_segments


@pytest.mark.parametrize(
    ("text", "encoding", "segments"),
    [
        ("a" * 160, "GSM-7", 1), ("a" * 161, "GSM-7", 2), ("a" * 306, "GSM-7", 2), ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1), ("€" * 81, "GSM-7", 2), ("ï" + "a" * 69, "UCS-2", 1), ("ï" + "a" * 159, "UCS-2", 3),
        ("geïnformeerd", "UCS-2", 1),
    ],
)
def test_sms_segments(text, encoding, segments):
    assert sms_segments(text) == (encoding, segments)


@given(
    st.lists(st.sampled_from(["email", "sms", "letter", "call"]), max_size=5),
    st.dictionaries(st.sampled_from(["email", "sms", "letter"]), st.text(min_size=1)), st.booleans(),
)
def test_every_chain_ends_with_a_human(wanted, points, none_digital):
    chain = channels_for(tuple(wanted), points, none_digital)
    assert chain and chain[-1] in HUMAN_CHANNELS
    if none_digital:
        assert set(chain) <= set(HUMAN_CHANNELS)
    assert all(channel in HUMAN_CHANNELS or points.get(channel) for channel in chain)


@given(st.integers(1, 60), st.integers(0, 20000))
def test_a_temporary_failure_waits_and_ends_at_the_next_channel(tries, waited):
    step = next_retry(tries, waited, permanent=False)
    assert step.next_channel == (waited >= 4 * 3600)
    assert step.next_channel or 10 <= (step.again_in_s or 0) <= 900
    assert next_retry(tries, waited, permanent=True).next_channel
