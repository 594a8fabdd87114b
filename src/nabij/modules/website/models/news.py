"""News and public notices of one municipality, in the languages that the law asks (M)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import OwnedRow, TenantForeignKey

from ..rules.states import STATE_NL, ServiceState


class NewsItem(OwnedRow):
    """``alt_decided`` tells that someone said what is on the picture (``picture_alt``) or that it only decorates (empty alt)."""

    class Kind(models.TextChoices):
        NEWS = "news", "nieuws"
        NOTICE = "notice", "bericht aan de bevolking"

    slug = models.SlugField(max_length=60)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.NEWS)
    state = models.CharField(
        max_length=10, choices=[(s.value, STATE_NL[s]) for s in ServiceState], default=ServiceState.DRAFT.value
    )
    title_nl = models.CharField(max_length=120)
    body_nl = models.TextField()
    title_fr = models.CharField(max_length=120, blank=True)
    body_fr = models.TextField(blank=True)
    picture = TenantForeignKey("blobs.BlobUse", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    picture_alt = models.CharField(max_length=200, blank=True)
    picture_alt_fr = models.CharField(max_length=200, blank=True)
    alt_decided = models.BooleanField(default=False)
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    written_by = models.CharField(max_length=120)
    written_at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        ordering = ["-published_at", "-written_at"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "slug"], name="website_newsitem_slug"),
            models.CheckConstraint(
                condition=Q(picture__isnull=True) | Q(alt_decided=True) | ~Q(state__in=["published", "scheduled"]),
                name="website_newsitem_alt_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False), name="website_newsitem_when"
            ),
        ]

    def __str__(self) -> str:
        return self.title_nl
