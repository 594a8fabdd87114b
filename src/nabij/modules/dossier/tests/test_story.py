"""The whole path through the actions: request, selection, letter, answers, objection, release, pick-up, adoption."""

from __future__ import annotations

from typing import Any

import pytest

from nabij.modules.dossier.actions import answers, release, review
from nabij.modules.dossier.actions.answers import Given
from nabij.modules.dossier.models import Finding, Handover, ReceivedItem
from nabij.modules.dossier.queries import casework, files, handovers
from nabij.modules.dossier.rules.handovers import Reply, Verdict

pytestmark = pytest.mark.django_db


def test_the_story_stands_where_the_visitor_arrives(acting: Any, els: Any, still_clock: Any) -> None:
    with acting("wim"):
        row = Handover.objects.get(id=els.at_kortrijk)
        assert (row.state, row.items_count, row.of_count, str(row.last_day)) == ("preview", 11, 148, "2027-04-08")
    with acting("marieke"):
        file, seen = casework.application(els.application, still_clock.at.date())
        assert str(seen.last_day) == "2027-04-23"
        delta = casework.delta(file, seen, still_clock.at.date())
        assert len(delta.stale) == 2 and [o.code for o in delta.owed_by_law if not o.done_on] == ["home_visit", "ksz"]
