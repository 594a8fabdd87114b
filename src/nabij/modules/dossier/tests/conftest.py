"""Fixtures of the dossier's tests: Els's two files and both sides of her hand-over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from nabij.modules.dossier.models import Application, Dossier, Handover


@dataclass(frozen=True)
class Els:
    """Keys of the story at both OCMWs."""

    kortrijk_ref: str
    wervik_ref: str
    at_kortrijk: UUID
    at_wervik: UUID
    application: UUID


@pytest.fixture
def els(acting: Any) -> Els:
    with acting("wim"):
        holder = Handover.objects.get(side="holder")
        there = Dossier.objects.get(id=holder.dossier_id).ref
    with acting("marieke"):
        requester = Handover.objects.get(side="requester")
        here = Dossier.objects.get(id=requester.dossier_id).ref
        application = Application.objects.get().id
    return Els(there, here, holder.id, requester.id, application)
