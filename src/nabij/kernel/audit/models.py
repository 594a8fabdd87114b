"""The audit log: append-only, partitioned by month on ``at``; one row per act or read."""

from __future__ import annotations

from django.db import models

from ..tenancy.kinds import Tenancy
from ..tenancy.rows import LogRow


class AuditEntry(models.Model):
    """Unmanaged: the table is partitioned (see the migration). The real key is (organisation_id, at, id)."""

    tenancy = Tenancy.LOG

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=10)
    actor_label = models.CharField(max_length=120)
    account_id = models.UUIDField(null=True)
    function = models.CharField(max_length=40, blank=True)
    on_behalf = models.CharField(max_length=120, blank=True)
    object_key = models.CharField(max_length=160, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=20, default="done")
    correlation = models.CharField(max_length=32, blank=True)
    detail = models.JSONField(default=dict)
    detail_salt = models.BinaryField()
    detail_digest = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_entry"

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.verb}"


class AuditLeaf(LogRow):
    """The seal of one entry: its place in the tree of its organisation, without gaps, and the hash of its columns."""

    leaf_index = models.BigIntegerField()
    entry_id = models.BigIntegerField()
    entry_at = models.DateTimeField()
    leaf_hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "leaf_index", name="audit_leaf_index"),
            models.UniqueConstraint("organisation", "entry_id", name="audit_leaf_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.leaf_index}: {self.entry_id}"


class AuditHead(LogRow):
    """The tree at one size, signed by its organisation (``note``, a compact JWS). ``frontier``: see ``tree.Frontier``."""

    size = models.BigIntegerField()
    root = models.BinaryField()
    frontier = models.BinaryField()
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint("organisation", "size", name="audit_head_size")]

    def __str__(self) -> str:
        return f"{self.size}: {bytes(self.root).hex()[:12]}"
