"""Fixtures of the website's tests: a place of its own for published files, scopes, and the worker's part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from nabij.kernel.events.models import Event
from nabij.kernel.tenancy.scope import scope, system


@pytest.fixture
def published(settings: Any, tmp_path: Path) -> Path:
    """An empty folder for the files of the sites."""
    settings.NABIJ_PUBLISHED = tmp_path / "published"
    return settings.NABIJ_PUBLISHED  # type: ignore[no-any-return]


@pytest.fixture
def at_site(organisations: dict[str, int]) -> Any:
    """``with at_site("kuurne") as scope:`` writes for one municipality as the system."""

    @contextmanager
    def enter(slug: str) -> Iterator[Any]:
        own = [organisations[slug]]
        with scope(reading=own, writing=own, actor=system("test"), organisation_id=own[0]) as opened:
            yield opened

    return enter


@pytest.fixture
def handle(at_site: Any, organisations: dict[str, int]) -> Any:
    """``handle("kuurne")``: what the worker does with the waiting events of one organisation, oldest first."""

    def work(slug: str) -> None:
        from nabij.modules.website import jobs
        from nabij.modules.website.events import CONCEPT_CHANGED

        with at_site(slug):
            for event in Event.objects.filter(organisation_id=organisations[slug]).order_by("sequence"):
                if event.type == CONCEPT_CHANGED:
                    jobs.on_concept(event)
            jobs.publish.function()

    return work
