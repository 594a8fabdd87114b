"""A round of questions to the members (R), the note that each board gets (R, addressed to it alone), what a member answers (M).

Rows of the partnership are open to its members once the round is open. A note is read by the partnership and by the one member that it
is for; an answer by its member and the partnership. No row holds a person.
"""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.rows import SharedRow, TenantForeignKey

from ..rules import consultation as rules
from .answers import LEVELS, BoardDecision
from .programme import Origin, Project


class Consultation(SharedRow):
    """One round about one project. ``asked`` is half-open: its end is the first day on which an answer is late."""

    class State(models.TextChoices):
        DRAFT = "draft", "in voorbereiding"
        OPEN = "open", "loopt"
        CLOSED = "closed", "afgesloten"

    project = TenantForeignKey(Project, on_delete=models.PROTECT, related_name="consultations")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    reason = models.TextField()
    asked = DateRangeField()
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta(SharedRow.Meta):
        ordering = ["-number"]
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "number"], name="programme_consultation_number"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in rules.State]), name="programme_consultation_state"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OfConsultation(SharedRow):
    """A numbered part of a round; nothing of it changes once the round is open (trigger)."""

    consultation = TenantForeignKey(Consultation, on_delete=models.PROTECT, related_name="%(class)ss")
    number = models.PositiveSmallIntegerField()

    class Meta(SharedRow.Meta):
        abstract = True
        ordering = ["number"]


class Question(OfConsultation):
    """A concrete question, with what an answer leads to in law (N106)."""

    class Respondent(models.TextChoices):
        BOARD = "board", "het bestuur"
        SERVICES = "services", "de diensten"
        BOTH = "both", "bestuur en diensten"

    class AnswerType(models.TextChoices):
        YES_NO = "yes_no", "ja of nee"
        SCALE = "scale", "van 1 (helemaal niet) tot 5 (helemaal wel)"
        CHOICE = "choice", "een keuze"
        NUMBER = "number", "een getal"
        TEXT = "text", "in eigen woorden"

    text = models.CharField(max_length=300)
    respondent = models.CharField(max_length=8, choices=Respondent, default=Respondent.BOTH)
    answer_type = models.CharField(max_length=8, choices=AnswerType)
    choices = models.JSONField(default=list, blank=True)
    legal_consequence = models.CharField(max_length=300)

    class Meta(OfConsultation.Meta):
        constraints = [
            *OfConsultation.Meta.constraints,
            models.UniqueConstraint(fields=["consultation", "number"], name="programme_question_number"),
            models.CheckConstraint(condition=~Q(answer_type="choice") | ~Q(choices=[]), name="programme_question_choices"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class EngagementRequest(OfConsultation):
    """What is asked of a member on one of two levels, until when, for how many half-days a month and cents a year (N107)."""

    class Level(models.TextChoices):
        POLITICAL = "political", "politiek"
        ADMINISTRATIVE = "administrative", "ambtelijk"

    level = models.CharField(max_length=16, choices=Level)
    text = models.CharField(max_length=300)
    until = models.DateField(null=True, blank=True)
    half_days = models.PositiveSmallIntegerField(null=True, blank=True)
    cents = models.BigIntegerField(null=True, blank=True)

    class Meta(OfConsultation.Meta):
        constraints = [
            *OfConsultation.Meta.constraints,
            models.UniqueConstraint(fields=["consultation", "level", "number"], name="programme_request_number"),
        ]

    def __str__(self) -> str:
        return f"{rules.LETTERS[self.level]}{self.number}. {self.text}"


class ExpectedBenefit(OfConsultation):
    """What a member may expect; freed time says what it is used for (N15), a subsidy is no benefit (N66)."""

    class Kind(models.TextChoices):
        TIME_FREED = "time_freed", "tijd die vrijkomt"
        LEAD_TIME = "lead_time", "snellere dienst"
        QUALITY = "quality", "betere dienst"
        COST = "cost", "minder kosten"
        REACH = "reach", "meer mensen bereikt"
        OTHER = "other", "iets anders"

    benefit = models.CharField(max_length=12, choices=Kind)
    text = models.CharField(max_length=300)
    used_for = models.CharField(max_length=200, blank=True)

    class Meta(OfConsultation.Meta):
        constraints = [
            *OfConsultation.Meta.constraints,
            models.UniqueConstraint(fields=["consultation", "number"], name="programme_benefit_number"),
            models.CheckConstraint(condition=~Q(benefit="time_freed") | ~Q(used_for=""), name="programme_benefit_used_for"),
        ]

    def __str__(self) -> str:
        return self.text


class EffortEstimate(SharedRow):
    """Half-days a month that a way of taking part asks of a member (N110)."""

    project = TenantForeignKey(Project, on_delete=models.PROTECT, related_name="effort_estimates")
    level = models.CharField(max_length=10, choices=LEVELS)
    half_days = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["project", "level"], name="programme_effort_level"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.half_days} halve dagen"


class NoteOrder(SharedRow):
    """One of the thirteen to be made: a step of the work, so that nothing is lost when the worker stops halfway."""

    class State(models.TextChoices):
        WAITING = "waiting", "wacht"
        MADE = "made", "gemaakt"
        UNCHANGED = "unchanged", "niets veranderd"
        FAILED = "failed", "mislukt"

    consultation = TenantForeignKey(Consultation, on_delete=models.PROTECT, related_name="note_orders")
    addressee = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    ordered_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["consultation", "addressee"], name="programme_noteorder_once"),
        ]

    def __str__(self) -> str:
        return f"nota voor {self.addressee}: {self.get_state_display()}"


