"""Rows of the report half: what was reported, by whom it may be answered, and every step it made."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from nabij.kernel.tenancy.rows import LogRow, OwnedRow, SharedRow, TenantForeignKey

from ..rules import form
from ..rules.danger import URGENCY_NL, DangerClass, Urgency
from ..rules.report_states import CLOSED, UNANSWERED, WORDS_NL, State

URGENCIES = [(urgency.value, word) for urgency, word in URGENCY_NL.items()]
STATES = [(state.value, word) for state, word in WORDS_NL.items()]
CLASSES = [(danger_class.value, danger_class.value) for danger_class in DangerClass]


class Category(SharedRow):
    """What a report is about (Open311 service): regional, owned by the partnership, read by its municipalities."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", "openbaar"
        PLACE_ONLY = "place_only", "alleen de plaats"
        PRIVATE = "private", "niet openbaar"

    service_code = models.SlugField(max_length=40)
    group = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    text = models.CharField(max_length=300, blank=True)
    keywords = ArrayField(models.CharField(max_length=40), default=list)
    default_urgency = models.CharField(max_length=6, choices=URGENCIES, default=Urgency.NORMAL.value)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC.value)
    answer_days = models.PositiveSmallIntegerField(default=5, help_text="working days until the promised answer")
    sequence = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)
    duty_kind = models.SlugField(
        max_length=40, blank=True, help_text="which kind of duty answers an alarm of this category; empty: the first line"
    )

    class Meta(SharedRow.Meta):
        ordering = ["sequence"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "service_code"], name="category_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Redirect(SharedRow):
    """A number that is shown first, with where it was found and when it was last checked. Never removes the button to
    report."""

    trigger = models.CharField(max_length=40, help_text="danger class or service code")
    party = models.CharField(max_length=80)
    phone = models.CharField(max_length=30)
    text_nl = models.CharField(max_length=300)
    text_fr = models.CharField(max_length=300, blank=True)
    url = models.URLField(blank=True)
    source = models.CharField(max_length=200)
    checked_on = models.DateField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "trigger", "phone"], name="redirect_once"),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.phone}"


class LexiconTerm(SharedRow):
    """A word or phrase of danger; see ``rules.danger.Term``."""

    class Language(models.TextChoices):
        DUTCH = "nl", "Nederlands"
        FRENCH = "fr", "Frans"

    term = models.CharField(max_length=60)
    language = models.CharField(max_length=2, choices=Language)
    danger_class = models.CharField(max_length=16, choices=CLASSES)
    needs = ArrayField(models.CharField(max_length=40), default=list)
    not_with = ArrayField(models.CharField(max_length=40), default=list)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "language", "term"], name="lexicon_term_once"),
        ]

    def __str__(self) -> str:
        return self.term


