"""The partnership asks; the member answers."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid
from nabij.kernel.events import facade as events

from .. import access
from ..events import INVITATION_SENT
from ..models import Invitation
from ..queries import programme


def invite(
    *, project_id: uuid.UUID, organisation_id: int, opens: date, closes: date, round: str = "",
    recorded: datetime | None = None,
) -> Invitation:
    """Ask one organisation about one project; ``closes`` is the day before which an answer is hoped for.

    ``recorded`` (importers only) = when the question was known, for questions from before this platform.

    Raises Refused for anyone but the partnership's coordinator, Invalid for a wrong period or an open question.
    """
    authorise(access.IMPORT if recorded else access.INVITE)
    project = programme.project(project_id)
    require_own(project.organisation_id)
    if closes <= opens:
        raise Invalid({"closes": "De dag van het antwoord moet na de dag van de vraag liggen."})
    try:
        with transaction.atomic():
            row = Invitation.objects.create(
                organisation_id=project.organisation_id, audience=f"partnership:{project.organisation_id}",
                project_id=project.id, invited_id=organisation_id, asked=DateRange(opens, closes), round=round,
                recorded_at=recorded or clock.now(),
            )
    except IntegrityError as error:
        raise Invalid({"opens": "Deze gemeente is al gevraagd voor dit project."}) from error
    entries.record("programme.invitation.created", row, detail={"project": project.slug, "closes": closes.isoformat()})
    events.publish(INVITATION_SENT, row, data={"project_id": str(project.id), "invited": organisation_id})
    return row
