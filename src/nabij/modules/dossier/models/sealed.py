"""Rows whose content is one AES-256-GCM ciphertext under the key of their dossier."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from nabij.kernel.envelope import Place, seal, unseal
from nabij.kernel.tenancy.rows import OwnedRow, TenantForeignKey


class SealedRow(OwnedRow):
    """``sealed`` opens only with the dossier's key, and only in this organisation, dossier, table, row and version."""

    dossier = TenantForeignKey("dossier.Dossier", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    version = models.PositiveSmallIntegerField(default=1)

    class Meta(OwnedRow.Meta):
        abstract = True

    @property
    def place(self) -> Place:
        field = f"{self._meta.db_table}.sealed"
        return Place(self.organisation_id, str(self.dossier_id), field, str(self.pk), self.version)

    def put(self, key: bytes, payload: dict[str, Any]) -> Self:
        """Fill ``sealed``; the row is not saved."""
        self.sealed = seal(key, self.place, payload)
        return self

    def get(self, key: bytes) -> dict[str, Any]:
        return unseal(key, self.place, self.sealed)
