"""A38: the feeds of the duty line as a program reads them that forgives nothing, over edits of the rota and over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from nabij.kernel.calendar.tests.ical_strict import read
from nabij.modules.meldpunt.actions import rota
from nabij.modules.meldpunt.rules.rota import BRUSSELS, OverrideKind

from .test_duty_calendar import feed, made, replan

__all__ = ["feed"]
KINDS = ("person", "line", "municipality")


@pytest.mark.parametrize("kind", KINDS)
def test_each_feed_is_icalendar_to_the_letter_and_answers_as_http_asks(feed, acting, kind):
    token = made(acting, "joris", kind)
    answer = feed(token)
    found = read(answer.content)
    assert found and all(one.status == "CONFIRMED" and one.end > one.start for one in found.values())
    assert answer["Content-Type"] == "text/calendar; charset=utf-8" and answer["ETag"].startswith('"')
    assert feed(token).content == answer.content, "the same rota gives the same bytes"
    for asked in (answer["ETag"], f"W/{answer['ETag']}", f'"ouder", {answer["ETag"]}', "*"):
        again = feed(token, **{"if-none-match": asked})
        assert again.status_code == 304 and not again.content and again["ETag"] == answer["ETag"]
    assert feed(token, **{"if-none-match": '"ouder"'}).status_code == 200


def test_over_edits_the_uid_stays_the_sequence_grows_and_what_was_withdrawn_says_so(feed, acting, still_clock):
    token = made(acting, "joris", "person")
    seen = [read(feed(token).content)]
    start = datetime(2027, 4, 9, 17, tzinfo=BRUSSELS)
    edits = (
        lambda line, joris, anke: rota.add_override(
            line=line, role="first", kind=OverrideKind.REPLACE, person=anke, replaces=joris, start=start, end=start + timedelta(days=7),
            reason="ruil",
        ),
        lambda line, joris, anke: rota.add_override(
            line=line, role="first", kind=OverrideKind.REMOVE, person=joris, start=start + timedelta(days=14),
            end=start + timedelta(days=15), reason="ziek",
        ),
    )  # fmt: skip
    for edit in edits:
        still_clock.forward(timedelta(minutes=5))
        replan(edit)
        seen.append(read(feed(token).content))
        assert feed(token).content == feed(token).content
    for before, after in pairwise(seen):
        assert set(before) <= set(after), "no appointment disappears without a word"
        for uid, was in before.items():
            now = after[uid]
            if now == was:
                continue
            assert now.sequence > was.sequence and now.modified > was.modified, "a program takes only what is newer"
        assert before != after
    cancelled = [one for one in seen[-1].values() if one.status == "CANCELLED"]
    assert cancelled and all(one.summary.startswith("Vervalt: ") and one.sequence > 0 for one in cancelled)
