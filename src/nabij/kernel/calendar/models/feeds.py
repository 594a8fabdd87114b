"""What every module's calendar address has in common."""

from __future__ import annotations

from django.db import models

from nabij.kernel.tenancy.rows import OwnedRow


class Feed(OwnedRow):
    """An address that a calendar program reads. Only the hash of its token is kept; withdrawing it is a date, never a removal."""

    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        abstract = True
