"""The hand-over. Each OCMW keeps its own rows of the exchange; what crosses is a signed, sealed message."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.rows import LogRow, OwnedRow, TenantForeignKey

from ..rules import handovers
from .casework import Application, Finding
from .file import Dossier
from .sealed import SealedRow

STATES = [(s.value, nl) for s, nl in handovers.STATES_NL.items()]
REPLIES = [(r.value, nl) for r, nl in handovers.REPLIES_NL.items()]
VERDICTS = [(v.value, nl) for v, nl in handovers.VERDICTS_NL.items()]


class Handover(OwnedRow):
    """One side of one exchange about one adult. ``dossier`` and ``application`` are this side's own, once known."""

    exchange = models.UUIDField()
    side = models.CharField(max_length=9, choices=[("holder", "geeft"), ("requester", "vraagt")])
    other = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=STATES, default=handovers.State.SIGNAL.value)
    dossier = TenantForeignKey(Dossier, null=True, blank=True, on_delete=models.PROTECT, related_name="handovers")
    application = TenantForeignKey(Application, null=True, blank=True, on_delete=models.PROTECT, related_name="handovers")
    asked_on = models.DateField(null=True, blank=True)
    items_count = models.PositiveSmallIntegerField(null=True, blank=True)
    of_count = models.PositiveIntegerField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    selected_by = models.ForeignKey("identity.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey("identity.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "exchange"], name="dossier_handover_once"),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("selected_by")), name="dossier_handover_second_person"
            ),
        ]

    def __str__(self) -> str:
        return f"overdracht ({self.get_state_display()})"


class HandoverStep(LogRow):
    """One step: from, to, event, who, when."""

    handover = TenantForeignKey(Handover, on_delete=models.PROTECT, related_name="steps")
    from_state = models.CharField(max_length=10)
    to_state = models.CharField(max_length=10)
    event = models.CharField(max_length=20)
    who = models.CharField(max_length=120)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.event}: {self.to_state}"


class HandoverItem(SealedRow):
    """At the holder: one finding in the selection. Sealed: the finding as it would leave, why it was chosen, the person's words."""

    handover = TenantForeignKey(Handover, on_delete=models.PROTECT, related_name="items")
    finding = TenantForeignKey(Finding, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    statutory = models.BooleanField()
    reply = models.CharField(max_length=8, choices=REPLIES, default="", blank=True)
    channel = models.CharField(max_length=8, blank=True)
    objected = models.CharField(max_length=9, default="", blank=True)
    leaves_on = models.DateField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta(SealedRow.Meta):
        ordering = ["number"]
        constraints = [
            *SealedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "handover", "number"], name="dossier_item_number"),
        ]

    def __str__(self) -> str:
        return f"onderdeel {self.number}"


class Preview(SealedRow):
    """The exact rendition that the person sees, kept byte for byte. Sealed: text."""

    tenancy = Tenancy.LOG

    handover = TenantForeignKey(Handover, on_delete=models.PROTECT, related_name="previews")
    rendition_sha256 = models.CharField(max_length=64)
    channel = models.CharField(max_length=8)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return "inzage"


class Answer(SealedRow):
    """One answer of the person to one item, keyed by a worker or by the person. Sealed: text."""

    tenancy = Tenancy.LOG

    item = TenantForeignKey(HandoverItem, on_delete=models.PROTECT, related_name="answers")
    reply = models.CharField(max_length=8, choices=REPLIES)
    channel = models.CharField(max_length=8)
    by = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reply


class ObjectionDecision(SealedRow):
    """Upheld or dismissed, by somebody else than who selected. Sealed: reason."""

    tenancy = Tenancy.LOG

    item = TenantForeignKey(HandoverItem, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=9, choices=[("upheld", "bezwaar aanvaard"), ("dismissed", "bezwaar niet aanvaard")])
    selected_by = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(SealedRow.Meta):
        constraints = [
            *SealedRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(decided_by=F("selected_by")), name="dossier_objection_second_person"),
            models.UniqueConstraint(fields=["organisation", "item"], name="dossier_objection_once"),
        ]

    def __str__(self) -> str:
        return self.outcome


class ReceivedItem(SealedRow):
    """At the receiver: one item out of a package or a meeneemmap. Sealed until judged; shredded when it was not taken over."""

    handover = TenantForeignKey(Handover, null=True, blank=True, on_delete=models.PROTECT, related_name="received")
    application = TenantForeignKey(Application, on_delete=models.PROTECT, related_name="received")
    origin = models.CharField(max_length=8, choices=[("handover", "overdracht"), ("folder", "meeneemmap")])
    number = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=8, choices=VERDICTS, default="", blank=True)
    finding = TenantForeignKey(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta(SealedRow.Meta):
        ordering = ["received_at", "number"]

    def __str__(self) -> str:
        return f"ontvangen onderdeel {self.number}"


class Message(LogRow):
    """What crossed: signed by the sender (JWS), sealed under the keeper's own key. Both sides keep a copy."""

    exchange = models.UUIDField()
    direction = models.CharField(max_length=3, choices=[("in", "in"), ("out", "uit")])
    peer = models.ForeignKey("tenancy.Organisation", on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=12)
    sequence = models.PositiveIntegerField()
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "exchange", "direction", "sequence"], name="dossier_message_order")
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.direction}"


class IssuerKey(LogRow):
    """The public signing key of an OCMW, as others check it (JWK)."""

    tenancy = Tenancy.SHARED_LOG

    audience = models.CharField(max_length=40, default="public")
    kid = models.CharField(max_length=16)
    jwk = models.JSONField()
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kid"], name="dossier_issuer_kid")]

    def __str__(self) -> str:
        return self.kid
