"""Fixtures of the programme's tests: its projects by slug, and a view of everything for checks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest

from nabij.kernel.tenancy.scope import scope, system


@pytest.fixture
def seeing(organisations: dict[str, int]) -> Any:
    """``with seeing():`` reads every organisation of the story, as a check may."""

    @contextmanager
    def see() -> Iterator[None]:
        tags = [f"partnership:{organisations['zuid-west-vlaanderen']}"]
        with scope(reading=organisations.values(), actor=system("test"), reason="nazicht", tags=tags):
            yield

    return see


@pytest.fixture
def projects(seeing: Any) -> dict[str, UUID]:
    """slug → id."""
    from ..queries import programme

    with seeing():
        return {view.slug: view.id for view in programme.projects()}


@pytest.fixture
def meldpunt(projects: dict[str, UUID]) -> UUID:
    """The project that operates the module meldpunt."""
    return projects["regionaal-meldpunt"]
