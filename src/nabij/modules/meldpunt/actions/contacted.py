"""That the telephone of a mayor or director rang (N57): written by itself when the line calls them, or in one short form."""

from __future__ import annotations

from datetime import datetime

from nabij.kernel.access import authorise, may
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused
from nabij.kernel.tenancy import queries as organisations
from nabij.kernel.tenancy.scope import current

from ..models.alarm import Alert
from ..models.chain import LastResortContact
from ..queries.chain import Chain
from ..queries.participation import line_of
from ..rules.alarm import Advance, Phase
from ..rules.last_resort import Channel, Office, Way
from .many_rows import DueAlert

LOG = "meldpunt.contacted.log"
COUNTED = (Office.DIRECTOR, Office.MAYOR)
LOOK_BACK_DAYS = 62


def by_the_line(alert: Alert | DueAlert, entry: Advance, chain: Chain) -> list[LastResortContact]:
    """Each office that the line calls in its last resort, not written yet; see `keep`."""
    if entry.phase is not Phase.LAST_RESORT:
        return []
    offices = dict.fromkeys(chain.offices.get(target) for target in entry.targets)
    return [
        LastResortContact(
            organisation_id=alert.organisation_id, audience="own", municipality_id=alert.organisation_id, office=office,
            way=Way.LINE, channel=Channel.PAGE, alert_id=alert.id, line_id=alert.line_id, line_organisation_id=alert.line_organisation_id,
            at=entry.at, recorded_at=entry.at,
        )
        for office in offices if office in COUNTED
    ]  # fmt: skip


def keep(called: list[LastResortContact]) -> None:
    """Count each office once per alarm."""
    if called:
        LastResortContact.objects.bulk_create(called, ignore_conflicts=True)


def log_direct_call(
    *, municipality_id: int, office: str, channel: str, at: datetime, about: str = ""
) -> LastResortContact:
    """A mayor or director was called directly. By a function of that municipality itself, or by the coordinator of the partnership.

    Raises `Refused` for anybody else, `Invalid` for a moment that is not in the past two months.
    """
    authorise(LOG)
    owner = _owner(municipality_id)
    if office not in COUNTED:
        raise Invalid({"office": "Kies wie gebeld werd: de burgemeester of de algemeen directeur."})
    now = clock.now()
    if at > now:
        raise Invalid({"at": "Dit moment ligt in de toekomst. Kies wanneer er gebeld werd."})
    if (now - at).days > LOOK_BACK_DAYS:
        raise Invalid({"at": "Dit is meer dan twee maanden geleden. Die maand is al geteld."})
    line = line_of(municipality_id, at)
    row = LastResortContact.objects.create(
        organisation_id=owner, audience="own" if owner == municipality_id else f"organisation:{municipality_id}",
        municipality_id=municipality_id, office=office, way=Way.DIRECT, channel=Channel(channel), at=at, recorded_at=now,
        line_id=line.line_id if line else None, line_organisation_id=line.line_organisation_id if line else None,
        about=" ".join(about.split())[:200],
    )  # fmt: skip
    audit.record("meldpunt.contacted.logged", row, organisation_id=owner, detail={"office": office, "channel": channel})
    return row


def _owner(municipality_id: int) -> int:
    running = current()
    if running.actor.kind == "system":
        return municipality_id if municipality_id in running.writing else organisations.partnership().id
    if running.organisation_id == municipality_id:
        return municipality_id
    partnership = organisations.partnership().id
    if running.organisation_id == partnership and may(running.actor, "meldpunt.duty.plan"):
        return partnership
    name = organisations.name_of(municipality_id)
    raise Refused(f"Alleen {name} of de coördinator noteert wie in {name} gebeld werd.")
