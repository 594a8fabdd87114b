"""Reads of the partners' doors: which door a token opens, the coordinator's list, and the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Q

from nabij.kernel import crypto
from nabij.kernel.calendar import words

from ..models.alarm import Alert
from ..models.doors import PartnerDoor, PartnerKind, PartnerUse
from ..rules.alarm import AlertState
from ..rules.partners import DoorState, door_state
from . import duty

PURPOSE, VOICE_PURPOSE = "partner_door", "partner_voice"


def hash_of(token: str) -> str:
    """Keyed, so that a copy of the table opens no door; the same for every organisation, because the door is not known yet."""
    return crypto.blind_index(0, PURPOSE, token)


def voice_hash_of(figures: str) -> str:
    """Keyed as that of a token, under another purpose."""
    return crypto.blind_index(0, VOICE_PURPOSE, figures)


@dataclass(frozen=True)
class Door:
    """What a token stands for."""

    organisation_id: int
    id: UUID
    name: str
    host_id: int
    callback: str
    valid_until: date
    withdrawn_at: datetime | None

    def state(self, on: date) -> DoorState:
        return door_state(valid_until=self.valid_until, withdrawn_at=self.withdrawn_at, on=on)


def door_of(token: str) -> Door | None:
    """The door of a token, open or not; None for what never was a token. Needs no scope."""
    return door_by_hash(hash_of(token))


def door_by_hash(token_hash: str) -> Door | None:
    """The same by what is kept of a token. Needs no scope."""
    return _behind("SELECT * FROM nabij.duty_partner(%s)", token_hash)


def door_of_voice(figures: str) -> Door | None:
    """The door of a voice code, open or not. Needs no scope."""
    return _behind("SELECT * FROM nabij.duty_partner_voice(%s)", voice_hash_of(figures)) if figures else None


def door(door_id: UUID) -> Door:
    """A door of the running scope."""
    row = PartnerDoor.objects.get(id=door_id)
    return Door(row.organisation_id, row.id, row.name, row.host_id, row.callback, row.valid_until, row.withdrawn_at)


def _behind(question: str, hashed: str) -> Door | None:
    with connection.cursor() as cursor:
        cursor.execute(question, [hashed])
        row = cursor.fetchone()
    return Door(*row) if row else None


def last_use(door_id: UUID, since: datetime) -> PartnerUse | None:
    """The latest report through a door after a moment: of that one a partner may hear who took it."""
    return PartnerUse.objects.filter(door_id=door_id, at__gt=since).order_by("-at").first()


def uses_since(door_id: UUID, since: datetime) -> list[datetime]:
    return list(PartnerUse.objects.filter(door_id=door_id, at__gt=since).values_list("at", flat=True))


def use_of(door_id: UUID, code: str) -> PartnerUse | None:
    """The one report that this door may still ask about."""
    return PartnerUse.objects.filter(door_id=door_id, code=code).first()


@dataclass(frozen=True)
class ListedDoor:
    """A door as the coordinator sees it: never its token."""

    id: UUID
    name: str
    kind: str
    host: str
    callback: str
    issued_at: datetime
    issued_by: str
    valid_until: date
    withdrawn_at: datetime | None
    withdrawn_by: str
    state: DoorState
    voice_at: datetime | None
    voice_by: str
    reports: int
    acute: int
    last: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state is DoorState.OPEN


def doors(organisation_id: int, on: date) -> list[ListedDoor]:
    """All doors of an organisation with how much came through each, by name: one query."""
    rows = PartnerDoor.objects.filter(organisation_id=organisation_id).select_related("host").order_by("name", "issued_at")
    counted = rows.annotate(number=Count("uses"), acute=Count("uses", filter=Q(uses__urgency="acute")), last=Max("uses__at"))
    return [
        ListedDoor(
            row.id, row.name, PartnerKind(row.kind).label, row.host.short_name, row.callback, row.issued_at, row.issued_by, row.valid_until,
            row.withdrawn_at, row.withdrawn_by, door_state(valid_until=row.valid_until, withdrawn_at=row.withdrawn_at, on=on),
            row.voice_issued_at, row.voice_issued_by, row.number, row.acute, row.last,
        )
        for row in counted
    ]  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """Who took a partner's report, in one sentence, and what was tried so far. ``waiting``: nobody took it yet."""

    sentence: str
    waiting: bool
    lines: list[str]


def taken(report: object) -> Taken:
    """Read in the municipality's own scope."""
    alert = Alert.objects.filter(incident__report_id=report.id).order_by("-id").first()  # type: ignore[attr-defined]
    if alert is None:
        return Taken("Deze melding kan wachten. De gemeente leest ze op de eerstvolgende werkdag.", False, [])
    if alert.taken_at and alert.state != AlertState.TRIGGERED:
        done = "" if alert.state == AlertState.ACKNOWLEDGED else f" Afgesloten: {alert.result}"
        return Taken(f"{alert.taken_by} nam dit om {words.time_text(alert.taken_at)}.{done}", False, [])
    if alert.state == AlertState.CLOSED:
        return Taken(f"Afgesloten: {alert.result}", False, [])
    if alert.exhausted:
        sentence = "Niemand van de wachtdienst antwoordde al. We blijven bellen. Bel zelf het nummer hieronder."
        return Taken(sentence, True, duty.live_status(report))
    return Taken("De wachtdienst is verwittigd. Nog niemand nam het.", True, duty.live_status(report))
