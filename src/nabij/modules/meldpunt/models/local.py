"""Local knowledge of a municipality for whoever is on duty: where keys are, pumps, salt, who decides about money. Its own rows."""

from __future__ import annotations

from django.db import models

from nabij.kernel.tenancy.rows import OwnedRow, TenantForeignKey


class LocalKind(models.TextChoices):
    """What an officer from elsewhere does not know."""

    KEYS = "keys", "sleutels"
    ALARM = "alarm", "alarmcodes: waar ze liggen"
    PUMP = "pump", "pompen"
    SLUICE = "sluice", "sluizen en stuwen"
    SALT = "salt", "zoutloods"
    CONTRACTOR = "contractor", "aannemers met nachtnummer"
    MONEY = "money", "wie over geld beslist"
    OTHER = "other", "andere"


class LocalSheet(OwnedRow):
    """The sheet of one municipality: who keeps it and when it was last gone through."""

    keeper = models.CharField(max_length=120)
    reviewed_on = models.DateField()
    reviewed_by = models.CharField(max_length=120)
    row_version = models.PositiveIntegerField(default=1)

    class Meta(OwnedRow.Meta):
        constraints = [*OwnedRow.Meta.constraints, models.UniqueConstraint(fields=["organisation"], name="local_sheet_once")]


class LocalEntry(OwnedRow):
    """One line of the sheet. Never a code: where it is kept."""

    sheet = TenantForeignKey(LocalSheet, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=12, choices=LocalKind)
    text = models.CharField(max_length=300)
    phone = models.CharField(max_length=30, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta(OwnedRow.Meta):
        ordering = ["position"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["sheet", "position"], name="local_entry_position"),
        ]
