"""Shapes of rows: one abstract model per tenancy class."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from .kinds import Tenancy


def new_id() -> uuid.UUID:
    """UUIDv7 (RFC 9562): ordered in time, unique over installations."""
    return uuid7()


class TenantForeignKey(models.ForeignKey):
    """Reference between owned rows. The real constraint is composite (organisation_id, x_id) and stands in the
    migration (``operations.TenantKey``), because a plain foreign key bypasses row-level security."""

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class OwnedRow(models.Model):
    """Everything of one organisation."""

    tenancy: ClassVar[Tenancy] = Tenancy.OWNED

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["organisation", "id"], name="%(app_label)s_%(class)s_tenant")]


class SharedRow(OwnedRow):
    """Written by its owner, read by its audience: ``own``, ``organisation:<id>`` (addressed to one other), ``partnership:<id>``
    (its members) or ``public``."""

    tenancy: ClassVar[Tenancy] = Tenancy.SHARED

    audience = models.CharField(max_length=40, default="own")

    class Meta(OwnedRow.Meta):
        abstract = True


class SelfRow(OwnedRow):
    """Row that a signed-in resident sees on the own page."""

    tenancy: ClassVar[Tenancy] = Tenancy.SELF

    account = models.ForeignKey(
        "identity.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(OwnedRow.Meta):
        abstract = True


class LogRow(models.Model):
    """Append-only: inserted once, never changed or removed."""

    tenancy: ClassVar[Tenancy] = Tenancy.LOG

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class DirectoryRow(models.Model):
    """Readable by everyone, written by the organisation itself."""

    tenancy: ClassVar[Tenancy] = Tenancy.DIRECTORY

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class CodeRow(models.Model):
    """Code list: readable by everyone, written by the owner role only."""

    tenancy: ClassVar[Tenancy] = Tenancy.CODE

    id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True
