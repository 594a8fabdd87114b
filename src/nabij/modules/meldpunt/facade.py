"""What other modules may call."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from nabij.kernel.calendar.words import date_text
from nabij.kernel.modules.manifest import Asker, Indicator, Receipt, Service
from nabij.kernel.references import Reference
from nabij.kernel.tenancy.queries import by_id
from nabij.kernel.tenancy.scope import current

from .actions import retention, rota_check
from .actions.appointments import follow_rota
from .actions.report import create_report
from .actions.rota import rebuild_shifts
from .forms import DeskForm
from .models import DutyLine, Report
from .queries import benefits, coverage
from .queries import hours as hours_queries
from .queries.hours import HoursTable, Preview
from .queries.reports import owner_of
from .rules import codes
from .rules.codes import parse
from .rules.danger import Urgency
from .rules.form import NewReport

__all__ = [
    "coverage_gaps", "hours", "indicators", "look_ahead", "membership_consequences", "participation_preview", "renew_calendars",
    "renew_shifts", "report_address", "services",
]  # fmt: skip

#: A home visit or a letter is taken in at the desk: the reporting point knows four channels.
CHANNELS = {"phone": Report.Channel.PHONE}


def report_address(typed: str) -> str | None:
    """The public address of a report by a number as a person types it, or None when there is no such report.

    Says nothing else of it: the page itself decides who may see what.
    """
    code = parse(typed)
    return f"/melding/{code}" if code and owner_of(code) is not None else None


def renew_shifts() -> int:
    """Make the coming shifts of each line of the running scope; returns how many. Running twice changes nothing."""
    return sum(rebuild_shifts(line=line) for line in DutyLine.objects.order_by("slug"))


def look_ahead() -> int:
    """The daily look at the coming weeks, for each line that the running scope owns; returns how many were looked at."""
    own = current().writing
    return sum(rota_check.daily(line) is not None for line in DutyLine.objects.order_by("slug") if line.organisation_id in own)


def indicators(organisation_id: int, today: date) -> list[Indicator]:
    """What the duty line frees, measured: how often mayor and director are still called (N57, N15)."""
    return benefits.indicators(organisation_id, today)


def hours(line_id: UUID, first: date, last: date) -> HoursTable:
    """Hours of a line per municipality over whole days, both included."""
    line = DutyLine.objects.get(id=line_id)
    return hours_queries.table(line, first, last)


def coverage_gaps(on: date) -> list[str]:
    """Municipalities for which nobody answers some kind of duty in the coming eight weeks."""
    return [row.name for row in coverage.grid(on) if any(cell.has_hole for cell in row.cells)]


def participation_preview(line_id: UUID, organisation_id: int, on: date) -> Preview:
    """What changes on a line when a municipality leaves on a day; nothing is written."""
    return hours_queries.leaving(DutyLine.objects.get(id=line_id), organisation_id, on)


def renew_calendars() -> int:
    """Bring the appointments of each line of the running scope to its shifts; returns how many changed."""
    own = current().organisation_id
    return sum([follow_rota(line=line) for line in DutyLine.objects.order_by("slug") if line.organisation_id == own])


def forget(organisation_id: int) -> dict[str, int]:
    """Apply the terms of the duty line to one organisation; returns what was forgotten, counted."""
    return retention.forget(organisation_id=organisation_id)


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


def services(organisation_id: int) -> list[Service]:
    """What a resident can ask here: reporting a problem, with the same fields and the same action on every way in."""
    return [
        Service(
            code="een-probleem-melden", label_nl="Een probleem melden", verb="meldpunt.report.create", form=_form, start=_start,
            online="/melden", contact={"name": "name", "phone": "phone", "email": "email"}, emergency=True, minutes=2,
            read_aloud=("Waar is het? In welke straat, of bij welk gebouw?", "Wat ziet u?", "Is er nu gevaar?"),
        )
    ]


def _form(organisation_id: int, asker: Asker, data: Any) -> DeskForm:
    return DeskForm(data, organisation_id=organisation_id)


def _start(organisation_id: int, form: DeskForm, asker: Asker) -> Receipt:
    contact = replace(form.contact(), address=asker.address, none_digital=asker.none_digital)
    made = create_report(
        organisation_id=organisation_id,
        report=NewReport(
            form.answered(), channel=CHANNELS.get(asker.channel, Report.Channel.DESK), contact=contact, form_key=asker.form_key,
            entered_by=current().actor.label,
        ),
    )
    owner = by_id(made.organisation_id)
    acute = made.urgency == Urgency.ACUTE
    treats = f"{owner.contact_name if owner else 'De gemeente'} behandelt uw melding."
    next_nl = "Uw melding is dringend. De wachtdienst is verwittigd." if acute else treats
    return Receipt(
        subject=Reference.to(made, codes.grouped(made.code)), code=made.code, next_nl=next_nl, read_aloud=read_aloud(made),
        promised=None if acute else made.answer_by, contact=owner.contact_name if owner else "", phone=owner.phone if owner else "",
        url=f"/meldpunt/meldingen/{made.id}" if made.organisation_id == organisation_id else "",
    )


def read_aloud(report: Report) -> str:
    """What a colleague says before the person goes; no promise that no clock guards."""
    number, owner = codes.grouped(report.code), by_id(report.organisation_id)
    name = owner.short_name if owner else "De gemeente"
    if report.urgency == Urgency.ACUTE:
        return f"Uw nummer is {number}. De wachtdienst van {name} is verwittigd. Is iemand in gevaar? Bel dan 112."
    return f"Bedankt. Uw nummer is {number}. {name} kijkt ernaar. U hoort ons ten laatste op {date_text(report.answer_by, year=False)}."
