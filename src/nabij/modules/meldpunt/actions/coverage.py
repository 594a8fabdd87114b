"""A municipality decides who answers for it; it joins and leaves a line by date. Nobody else decides it, and no decision leaves a hole."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from nabij.kernel.access import authorise
from nabij.kernel.access.policy import require_own
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock, words
from nabij.kernel.errors import Invalid
from nabij.kernel.tenancy.scope import switch_to

from ..models.duty import DutyLine, DutyParticipation, DutyPerson
from ..models.rota import DutyCoverage
from ..queries import coverage
from . import people, shifts

COVER = "meldpunt.duty.cover"
GROUND = "gemeente verlaat de wachtlijn"


def decide(*, organisation_id: int, kind: str, line: DutyLine | None, public_number: str, first: date, reference: str) -> DutyCoverage:
    """From `first` this line or this number answers for a kind (empty = every kind). What was decided before ends there."""
    authorise(COVER)
    require_own(organisation_id)
    if first < clock.today():
        raise Invalid({"first": "Kies vandaag of een latere dag: wat voorbij is, verandert niet meer."})
    if (line is None) == (not public_number):
        raise Invalid({"public_number": "Kies een wachtlijn, of vul een eigen nummer in. Niet allebei."})
    if line is not None and not _takes_part(organisation_id, line, first):
        raise Invalid({"line": f"Uw gemeente doet dan niet mee aan {line.name}. Beslis eerst over de deelname."})
    made = _write(organisation_id, kind, line, public_number, DateRange(first, None), reference)
    _refuse_holes(organisation_id, first)
    return made


def _takes_part(organisation_id: int, line: DutyLine, on: date) -> bool:
    return DutyParticipation.objects.filter(organisation_id=organisation_id, line=line, period__contains=on).exists()


def _write(organisation_id: int, kind: str, line: DutyLine | None, number: str, period: DateRange, reference: str) -> DutyCoverage:
    standing = DutyCoverage.objects.filter(organisation_id=organisation_id, kind=kind)
    standing.filter(period__startswith__gte=period.lower).delete()
    for row in standing.filter(period__contains=period.lower):
        row.period = DateRange(row.period.lower, period.lower)
        row.save(update_fields=["period"])
    partnership = coverage.directory.partnership().id
    try:
        with transaction.atomic():
            made = DutyCoverage.objects.create(
                organisation_id=organisation_id, audience=f"partnership:{partnership}", kind=kind, line=line,
                line_organisation_id=line.organisation_id if line else None, public_number=number, period=period,
                decision_reference=reference[:120],
            )  # fmt: skip
    except IntegrityError:
        raise Invalid({"first": "Voor die tijd is al iets beslist. Kies een andere dag."}) from None
    audit.record("meldpunt.coverage.decided", made, detail={"kind": kind, "from": period.lower.isoformat(), "reference": reference})
    return made


def _refuse_holes(organisation_id: int, first: date) -> None:
    """Publishing coverage with a hole is refused."""
    found = coverage.answers(organisation_id, clock.today(), first + timedelta(weeks=coverage.WEEKS))
    hole = next(((kind, a) for kind, given in found.items() for a in given if a.is_hole), None)
    if hole is not None:
        names = {kind.code: kind.name for kind in coverage.kinds()}
        day = words.date_text(hole[1].first)
        raise Invalid({"public_number": f"Dan antwoordt niemand voor {names[hole[0]]} vanaf {day}. Vul een nummer in dat dan geldt."})


def leave_line(*, organisation_id: int, line: DutyLine, on: date, public_number: str, reference: str) -> None:
    """The municipality leaves the line on a day; from then its own number answers. Its people have no turn any more; the others go on."""
    authorise(COVER)
    require_own(organisation_id)
    if on <= clock.today():
        raise Invalid({"on": "Kies een dag die nog komt."})
    part = DutyParticipation.objects.filter(organisation_id=organisation_id, line=line, period__contains=on).first()
    if part is None or part.period.lower == on:
        raise Invalid({"on": "Op die dag neemt de gemeente niet deel aan deze wachtlijn."})
    part.period = DateRange(part.period.lower, on)
    part.save(update_fields=["period"])
    if public_number:
        _write(organisation_id, "", None, public_number, DateRange(on, None), reference)
    _refuse_holes(organisation_id, on)
    audit.record("meldpunt.participation.ended", part, detail={"on": on.isoformat(), "reference": reference})
    with switch_to(line.organisation_id, ground=GROUND, tags=[f"partnership:{line.organisation_id}"]):
        leaving = DutyPerson.objects.filter(organisation_id=line.organisation_id, employer_id=organisation_id)
        people.stop(shifts.locked(line), leaving, on)
        audit.record("meldpunt.rota.members_ended", line, detail={"employer": organisation_id, "on": on.isoformat()})
        shifts.remake(line)
