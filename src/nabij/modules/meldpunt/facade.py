"""What other modules may call."""

from __future__ import annotations

from datetime import date

from nabij.kernel.calendar.words import date_text
from nabij.kernel.tenancy.queries import by_id

from .actions.rota import rebuild_shifts
from .models import DutyLine
from .queries.reports import owner_of
from .rules.codes import parse

__all__ = ["membership_consequences", "renew_shifts", "report_address"]


def report_address(typed: str) -> str | None:
    """The public address of a report by a number as a person types it, or None when there is no such report.

    Says nothing else of it: the page itself decides who may see what.
    """
    code = parse(typed)
    return f"/melding/{code}" if code and owner_of(code) is not None else None


def renew_shifts() -> int:
    """Make the coming shifts of each line of the running scope; returns how many. Running twice changes nothing."""
    return sum(rebuild_shifts(line=line) for line in DutyLine.objects.order_by("slug"))


def membership_consequences(organisation_id: int, change: str, on: date) -> list[str]:
    """What changes for an organisation that joins ("in") or leaves ("left") on a date, in sentences for its own people."""
    organisation = by_id(organisation_id)
    name = organisation.short_name if organisation else "De gemeente"
    day = date_text(on)
    if change == "in":
        return [
            f"Vanaf {day} melden inwoners een probleem op de site van {name}, zonder account.",
            f"Meldingen over {name} komen ook binnen als iemand ze in een buurgemeente doet.",
            "Dringende meldingen verwittigen de wachtlijn waaraan de gemeente deelneemt.",
        ]
    return [
        f"Vanaf {day} toont de site van {name} het eigen telefoonnummer in plaats van het meldpunt.",
        "Open meldingen blijven van de gemeente. Ze zijn te lezen en mee te nemen.",
        "De andere gemeenten merken niets: hun meldingen en hun wachtlijn blijven zoals ze zijn.",
    ]
