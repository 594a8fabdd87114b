"""Reads of news and public notices."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from nabij.kernel.errors import NotFound

from ..models import NewsItem
from ..rules.states import ServiceState
from .once import asked_once, once


@once
def published(organisation_id: int, kind: str = "", most: int | None = None) -> list[NewsItem]:
    """Newest first."""
    rows = NewsItem.objects.filter(organisation_id=organisation_id, state=ServiceState.PUBLISHED).select_related("picture")
    rows = rows.filter(kind=kind) if kind else rows
    return list(rows[:most] if most else rows)


def by_slug(organisation_id: int, slug: str) -> NewsItem:
    """A published item. Raises ``NotFound``."""
    if asked_once():
        return _one(next((item for item in published(organisation_id) if item.slug == slug), None))
    found = NewsItem.objects.filter(organisation_id=organisation_id, slug=slug, state=ServiceState.PUBLISHED)
    return _one(found.select_related("picture").first())


def item(item_id: UUID, *, lock: bool = False) -> NewsItem:
    """An item in scope, published or not. Raises ``NotFound``."""
    rows = NewsItem.objects.select_for_update(of=("self",)) if lock else NewsItem.objects.select_related("picture")
    return _one(rows.filter(id=item_id).first())


def all_of(organisation_id: int) -> list[NewsItem]:
    return list(NewsItem.objects.filter(organisation_id=organisation_id).order_by("-written_at"))


def due(organisation_id: int, at: datetime) -> list[NewsItem]:
    """Planned items whose moment has come."""
    return list(NewsItem.objects.filter(organisation_id=organisation_id, state=ServiceState.SCHEDULED, publish_at__lte=at))


def free_slug(organisation_id: int, wanted: str) -> str:
    """``wanted``, or with a number behind it when it is taken."""
    taken = set(NewsItem.objects.filter(organisation_id=organisation_id, slug__startswith=wanted[:55]).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(name for n in range(2, 1000) if (name := f"{wanted[:55]}-{n}") not in taken)


def _one(found: NewsItem | None) -> NewsItem:
    if found is None:
        raise NotFound()
    return found
