"""The colours an organisation chose for itself. Without a row it wears its seeded palette."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import DirectoryRow

from .palettes import THEME_COLOURS

HEX_PATTERN = r"^#[0-9A-F]{6}$"


class Theme(DirectoryRow):
    """One row per organisation: six colours that passed every permitted pair at save, and the text beside the logo."""

    brand = models.CharField(max_length=7)
    strong = models.CharField(max_length=7)
    tint = models.CharField(max_length=7)
    dark_brand = models.CharField(max_length=7)
    dark_strong = models.CharField(max_length=7)
    dark_tint = models.CharField(max_length=7)
    logo_text = models.CharField(max_length=80, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="theme_one_per_organisation"),
            models.CheckConstraint(
                condition=Q(**{f"{role}__regex": HEX_PATTERN for role in THEME_COLOURS}), name="theme_colour_form"
            ),
        ]

    def __str__(self) -> str:
        return f"thema {self.organisation_id}"

    def colours(self) -> dict[str, str]:
        """Return role → ``#RRGGBB`` for the six roles."""
        return {role: getattr(self, role) for role in THEME_COLOURS}
