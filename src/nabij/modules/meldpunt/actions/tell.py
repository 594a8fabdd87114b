"""Messages to the reporter, by a way that the reporter gave. Queued in the transaction of the act itself."""

from __future__ import annotations

from typing import Any

from nabij.kernel.notices.actions import notify
from nabij.kernel.references import Reference
from nabij.kernel.tenancy import queries as directory

from ..models import Report, StatusChange
from ..queries.limits import limits
from ..rules import codes
from ..rules.form import Contact
from ..rules.report_states import State
from . import contacts

#: Steps of which the reporter hears; the others stand on the page of the report.
TOLD = (
    State.PLANNED, State.WAITING_REPORTER, State.REFERRED, State.RESOLVED, State.NOT_RESOLVED, State.DUPLICATE, State.REOPENED,
)
#: A partner reads who took it on the receipt of the door itself; who rang the night number heard it.
READ_ELSEWHERE = (Report.Channel.PARTNER, Report.Channel.NIGHT)


def received(report: Report, contact: Contact) -> None:
    """T1 by mail or text message; without contact point the page itself is the receipt. Who wants nothing digital was served by a
    colleague, who gives the receipt on paper or reads it aloud."""
    if contact.none_digital or report.channel in READ_ELSEWHERE:
        return
    _notify("meldpunt.received", report, contact, {})


def changed(report: Report, change: StatusChange) -> None:
    """Tell the reporter of a step that matters to a resident."""
    if State(change.to_state) in TOLD:
        _notify("meldpunt.changed", report, contacts.opened_contact(report), {"change": change, "reopen_days": limits().reopen_days})


def _notify(kind: str, report: Report, contact: Contact, context: dict[str, Any]) -> None:
    ways = (("email", contact.email), ("sms", contact.phone), ("call", contact.phone), ("letter", contact.address))
    points = {name: value for name, value in ways if value}
    if not points:
        return
    organisation = directory.by_id(report.organisation_id)
    notify(
        kind=kind, organisation_id=report.organisation_id, recipient=contact.name or "melder", contact_points=points,
        none_digital=contact.none_digital,
        subject=Reference.to(report, codes.grouped(report.code)),
        context={**context, "report": report, "code": codes.grouped(report.code), "organisation": organisation},
    )
