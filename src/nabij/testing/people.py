"""The people of the story in a test: a scope, a signed-in client, an anonymous visitor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import Client

from nabij.kernel.access.session import KEY
from nabij.kernel.calendar import clock
from nabij.kernel.identity.capacities import Capacity, capacities
from nabij.kernel.identity.models import Account
from nabij.kernel.tenancy.scope import Scope, scope


def capacity_of(username: str, organisation: str = "") -> tuple[Account, Capacity]:
    """The account and its capacity (the first, or the one of ``organisation`` by slug)."""
    account = Account.objects.get(username=username)
    found = capacities(account.pk, clock.today())
    return account, next(c for c in found if not organisation or c.slug == organisation)


@contextmanager
def acting_as(username: str, organisation: str = "") -> Iterator[Scope]:
    """A reading and writing scope of a person in one capacity."""
    account, capacity = capacity_of(username, organisation)
    own = [capacity.organisation_id]
    with scope(reading=own, writing=own, actor=capacity.actor(account.pk, str(account)), tags=capacity.tags) as opened:
        yield opened


def client_of(username: str, organisation: str = "") -> Client:
    """A client on ``localhost:8000`` whose requests say that they come from the same site, as a browser's do."""
    client = Client(headers={"host": "localhost:8000", "sec-fetch-site": "same-origin"})
    account, capacity = capacity_of(username, organisation)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[KEY] = capacity.organisation_id
    session.save()
    return client


def visitor_of(slug: str) -> Client:
    return Client(headers={"host": f"{slug}.localhost:8000", "sec-fetch-site": "same-origin"})
