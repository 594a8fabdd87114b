"""Fixtures: real PostgreSQL as the web role, a still clock, the people of the story. A ``conftest.py`` imports them all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from nabij.testing import database

#: The moment at which the story stands; every test begins there.
BEGINNING = datetime(2027, 3, 30, 8, 31)  # noqa: DTZ001 (naive = Belgian local time)


@pytest.fixture(scope="session")
def cluster() -> database.Cluster:
    """The private PostgreSQL of the tests."""
    return database.Cluster()


def _connect_to(cluster: database.Cluster, name: str) -> None:
    from django.conf import settings
    from django.db import connections

    from nabij.kernel.config import django_database

    fresh = django_database(database.as_url(cluster.db.web_url, name), connect_timeout=5)
    connections["default"].close()
    for target in (settings.DATABASES["default"], connections["default"].settings_dict):
        target.update({key: fresh[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    settings.DATABASE_OWNER_URL = database.as_url(cluster.db.owner_url, name)


@pytest.fixture(scope="session")
def django_db_setup(cluster: database.Cluster, django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """Replaces pytest-django's own: a clone of the seeded template, connected as the web role."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
    name = cluster.clone(f"test_{worker}_{os.getpid()}")
    with django_db_blocker.unblock():
        _connect_to(cluster, name)
        request.config._nabij_database = name  # type: ignore[attr-defined]
        yield
        from django.db import connections

        connections.close_all()
    cluster.drop(name)


@pytest.fixture
def fresh_database(
    django_db_setup: None, cluster: database.Cluster, django_db_blocker: Any, request: pytest.FixtureRequest
) -> Iterator[str]:
    """A clone of its own for a test that commits (threads, processes, several connections).

    With ``@pytest.mark.published`` it is one in which the first pages were published and no job waits.
    """
    name = cluster.clone(f"fresh_{uuid.uuid4().hex[:10]}", published=request.node.get_closest_marker("published") is not None)
    with django_db_blocker.unblock():
        _connect_to(cluster, name)
        yield name
        from django.db import connections

        connections.close_all()
        _connect_to(cluster, request.config._nabij_database)  # type: ignore[attr-defined]
    cluster.drop(name)


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[Any]:
    """The clock stands at the beginning of the story; ``still_clock.forward(delta)`` moves it."""
    from nabij.kernel.calendar import clock

    with clock.frozen(BEGINNING) as handle:
        yield handle


@pytest.fixture(autouse=True)
def cold_caches() -> None:
    """Nothing that one test read may answer the next."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def organisations(db: None) -> dict[str, int]:
    """slug → id of every organisation of the story."""
    from nabij.kernel.tenancy.models import Organisation

    return dict(Organisation.objects.values_list("slug", "id"))


@pytest.fixture
def acting(db: None) -> Any:
    """``with acting("delphine") as scope:`` the scope of a person of the story (``organisation`` slug when there are two)."""
    from nabij.testing.people import acting_as

    return acting_as


@pytest.fixture
def staff(db: None) -> Any:
    """``client = staff("delphine")``: a test client signed in by card on the platform's host."""
    from nabij.testing.people import client_of

    return client_of


@pytest.fixture
def visitor(db: None) -> Any:
    """``client = visitor("kortrijk")``: an anonymous test client on a municipality's host."""
    from nabij.testing.people import visitor_of

    return visitor_of
