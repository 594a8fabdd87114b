"""The inventory: the platforms that hold documents (N47) and the digital rooms in them (N48)."""

from __future__ import annotations

from django.db import models

from nabij.kernel.tenancy.rows import OwnedRow, SharedRow, TenantForeignKey

from ..rules.rooms import STATE_NL, RoomState


class Platform(SharedRow):
    """A system that holds documents of one municipality; every member may read it. Its owner is a person of that municipality."""

    class Kind(models.TextChoices):
        M365 = "m365", "Microsoft 365"
        FILE_SERVER = "file_server", "bestandsserver"
        DMS = "dms", "documentbeheer"
        BUSINESS = "business", "vaktoepassing"
        PAPER = "paper", "papier"

    kind = models.CharField(max_length=12, choices=Kind)
    product = models.CharField(max_length=120)
    licence = models.CharField(max_length=120, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    cost_year_cents = models.BigIntegerField(null=True, blank=True)
    contract_end = models.DateField(null=True, blank=True)
    exit_route = models.CharField(max_length=200, blank=True)
    owner_name = models.CharField(max_length=120, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["product"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "kind", "product"], name="archive_platform_once"),
        ]

    def __str__(self) -> str:
        return self.product


class Room(OwnedRow):
    """A Team, site, library or share. ``owners``: names as the source gives them, one per line; ``series_code``: what it holds."""

    platform = TenantForeignKey(Platform, on_delete=models.PROTECT, related_name="rooms")
    external_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    owners = models.TextField(blank=True)
    owners_left = models.PositiveSmallIntegerField(default=0)
    members = models.PositiveIntegerField(default=0)
    guests = models.PositiveIntegerField(default=0)
    size_bytes = models.BigIntegerField(default=0)
    last_activity = models.DateField(null=True, blank=True)
    assigned_owner = models.CharField(max_length=120, blank=True)
    series_code = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=12, choices=[(s.value, STATE_NL[s]) for s in RoomState], default=RoomState.FOUND.value)
    source = models.CharField(max_length=10, default="csv")
    seen_at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        ordering = ["title", "external_id"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "platform", "external_id"], name="archive_room_once"),
        ]

    def __str__(self) -> str:
        return self.title
