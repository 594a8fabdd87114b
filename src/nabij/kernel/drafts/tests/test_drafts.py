"""A form that waits: sealed, opened with both keys, forgotten after thirty days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nabij.kernel.calendar import clock
from nabij.kernel.drafts import actions
from nabij.kernel.drafts.jobs import forget_old
from nabij.kernel.drafts.models import Draft
from nabij.kernel.errors import Invalid, NotFound
from nabij.kernel.spoken import read, spelled
from nabij.kernel.tenancy.scope import ANONYMOUS, scope, system

pytestmark = pytest.mark.django_db
TYPED = {"text": "Wij verhuizen", "name": "Kaat Proef"}


@pytest.fixture
def kortrijk(organisations):
    own = organisations["kortrijk"]
    with scope(reading=[own], writing=[own], actor=ANONYMOUS, organisation_id=own):
        yield own


def saved(own, **changes):
    return actions.save(**{"organisation_id": own, "service": "x", "service_nl": "X", "typed": TYPED, "factor": "0470 12 34 56"} | changes)


def test_what_was_typed_is_sealed_and_comes_back_with_code_and_figures(kortrijk):
    row, code = saved(kortrijk)
    assert b"verhuizen" not in bytes(row.sealed) and code not in (row.code_index, row.factor_index)
    spoken = " ".join(word for _, word in spelled(code))
    assert read(spoken, len(code)) == code
    assert actions.resume(organisation_id=kortrijk, code=spoken, factor="3456", actor=ANONYMOUS).typed == TYPED


@pytest.mark.parametrize("factor", ["", "12", "geen"])
def test_without_figures_nothing_is_kept(kortrijk, factor):
    with pytest.raises(Invalid):
        saved(kortrijk, factor=factor)


def test_another_municipality_does_not_know_the_code(kortrijk, organisations):
    _, code = saved(kortrijk)
    own = organisations["kuurne"]
    with pytest.raises(NotFound), scope(reading=[kortrijk], actor=ANONYMOUS):
        actions.resume(organisation_id=own, code=code, factor="3456", actor=ANONYMOUS)


def test_after_thirty_days_it_is_gone(kortrijk, still_clock):
    _, code = saved(kortrijk)
    still_clock.forward(timedelta(days=31))
    with pytest.raises(NotFound):
        actions.resume(organisation_id=kortrijk, code=code, factor="3456", actor=ANONYMOUS)
    with scope(reading=[kortrijk], writing=[kortrijk], actor=system("nightly")):
        forget_old.function()
    assert not Draft.objects.filter(expires__lt=clock.now()).exists()


def test_saving_again_with_the_code_replaces_the_earlier_one(kortrijk):
    first, code = saved(kortrijk)
    again, same = saved(kortrijk, code=code, typed=TYPED | {"text": "Toch niet"})
    assert (again.id, same) == (first.id, code)
    assert actions.resume(organisation_id=kortrijk, code=code, factor="3456", actor=ANONYMOUS).typed["text"] == "Toch niet"
