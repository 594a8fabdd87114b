"""To whom an alarm can be handed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ..models.alarm import Alert
from ..models.duty import DutyPerson
from ..rules.alarm import AlertState, Phase
from .chain import running_chain


@dataclass(frozen=True)
class Handing:
    """Colleagues of the line with a telephone that was checked, and the staffed desk that may take the alarm now (or empty)."""

    colleagues: tuple[DutyPerson, ...] = ()
    desk: str = ""


def handing(alert_id: UUID, at: datetime) -> Handing:
    """What the page of an open alarm offers."""
    alert = Alert.objects.filter(id=alert_id).first()
    if alert is None or alert.state == AlertState.CLOSED:
        return Handing()
    desk = ""
    if alert.phase == Phase.LAST_RESORT:
        desk = running_chain(alert.organisation_id, at, alert.policy_id, turn=alert.turn).desk
    if alert.state != AlertState.ACKNOWLEDGED or alert.line_organisation_id is None:
        return Handing((), desk)
    able = DutyPerson.objects.filter(organisation_id=alert.line_organisation_id, methods__verified_at__isnull=False).distinct()
    others = able.exclude(id=alert.taken_by_recipient) if alert.taken_by_recipient else able
    return Handing(tuple(others.select_related("employer").order_by("given_name", "family_name")), desk)
