"""Fixtures of the dossier's tests: Els's two files and both sides of her hand-over; and in every test, what is printed is logged."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.tenancy.models import Organisation
from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.dossier.models import Application, Dossier, Handover
from nabij.modules.dossier.queries.journal import READ
from nabij.modules.dossier.templatetags.dossier import MARKED


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


def sections_logged() -> int:
    """Over every organisation, in the rows themselves: looks by the pages of this module (another page that shows an item says where)."""
    everyone = list(Organisation.objects.values_list("id", flat=True))
    with scope(reading=everyone, actor=system("test"), reason="nazicht"):
        rows = AuditEntry.objects.filter(verb=READ).values_list("detail", flat=True)
        return sum(len(detail["sections"]) for detail in rows if not detail.get("on"))


@pytest.fixture(autouse=True)
def every_section_that_leaves_is_logged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In each test with rows: sections in the answers that left = sections in the read entries that were committed, exactly."""
    if "db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")
    left, before = [0], sections_logged()
    ask = Client.request

    def counted(self: Client, **environment: Any) -> Any:
        response = ask(self, **environment)
        left[0] += 0 if response.streaming else response.content.count(MARKED)
        return response

    monkeypatch.setattr(Client, "request", counted)
    yield
    assert sections_logged() - before == left[0], "sections in the log and sections in the answers"


@pytest.fixture
def vault(tmp_path: Path, settings: Any) -> Path:
    """The keys of the story in a home of this test's own: what it does to them touches no other test. Returns the folder of key files."""
    for name in ("keys", "keyholders"):
        shutil.copytree(Path(settings.NABIJ_HOME) / name, tmp_path / name)
    settings.NABIJ_HOME = tmp_path
    settings.NABIJ_KEY_FILE = tmp_path / "keys" / "installation.key"
    return tmp_path / "keyholders"
