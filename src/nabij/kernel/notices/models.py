"""Messages to people: each ends with a human, never with a machine's failure."""

from __future__ import annotations

from django.db import models

from ..tenancy.rows import OwnedRow, TenantForeignKey


class Notice(OwnedRow):
    """One message to one recipient about one subject; the contact point is sealed."""

    class State(models.TextChoices):
        QUEUED = "queued", "wacht"
        SENDING = "sending", "wordt verstuurd"
        ACCEPTED = "accepted", "vertrokken"
        HANDED_TO_PERSON = "handed_to_person", "bij een medewerker"
        DELIVERED = "delivered", "aangekomen"
        CANCELLED = "cancelled", "niet meer nodig"
        ABANDONED = "abandoned", "stopgezet door een medewerker"

    kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=160)
    recipient = models.CharField(max_length=120)
    contact_points = models.BinaryField()
    channels = models.JSONField(default=list)
    step = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=18, choices=State, default=State.QUEUED)
    title = models.CharField(max_length=160)
    body = models.TextField()
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Attempt(OwnedRow):
    """One try over one channel and provider."""

    notice = TenantForeignKey(Notice, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10)
    provider = models.CharField(max_length=40)
    provider_ref = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=20)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["notice", "channel", "number"], name="attempt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.outcome}"


class CallTask(OwnedRow):
    """A promise to ring or see someone, kept in the order in which people asked, whatever the channel (N36, N37)."""

    class Origin(models.TextChoices):
        REQUEST = "request", "vroeg om een medewerker"
        NOTICE = "notice", "een bericht kwam niet aan"
        PASSED_ON = "passed_on", "doorgegeven door een andere organisatie"
        RETURNED = "returned", "terug: niemand nam de vraag op"
        MAIL = "mail", "een brief kwam terug"

    class State(models.TextChoices):
        OPEN = "open", "wacht"
        TRIED = "tried", "geprobeerd"
        REACHED = "reached", "bereikt"
        LETTER_SENT = "letter_sent", "brief gestuurd"
        MOVED = "moved_to_colleague", "doorgegeven"
        CLOSED = "closed_without_contact", "afgesloten zonder contact"

    code = models.CharField(max_length=6)
    origin = models.CharField(max_length=10, choices=Origin)
    sealed = models.BinaryField()
    team = models.CharField(max_length=120, blank=True)
    came_from = models.ForeignKey("tenancy.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject_key = models.CharField(max_length=160, blank=True)
    notice = TenantForeignKey(Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="calls")
    asked_at = models.DateTimeField()
    due = models.DateTimeField()
    state = models.CharField(max_length=22, choices=State, default=State.OPEN)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey("identity.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_label = models.CharField(max_length=120, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints, models.UniqueConstraint(fields=["organisation", "code"], name="notices_calltask_code"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "asked_at"])]

    def __str__(self) -> str:
        return self.code


class LetterBatch(OwnedRow):
    """Letters printed together, with one list of who gets them."""

    number = models.PositiveIntegerField()
    printed_by = models.CharField(max_length=120)
    printed_at = models.DateTimeField()
    posted_on = models.DateField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints, models.UniqueConstraint(fields=["organisation", "number"], name="notices_letterbatch_number"),
        ]

    def __str__(self) -> str:
        return f"stapel {self.number}"


class Letter(OwnedRow):
    """A letter to print: its words are the notice's, its number stays when it is printed again."""

    class State(models.TextChoices):
        QUEUED = "queued", "af te drukken"
        PRINTED = "printed", "afgedrukt"
        POSTED = "posted", "op de post"
        RETURNED = "returned", "teruggekomen"

    number = models.PositiveIntegerField()
    notice = TenantForeignKey(Notice, on_delete=models.PROTECT, related_name="letters")
    batch = TenantForeignKey(LetterBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    address = models.BinaryField()
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    made_at = models.DateTimeField()
    returned_on = models.DateField(null=True, blank=True)
    returned_reason = models.CharField(max_length=200, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints, models.UniqueConstraint(fields=["organisation", "number"], name="notices_letter_number"),
        ]
        indexes = [models.Index(fields=["organisation", "state"])]

    def __str__(self) -> str:
        return f"brief {self.number}"
