"""The meeneemmap: composed with the person, sealed with a code that only the paper carries."""

from __future__ import annotations

from django.db import models

from nabij.kernel.tenancy.rows import LogRow, TenantForeignKey

from ..rules import folders
from .sealed import SealedRow


class Folder(SealedRow):
    """Sealed: items (the lines with what was struck). ``package`` opens only with the code on the paper.

    ``asked_by``: how the person asked for it; ``handed``: how the sheet went to her."""

    class Channel(models.TextChoices):
        PHONE = "phone", "per telefoon"
        DESK = "desk", "aan het loket"
        HOME = "home", "thuis"
        LETTER = "letter", "per brief"

    class Handed(models.TextChoices):
        NOT_YET = "", "nog niet"
        DESK = "desk", "meegegeven"
        POST = "post", "met de post"

    state = models.CharField(max_length=10, choices=[(s.value, nl) for s, nl in folders.STATES_NL.items()], default="requested")
    lookup = models.CharField(max_length=64, blank=True)
    package = models.BinaryField(default=b"")
    sealed_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    asked_by = models.CharField(max_length=8, choices=Channel, default=Channel.DESK)
    handed = models.CharField(max_length=4, choices=Handed, default=Handed.NOT_YET, blank=True)
    made_by = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta(SealedRow.Meta):
        constraints = [
            *SealedRow.Meta.constraints,
            models.UniqueConstraint(fields=["lookup"], condition=~models.Q(lookup=""), name="dossier_folder_lookup"),
        ]

    def __str__(self) -> str:
        return "meeneemmap"


class FolderPickup(LogRow):
    """Somebody opened the package with the code: at which OCMW, when. Written at the issuer; the person sees it."""

    folder = TenantForeignKey(Folder, on_delete=models.PROTECT, related_name="pickups")
    by_organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"opgehaald door {self.by_organisation}"


