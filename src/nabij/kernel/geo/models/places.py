"""Code lists of place, readable by everyone, written by the owner role."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import CodeRow


class Locality(CodeRow):
    """A village, town or border place: rounded centre with its accuracy. ``aliases`` are other names, French ones too."""

    name = models.CharField(max_length=80)
    aliases = models.JSONField(default=list)
    postcode = models.CharField(max_length=5)
    municipality_nis = models.CharField(max_length=5, blank=True)
    municipality = models.CharField(max_length=80)
    country = models.CharField(max_length=2, default="BE")
    in_region = models.BooleanField()
    lat = models.DecimalField(max_digits=8, decimal_places=5)
    lon = models.DecimalField(max_digits=8, decimal_places=5)
    accuracy_m = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["name", "postcode"]
        constraints = [
            models.UniqueConstraint(fields=["country", "postcode", "name"], name="geo_locality_once"),
            models.CheckConstraint(
                name="geo_locality_nis", condition=Q(country="BE", municipality_nis__regex=r"^\d{5}$") | ~Q(country="BE")
            ),
            models.CheckConstraint(name="geo_locality_on_earth", condition=Q(lat__range=(-90, 90), lon__range=(-180, 180))),
        ]

    def __str__(self) -> str:
        return f"{self.postcode} {self.name}"


class Boundary(CodeRow):
    """Territory of one municipality while ``valid``, as GeoJSON in WGS 84. ``digest`` tells whether a file changes it."""

    nis = models.CharField(max_length=5)
    name = models.CharField(max_length=80)
    geometry = models.JSONField()
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=120)
    valid = DateRangeField()
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["nis", "valid"]
        verbose_name_plural = "boundaries"
        constraints = [
            ExclusionConstraint(
                name="geo_boundary_one_at_a_time",
                expressions=[("nis", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.nis})"