class Report(OwnedRow):
    """One notice of a problem at a place. Never changes owner; ``code`` is its public number; ``row_version`` its ETag.

    ``came_through`` is the municipality whose page, phone or desk took it in; ``lies_in`` is set when the place lies in a
    municipality that does not use this reporting point. Latitude and longitude are WGS84, ``accuracy_m`` in metres.
    """

    class Channel(models.TextChoices):
        WEB = "web", "website"
        PHONE = "phone", "telefoon"
        DESK = "desk", "balie"
        API = "api", "koppeling"
        PARTNER = "partner", "partner"
        NIGHT = "night", "nachtnummer"

    class PlaceMethod(models.TextChoices):
        GPS = "gps", "eigen plaats"
        PHOTO = "photo", "plaats uit de foto"
        MAP = "map", "kaart"
        WORDS = "words", "in woorden"
        NONE = "none", "geen"

    code = models.CharField(max_length=9, unique=True)
    row_version = models.PositiveIntegerField(default=1)
    category = TenantForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+")
    category_organisation = models.ForeignKey(
        "tenancy.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField()
    place_text = models.CharField(max_length=form.PLACE_LIMIT, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    accuracy_m = models.PositiveIntegerField(null=True)
    place_method = models.CharField(max_length=6, choices=PlaceMethod, default=PlaceMethod.WORDS.value)
    basis = models.CharField(max_length=20, blank=True)
    routing = models.CharField(max_length=12)
    routing_because = models.CharField(max_length=300)
    came_through = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    lies_in = models.ForeignKey("tenancy.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=6, choices=URGENCIES)
    urgency_because = models.CharField(max_length=200)
    danger_classes = ArrayField(models.CharField(max_length=16), default=list)
    danger_answer = models.CharField(max_length=3, blank=True)
    state = models.CharField(max_length=16, choices=STATES, default=State.RECEIVED.value)
    channel = models.CharField(max_length=10, choices=Channel)
    entered_by = models.CharField(max_length=120, blank=True)
    reported_at = models.DateTimeField()
    answer_by = models.DateField()
    planned_on = models.DateField(null=True)
    party = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True)
    form_key = models.CharField(max_length=64, null=True)

    class Meta(OwnedRow.Meta):
        indexes = [
            models.Index(fields=["organisation", "state", "-reported_at"], name="report_list"),
            models.Index(fields=["organisation", "-reported_at"], name="report_newest"),
            models.Index(fields=["organisation", "latitude", "longitude"], name="report_place"),
            models.Index(fields=["reported_at"], condition=Q(urgency=Urgency.ACUTE.value), name="report_acute_recent"),
        ]
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "form_key"], name="report_sent_once"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), form.TEXT_LIMIT), name="report_text_length"
            ),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="report_state_known"),
            models.CheckConstraint(condition=Q(urgency__in=[u.value for u in Urgency]), name="report_urgency_known"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in CLOSED], closed_at__isnull=False)
                | (~Q(state__in=[s.value for s in CLOSED]) & Q(closed_at__isnull=True)),
                name="report_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    # Without these a null beside a number would make the check neither true nor false, and pass.
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="report_point_whole",
            ),
            models.CheckConstraint(
                condition=~Q(place_text="") | Q(latitude__isnull=False), name="report_has_place"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def owes_answer(self) -> bool:
        """The promised answer was not given yet."""
        return State(self.state) in UNANSWERED


class ReporterContact(OwnedRow):
    """How the reporter can be reached: its own table, its own permission, sealed; every look at it is logged.

    ``phone_index`` is a blind index: equal numbers of one organisation are found without opening any of them.
    """

    report = TenantForeignKey(Report, on_delete=models.PROTECT, related_name="contacts")
    name = models.BinaryField(default=bytes)
    phone = models.BinaryField(default=bytes)
    email = models.BinaryField(default=bytes)
    address = models.BinaryField(default=bytes)
    none_digital = models.BooleanField(default=False)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "report"], name="reporter_contact_once"),
        ]

    def __str__(self) -> str:
        return "contact"


class StatusChange(LogRow):
    """A step of a report: who, when, why. ``from_state`` is empty for the first one. Internal notes never leave staff."""

    report = TenantForeignKey(Report, on_delete=models.PROTECT, related_name="changes")
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16, choices=STATES)
    reason = models.CharField(max_length=200, blank=True)
    public_text = models.CharField(max_length=2_000, blank=True)
    internal_note = models.CharField(max_length=2_000, blank=True)
    who = models.CharField(max_length=16)
    actor_label = models.CharField(max_length=120)
    actor_function = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "report", "id"], name="status_change_of_report")]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class Attachment(OwnedRow):
    """A photo with a report. Nothing is public before a handler says so."""

    report = TenantForeignKey(Report, on_delete=models.PROTECT, related_name="attachments")
    blob_use = TenantForeignKey("blobs.BlobUse", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    public = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "blob_use"], name="attachment_once"),
        ]

    def __str__(self) -> str:
        return self.filename
