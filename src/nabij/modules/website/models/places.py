"""Where and when one is received: buildings, teams that answer, weekly hours and other days (all M)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import OwnedRow, TenantForeignKey

from ..rules import hours


class Place(OwnedRow):
    """A building with what one must know to get in. ``slug`` is also the unit of local closing days."""

    class Kind(models.TextChoices):
        TOWN_HALL = "town_hall", "gemeentehuis"
        RECYCLING = "recycling", "recyclagepark"
        LIBRARY = "library", "bibliotheek"
        SOCIAL = "social", "sociaal huis"
        OTHER = "other", "andere plaats"

    slug = models.SlugField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200)
    step_free = models.BooleanField(null=True, blank=True)
    accessible_toilet = models.BooleanField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    invented = models.BooleanField(default=False)

    class Meta(OwnedRow.Meta):
        ordering = ["name"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "slug"], name="website_place_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class Team(OwnedRow):
    """Who answers: name of the service and a number where someone picks up (N14)."""

    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30)
    email = models.EmailField(blank=True)
    person = models.CharField(max_length=120, blank=True)
    place = TenantForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="teams")

    class Meta(OwnedRow.Meta):
        ordering = ["name"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "name"], name="website_team_name"),
        ]

    def __str__(self) -> str:
        return self.name


class OpeningRule(OwnedRow):
    """A weekly interval (Monday = 0) in minutes from local midnight, while valid."""

    place = TenantForeignKey(Place, on_delete=models.CASCADE, related_name="rules")
    weekday = models.PositiveSmallIntegerField()
    minutes = IntegerRangeField()
    access = models.CharField(max_length=14, choices=[(a.value, a.value) for a in hours.Access], default=hours.Access.WALK_IN.value)
    valid = DateRangeField()
    decision_ref = models.CharField(max_length=200, blank=True)

    class Meta(OwnedRow.Meta):
        ordering = ["weekday", "minutes"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.CheckConstraint(condition=Q(weekday__lte=6), name="website_openingrule_weekday"),
            models.CheckConstraint(
                condition=Q(minutes__startswith__gte=0, minutes__endswith__lte=1440, minutes__isempty=False),
                name="website_openingrule_minutes",
            ),
            ExclusionConstraint(
                name="website_openingrule_no_overlap",
                expressions=[
                    ("place", RangeOperators.EQUAL), ("weekday", RangeOperators.EQUAL), ("access", RangeOperators.EQUAL),
                    ("minutes", RangeOperators.OVERLAPS), ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{hours.DAYS_NL[self.weekday]} {self.minutes}"

    def rule(self) -> hours.Rule:
        """The row as the pure rules know it."""
        span = hours.Interval(self.minutes.lower, self.minutes.upper, hours.Access(self.access))
        return hours.Rule(self.weekday, span, self.valid.lower, self.valid.upper)


class OpeningException(OwnedRow):
    """Other hours on some days. ``intervals`` are [from, to, access]; empty = closed."""

    place = TenantForeignKey(Place, on_delete=models.CASCADE, related_name="exceptions")
    days = DateRangeField()
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in hours.ExceptionKind])
    intervals = models.JSONField(default=list)
    reason_nl = models.CharField(max_length=200)
    reason_fr = models.CharField(max_length=200, blank=True)

    class Meta(OwnedRow.Meta):
        ordering = ["days"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.CheckConstraint(condition=Q(days__isempty=False), name="website_openingexception_dated"),
            ExclusionConstraint(
                name="website_openingexception_no_overlap",
                expressions=[
                    ("place", RangeOperators.EQUAL), ("kind", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason_nl} ({self.days})"

    def exception(self) -> hours.Exception_:
        """The row as the pure rules know it."""
        spans = tuple(hours.Interval(a, b, hours.Access(c)) for a, b, c in self.intervals)
        kind = hours.ExceptionKind(self.kind)
        return hours.Exception_(self.days.lower, self.days.upper, kind, spans, self.reason_nl, self.reason_fr)


class BridgeAnswer(OwnedRow):
    """The answer to "brugdag op vrijdag?": asked once per day, so that nobody is asked again."""

    day = models.DateField()
    closed = models.BooleanField()
    answered_by = models.CharField(max_length=120)
    answered_at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        ordering = ["day"]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "day"], name="website_bridgeanswer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {'gesloten' if self.closed else 'open'}"
