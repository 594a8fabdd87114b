"""The catalogue: shared concepts (R), their versions, and what one municipality offers with its own words over them (M)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nabij.kernel.overlay.fields import Local, Op
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.rows import OwnedRow, SharedRow, TenantForeignKey

from ..rules.services import CHANNEL_NL, ChannelKind
from ..rules.states import STATE_NL, ServiceState
from .places import Place, Team

SERVICE_STATES = [(state.value, STATE_NL[state]) for state in ServiceState]


class Concept(SharedRow):
    """Template of a service by Flanders or the region; ``body`` is the newest version that was received."""

    class Lead(models.TextChoices):
        FLANDERS = "flanders", "Vlaanderen"
        REGION = "region", "de regio"
        INSTANCE = "instance", "een andere gemeente"

    iri = models.CharField(max_length=300)
    lead = models.CharField(max_length=10, choices=Lead, default=Lead.FLANDERS)
    product_number = models.CharField(max_length=20, blank=True)
    newest_at = models.DateTimeField()
    archived = models.BooleanField(default=False)
    body = models.JSONField(default=dict)

    class Meta(SharedRow.Meta):
        ordering = ["product_number", "iri"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "iri"], name="website_concept_iri"),
        ]

    def __str__(self) -> str:
        titles = self.body.get("title", {})
        return str(titles.get("nl") or next(iter(titles.values()), self.iri))


class ConceptSnapshot(SharedRow):
    """One dated version as received; never changed. ``generated_text`` is its time to the letter."""

    tenancy = Tenancy.SHARED_LOG

    concept = TenantForeignKey(Concept, on_delete=models.PROTECT, related_name="snapshots")
    iri = models.CharField(max_length=300)
    generated_text = models.CharField(max_length=40)
    generated_at = models.DateTimeField()
    archived = models.BooleanField(default=False)
    applied = models.BooleanField()
    body = models.JSONField()
    received_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        ordering = ["generated_at"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "iri"], name="website_snapshot_iri"),
        ]

    def __str__(self) -> str:
        return f"{self.iri} ({self.generated_text})"


class Service(OwnedRow):
    """What one municipality offers. With a concept its texts are the shared ones under ``overlays``; without, only its own.
    ``featured`` is its place among the tasks on the home page."""

    concept_organisation = models.ForeignKey(
        "tenancy.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    concept = TenantForeignKey(Concept, null=True, blank=True, on_delete=models.PROTECT, related_name="services")
    slug = models.SlugField(max_length=60)
    state = models.CharField(max_length=10, choices=SERVICE_STATES, default=ServiceState.DRAFT.value)
    team = TenantForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="services")
    days_to_answer = models.PositiveSmallIntegerField(null=True, blank=True)
    featured = models.PositiveSmallIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    checked_on = models.DateField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        ordering = ["slug"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "slug"], name="website_service_slug"),
            models.UniqueConstraint(fields=["organisation", "concept"], name="website_service_once"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in ServiceState]), name="website_service_state"),
            models.CheckConstraint(
                condition=Q(concept__isnull=True, concept_organisation__isnull=True)
                | Q(concept__isnull=False, concept_organisation__isnull=False),
                name="website_service_concept_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Overlay(OwnedRow):
    """One local value on one field and language, with the shared value that it replaced."""

    service = TenantForeignKey(Service, on_delete=models.CASCADE, related_name="overlays")
    path = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="nl")
    op = models.CharField(max_length=8, choices=[(op.value, op.value) for op in Op])
    value = models.TextField(blank=True)
    base = models.TextField(blank=True)
    base_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)
    set_by = models.CharField(max_length=120)
    set_at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        ordering = ["path"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["service", "path", "language"], name="website_overlay_one"),
        ]

    def __str__(self) -> str:
        return f"{self.path} ({self.language})"

    def local(self) -> Local:
        """The row as the pure rules know it."""
        return Local(Op(self.op), self.value, self.base, self.base_hash)


class Channel(OwnedRow):
    """One way to ask for a service. At least one is not a screen: a trigger keeps that at commit (N36)."""

    service = TenantForeignKey(Service, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=8, choices=[(kind.value, CHANNEL_NL[kind]) for kind in ChannelKind])
    place = TenantForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=300, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["service", "kind", "place"], nulls_distinct=False, name="website_channel_one"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