class Note(SharedRow):
    """One version of the note to one board: its content, the hash of it, and both files. A new version only when the hash differs."""

    tenancy = Tenancy.SHARED_LOG

    consultation = TenantForeignKey(Consultation, on_delete=models.PROTECT, related_name="notes")
    addressee = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    pdf_use = TenantForeignKey("blobs.BlobUse", on_delete=models.PROTECT, related_name="+")
    word_use = TenantForeignKey("blobs.BlobUse", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["consultation", "addressee", "version"], name="programme_note_version"),
        ]

    def __str__(self) -> str:
        return f"nota voor {self.addressee}, versie {self.version}"


class FromMember(SharedRow):
    """Written by a member about a round of the partnership: the reference carries the owner of the round beside it."""

    tenancy = Tenancy.SHARED_LOG

    consultation_organisation = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN, blank=True)

    class Meta(SharedRow.Meta):
        abstract = True


class DispatchEvent(FromMember):
    """A step of the note on its way: the partnership sends, the member puts it on an agenda and decides (N108)."""

    consultation = TenantForeignKey(Consultation, on_delete=models.PROTECT, related_name="dispatch_events")
    addressee = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=10, choices=[(s.value, rules.STEP_WORDS[s]) for s in rules.Step])
    on = models.DateField()
    decision = TenantForeignKey(BoardDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(FromMember.Meta):
        constraints = [
            *FromMember.Meta.constraints,
            models.CheckConstraint(condition=~Q(step="decided") | Q(decision__isnull=False), name="programme_dispatch_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} op {self.on}"


class Answer(FromMember):
    """A member's answer to one question on one level; the latest version counts, the earlier ones stay."""

    question = TenantForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    level = models.CharField(max_length=16, choices=EngagementRequest.Level)
    version = models.PositiveSmallIntegerField()
    value = models.CharField(max_length=600)
    late = models.BooleanField(default=False)

    class Meta(FromMember.Meta):
        constraints = [
            *FromMember.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "question", "level", "version"], name="programme_answer_version"),
            models.CheckConstraint(condition=~Q(value=""), name="programme_answer_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.value}"


class EngagementResponse(FromMember):
    """A member accepts, amends or declines what was asked; amended says how."""

    class State(models.TextChoices):
        ACCEPTED = "accepted", "aanvaard"
        AMENDED = "amended", "aangepast"
        DECLINED = "declined", "geweigerd"

    request = TenantForeignKey(EngagementRequest, on_delete=models.PROTECT, related_name="responses")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State)
    amended_text = models.CharField(max_length=300, blank=True)
    late = models.BooleanField(default=False)

    class Meta(FromMember.Meta):
        constraints = [
            *FromMember.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "request", "version"], name="programme_response_version"),
            models.CheckConstraint(condition=~Q(state="amended") | ~Q(amended_text=""), name="programme_response_amended"),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
