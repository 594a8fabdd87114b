"""What the partnership owns (R): vision, groups, projects and how their costs are divided. No row holds a person."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.rows import SharedRow, TenantForeignKey

models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)


class Origin(models.TextChoices):
    """Where a row's content comes from; shown beside it."""

    OWN = "", ""
    NOTE = "note", "uit de nota"
    INVENTED = "invented", "verzonnen standpunt"
    EXAMPLE = "example", "voorbeeldcijfer"


class Vision(SharedRow):
    """One version of the shared vision; a new wording is a new version, never an edit."""

    tenancy = Tenancy.SHARED_LOG

    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    stated_on = models.DateField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "version"], name="programme_vision_version"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (versie {self.version})"


class VisionSentence(SharedRow):
    """One numbered sentence of a version, in one language (nl, fr, en)."""

    tenancy = Tenancy.SHARED_LOG

    vision = TenantForeignKey(Vision, on_delete=models.PROTECT, related_name="sentences")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2, default="nl")
    text = models.TextField()
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["number"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["vision", "number", "language"], name="programme_sentence_number"),
        ]

    def __str__(self) -> str:
        return self.text


class Group(SharedRow):
    """A working group: a body of the partnership (kernel) with its goal in this programme."""

    body = models.OneToOneField("tenancy.Body", on_delete=models.PROTECT, related_name="+")
    goal = models.TextField()
    number = models.PositiveSmallIntegerField()
    quote = models.CharField(max_length=80, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["number"]

    def __str__(self) -> str:
        return self.body.name


class Project(SharedRow):
    """What members take part in. It begins with what a resident or colleague gets better; a tool comes after."""

    class Phase(models.TextChoices):
        EXPLORATION = "exploration", "verkenning"
        PREPARATION = "preparation", "voorbereiding"
        RUNNING = "running", "loopt"
        CLOSING = "closing", "afronding"
        ENDED = "ended", "beëindigd"
        PARKED = "parked", "geparkeerd"
        STOPPED = "stopped", "gestopt"

    class Reach(models.TextChoices):
        LOCAL = "local", "lokaal"
        CLUSTER = "cluster", "enkele gemeenten"
        REGIONAL = "regional", "regionaal"

    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    group = TenantForeignKey(Group, on_delete=models.PROTECT, related_name="projects")
    sentence = TenantForeignKey(VisionSentence, on_delete=models.PROTECT, related_name="projects")
    service_goal = models.TextField()
    for_whom = models.CharField(max_length=200)
    means = models.TextField(blank=True)
    phase = models.CharField(max_length=12, choices=Phase)
    scope = models.CharField(max_length=10, choices=Reach, default=Reach.REGIONAL)
    scope_reason = models.CharField(max_length=300, blank=True)
    operates_module = models.CharField(max_length=40, blank=True)
    started_on = models.DateField()
    contact_text = models.CharField(max_length=200, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta(SharedRow.Meta):
        ordering = ["name"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "slug"], name="programme_project_slug"),
            models.CheckConstraint(condition=Q(service_goal__length__gte=20), name="programme_project_goal"),
            models.CheckConstraint(condition=Q(for_whom__length__gte=3), name="programme_project_for_whom"),
            models.CheckConstraint(condition=~Q(scope="local") | ~Q(scope_reason=""), name="programme_project_local"),
        ]

    def __str__(self) -> str:
        return self.name


class CostKey(SharedRow):
    """How a project's yearly cost is divided over its members from a date on. Cents; ``valid`` is half-open."""

    class Kind(models.TextChoices):
        PER_INHABITANT = "per_inhabitant", "per inwoner"
        EQUAL = "equal", "ieder evenveel"

    project = TenantForeignKey(Project, on_delete=models.PROTECT, related_name="cost_keys")
    kind = models.CharField(max_length=16, choices=Kind)
    yearly_cents = models.BigIntegerField()
    valid = DateRangeField()
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            ExclusionConstraint(
                name="programme_costkey_one_at_a_time",
                expressions=[("project", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.get_kind_display()}"
