"""What the tests of rounds and notes share: the three rounds of the story by number."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from ..models import Consultation
from ..queries import consultations
from ..queries.consultations import Round


@pytest.fixture
def rounds(seeing: Any) -> dict[str, UUID]:
    """``archive`` runs and has its notes, ``social`` runs without notes, ``website`` is a draft about an idea."""
    with seeing():
        found = dict(Consultation.objects.values_list("number", "id"))
    return {"archive": found[1], "social": found[2], "website": found[3]}


def round_of(id: UUID) -> Round:
    return consultations.get(id)


def make_all(id: UUID) -> int:
    """What the worker does, turn by turn; returns how many turns had a note to make."""
    from .. import actions

    turns = 0
    while actions.make_next(consultation_id=id):
        turns += 1
    return turns
