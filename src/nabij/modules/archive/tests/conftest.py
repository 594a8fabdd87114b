"""Fixtures of the archive's tests: the published strategy, a partnership that steers, rows made by the actions themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from nabij.kernel.tenancy.scope import scope, system


@pytest.fixture
def steering(organisations: dict[str, int]) -> Any:
    """``with steering() as id:`` the partnership's own scope."""

    @contextmanager
    def steer() -> Iterator[int]:
        own = organisations["zuid-west-vlaanderen"]
        with scope(reading=[own], writing=[own], actor=system("test"), tags=[f"partnership:{own}"], organisation_id=own):
            yield own

    return steer


@pytest.fixture
def being(organisations: dict[str, int]) -> Any:
    """``with being("kuurne") as id:`` a scope of one municipality, by the system."""

    @contextmanager
    def be(slug: str) -> Iterator[int]:
        own, region = organisations[slug], organisations["zuid-west-vlaanderen"]
        with scope(reading=[own], writing=[own], actor=system("test"), tags=[f"partnership:{region}"], organisation_id=own):
            yield own

    return be
