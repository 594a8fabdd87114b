"""Whose host name it is, as it was last known: for the page that says that the database does not answer.

Kept in files, shared by every process of an installation; whoever learns of a host (a request, the publisher of a site) notes it.
"""

from __future__ import annotations

from django.core.cache import caches

from .queries import SiteOrganisation


def remember(host: str, organisation: SiteOrganisation) -> None:
    """Note it when it differs from what was known."""
    if caches["lasting"].get(f"host:{host}") != organisation:
        caches["lasting"].set(f"host:{host}", organisation)


def by_host(host: str) -> SiteOrganisation | None:
    """The organisation of a host, with port first, then without."""
    found = caches["lasting"].get(f"host:{host}") or caches["lasting"].get(f"host:{host.partition(':')[0]}")
    return found  # type: ignore[no-any-return]
