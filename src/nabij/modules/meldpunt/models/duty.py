"""Rows of the duty line: who answers for whom, when, by which telephone, and who comes next.

What the line shares (rota, people, policy) belongs to the partnership and is read by its members. Taking part and
the list of last resort are a municipality's own decisions, so it owns those rows. Alarms stand in `models.alarm`.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.rows import OwnedRow, SharedRow, TenantForeignKey

from ..rules.last_resort import Kind, Office
from ..rules.policy import Mode
from ..rules.rota import OverrideKind, Unit

MINUTES = LENGTHS = [MinValueValidator(1), MaxValueValidator(9000)]


class Role(models.TextChoices):
    """The part a person plays on a line; steps of a policy aim at a role."""

    FIRST = "first", "eerste lijn"
    BACKUP = "backup", "achterwacht"
    SECOND = "second", "tweede lijn"


class MethodKind(models.TextChoices):
    """How a telephone is reached."""

    SMS = "sms", "sms"
    VOICE = "voice", "oproep"
    EMAIL = "email", "e-mail"


class DutyLine(SharedRow):
    """Who answers, for which kind of duty. Shared by the members of the partnership."""

    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40, default="first_line")

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "slug"], name="duty_line_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class DutyPerson(SharedRow):
    """Someone who can be on duty. Outsiders (residents) only read `public_name`.

    `roles`: as what (empty = every role); `until`: from that day no turn begins any more in this name.
    """

    account = models.ForeignKey("identity.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=60)
    family_name = models.CharField(max_length=60)
    roles = ArrayField(models.CharField(max_length=10, choices=Role), default=list, blank=True)
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def public_name(self) -> str:
        """First name and initial: "Joris V."."""
        return f"{self.given_name} {self.family_name[:1]}."


class DutyParticipation(OwnedRow):
    """A municipality's dated decision that a line answers for it. Owned by the municipality itself.

    Officers of other municipalities read its reports during their shift, so the agreement on sharing data is named (N27).
    `baseline_calls` is how often its mayor and director were called in a month before; `used_for` what the freed time is for (N15).
    """

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="participations")
    line_organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    period = DateRangeField()
    decision_reference = models.CharField(max_length=120)
    agreement_reference = models.CharField(max_length=120)
    public_number = models.CharField(max_length=30, blank=True)
    baseline_calls = models.PositiveSmallIntegerField(null=True, blank=True)
    baseline_source = models.CharField(max_length=200, blank=True)
    used_for = models.CharField(max_length=200, blank=True)
    share = models.PositiveIntegerField(default=1, validators=[MinValueValidator(1)], help_text="gewicht in de verdeelsleutel")

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            ExclusionConstraint(
                name="duty_participation_once",
                expressions=[
                    ("organisation", RangeOperators.EQUAL), ("line", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=~Q(decision_reference=""), name="duty_participation_decided"),
            models.CheckConstraint(condition=~Q(agreement_reference=""), name="duty_participation_agreement"),
        ]  # fmt: skip


class Rotation(SharedRow):
    """Members in turn for one role. Starts at a wall-clock time; turns keep that time over clock changes."""

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="rotations")
    role = models.CharField(max_length=10, choices=Role)
    name = models.CharField(max_length=60, blank=True, help_text="leeg: de gewone beurtrol van deze rol")
    start_local = models.CharField(max_length=16, help_text="2027-03-26T17:00, plaatselijke tijd")
    unit = models.CharField(max_length=10, choices=[(u.value, u.value) for u in Unit], default=Unit.WEEKLY.value)
    length = models.PositiveSmallIntegerField(default=1, validators=LENGTHS)
    zone = models.CharField(max_length=40, default="Europe/Brussels")

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["line", "role", "name"], name="duty_rotation_role"),
            models.CheckConstraint(condition=Q(length__gte=1, length__lte=9000), name="duty_rotation_length"),
        ]


class RotationMember(SharedRow):
    """One place in the turn, from 0; with a stint only while that lasts when a turn begins."""

    rotation = TenantForeignKey(Rotation, on_delete=models.CASCADE, related_name="members")
    position = models.PositiveSmallIntegerField()
    person = TenantForeignKey(DutyPerson, on_delete=models.PROTECT, related_name="+")
    stint = DateTimeRangeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["position"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["rotation", "position"], name="duty_member_position"),
        ]


class RotaOverride(SharedRow):
    """A dated deviation from the rotation: one more person, one less, one instead of another."""

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="overrides")
    role = models.CharField(max_length=10, choices=Role)
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in OverrideKind])
    person = TenantForeignKey(DutyPerson, on_delete=models.PROTECT, related_name="+")
    replaces = TenantForeignKey(DutyPerson, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    period = DateTimeRangeField()
    reason = models.CharField(max_length=200)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind="replace", replaces__isnull=False) | (~Q(kind="replace") & Q(replaces__isnull=True)),
                name="duty_override_replaces",
            ),
            ExclusionConstraint(
                name="duty_override_no_overlap",
                expressions=[
                    ("line", RangeOperators.EQUAL), ("role", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS),
                ],
            ),
            # Two people who claim one shift: the database lets one of them.
            ExclusionConstraint(
                name="duty_override_one_successor",
                expressions=[
                    ("line", RangeOperators.EQUAL), ("role", RangeOperators.EQUAL),
                    ("replaces", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]  # fmt: skip


class Shift(SharedRow):
    """One person on duty over one stretch of time. Made from the rota, weeks ahead; what began is frozen."""

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="shifts")
    role = models.CharField(max_length=10, choices=Role)
    person = TenantForeignKey(DutyPerson, on_delete=models.PROTECT, related_name="shifts")
    employer = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    period = DateTimeRangeField()
    because = models.CharField(max_length=200)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            ExclusionConstraint(
                name="duty_shift_no_overlap",
                expressions=[
                    ("line", RangeOperators.EQUAL), ("role", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]  # fmt: skip


class ContactMethod(SharedRow):
    """A telephone of a person (E.164, sealed), and after how many minutes of a round it is tried.

    Only a verified method is paged: a number that nobody ever proved is the same as no number.
    """

    person = TenantForeignKey(DutyPerson, on_delete=models.PROTECT, related_name="methods")
    kind = models.CharField(max_length=10, choices=MethodKind)
    number = models.BinaryField()
    number_index = models.CharField(max_length=64, db_index=True)
    rule_no = models.PositiveSmallIntegerField()
    delay_minutes = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(9000)])
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["person", "rule_no"], name="duty_method_rule"),
            models.CheckConstraint(condition=Q(rule_no__lt=100), name="duty_method_rule_number"),
        ]


class EscalationPolicy(SharedRow):
    """One published version; a running alarm keeps the version with which it started.

    `last_resort_minutes` counts for an alarm of a municipality that decided no list of its own.
    """

    line = TenantForeignKey(DutyLine, on_delete=models.PROTECT, related_name="policies")
    version = models.PositiveSmallIntegerField()
    repeat = models.PositiveSmallIntegerField(default=0)
    ack_minutes = models.PositiveSmallIntegerField(default=30, validators=MINUTES)
    last_resort_minutes = models.PositiveSmallIntegerField(default=10, validators=MINUTES)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=120, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["line", "version"], name="duty_policy_version"),
            models.CheckConstraint(condition=Q(repeat__lte=5), name="duty_policy_repeat"),
        ]


class EscalationStep(SharedRow):
    """One step of a policy: the role it pages and how long it waits for an answer.

    Outside its window (local time, across midnight when `window_to` is earlier) a step is left at once. `multi_ack`: more than one
    person may take it, and who did not answer stays paged.
    """

    policy = TenantForeignKey(EscalationPolicy, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=10, choices=Role)
    delay_minutes = models.PositiveSmallIntegerField(default=5, validators=MINUTES)
    window_from = models.TimeField(null=True, blank=True)
    window_to = models.TimeField(null=True, blank=True)
    mode = models.CharField(max_length=12, choices=[(m.value, m.value) for m in Mode], default=Mode.ALL.value)
    multi_ack = models.BooleanField(default=False)

    class Meta(SharedRow.Meta):
        ordering = ["position"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["policy", "position"], name="duty_step_position"),
            models.CheckConstraint(
                condition=Q(window_from__isnull=True, window_to__isnull=True)
                | Q(window_from__isnull=False, window_to__isnull=False),
                name="duty_step_window",
            ),
            models.CheckConstraint(
                condition=Q(delay_minutes__gte=1, delay_minutes__lte=9000), name="duty_step_delay"
            ),
        ]


class LastResortDecision(OwnedRow):
    """A municipality's own dated decision whom to call when nobody of the line answers; a newer one ends it, nothing is edited.

    A constraint trigger refuses a list that does not end with a human (`_chain_sql.LIST_GUARD`).
    """

    reference = models.CharField(max_length=120)
    decided_on = models.DateField()
    period = DateRangeField()
    every_minutes = models.PositiveSmallIntegerField(default=10, validators=MINUTES)
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(reference=""), name="duty_resort_decided"),
            models.CheckConstraint(condition=Q(every_minutes__gte=1, every_minutes__lte=9000), name="duty_resort_interval"),
            ExclusionConstraint(
                name="duty_resort_one_list",
                expressions=[("organisation", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            ),
        ]  # fmt: skip


class LastResort(OwnedRow):
    """One place on a list of last resort, in the order in which it is called. `period` is that of the decision."""

    decision = TenantForeignKey(LastResortDecision, on_delete=models.PROTECT, related_name="places")
    office = models.CharField(max_length=20, choices=[(o.value, o.value) for o in Office], default=Office.OTHER.value)
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Kind], default=Kind.PERSON.value)
    position = models.PositiveSmallIntegerField()
    function = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    number = models.BinaryField()
    number_index = models.CharField(max_length=64, db_index=True)
    delay_minutes = models.PositiveSmallIntegerField(default=5, validators=MINUTES)
    period = DateRangeField()

    class Meta(OwnedRow.Meta):
        ordering = ["position"]
        constraints = [
            *OwnedRow.Meta.constraints,
            ExclusionConstraint(
                name="duty_last_resort_place",
                expressions=[
                    ("organisation", RangeOperators.EQUAL), ("position", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]  # fmt: skip


class Heartbeat(SharedRow):
    """When an engine last ran, for the pulse on the duty page."""

    engine = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "engine"], name="duty_heartbeat_engine"),
        ]
