"""Reads of the ledger: what stands on disk for a site."""

from __future__ import annotations

from ..models import PublishedPage, Release

SHOWN = 20


def releases(organisation_id: int) -> list[Release]:
    """The newest releases first."""
    return list(Release.objects.filter(organisation_id=organisation_id)[:SHOWN])


def pages(organisation_id: int) -> list[PublishedPage]:
    """Every page by path; those in trouble first."""
    found = PublishedPage.objects.filter(organisation_id=organisation_id).select_related("release")
    return sorted(found, key=lambda page: (not page.trouble, page.path))


def digests(organisation_id: int) -> dict[str, str]:
    """Path → digest as the ledger knows it."""
    return dict(PublishedPage.objects.filter(organisation_id=organisation_id).values_list("path", "sha256"))
