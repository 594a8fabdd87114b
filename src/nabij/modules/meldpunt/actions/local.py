"""The local sheet is written by the municipality itself; whoever saves it has gone through it that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nabij.kernel.access import authorise
from nabij.kernel.access.policy import require_own
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Stale

from ..models.local import LocalEntry, LocalKind, LocalSheet
from ..rules import local as rules

WRITE = "meldpunt.local.write"
MOST = 40


@dataclass(frozen=True)
class Line:
    """One line as it was typed."""

    kind: str
    text: str
    phone: str = ""


def save_sheet(*, organisation_id: int, keeper: str, lines: Sequence[Line], row_version: int) -> LocalSheet:
    """Replace the lines and date the sheet. ``row_version`` is 0 for a first one. Raises ``Stale`` when a colleague was first,
    ``Invalid`` for a code, with the number of the line."""
    actor = authorise(WRITE)
    require_own(organisation_id)
    kept = [Line(one.kind, " ".join(one.text.split()), one.phone.strip()) for one in lines if one.text.strip()]
    _check(keeper, kept)
    sheet = LocalSheet.objects.select_for_update(of=("self",)).filter(organisation_id=organisation_id).first()
    if (sheet.row_version if sheet else 0) != row_version:
        who = sheet.reviewed_by if sheet else "Iemand"
        raise Stale(f"{who} bewaarde dit blad net voor u. Kijk het na en bewaar opnieuw.")
    sheet = sheet or LocalSheet(organisation_id=organisation_id, row_version=0)
    sheet.keeper, sheet.reviewed_on, sheet.reviewed_by = keeper.strip(), clock.today(), actor.label
    sheet.row_version += 1
    sheet.save()
    sheet.entries.all().delete()
    LocalEntry.objects.bulk_create(
        LocalEntry(organisation_id=organisation_id, sheet=sheet, position=number, kind=one.kind, text=one.text, phone=one.phone)
        for number, one in enumerate(kept)
    )
    audit.record("meldpunt.local_sheet.saved", sheet, detail={"keeper": sheet.keeper, "lines": len(kept)})
    return sheet


def _check(keeper: str, lines: Sequence[Line]) -> None:
    problems: dict[str, str] = {}
    if not keeper.strip():
        problems["keeper"] = "Vul in wie dit blad bijhoudt."
    if len(lines) > MOST:
        problems["lines"] = f"Hou het bij {MOST} regels: dit moet om drie uur 's nachts te lezen zijn."
    for number, one in enumerate(lines, start=1):
        if one.kind not in LocalKind.values:
            problems["lines"] = f"Kies bij regel {number} waarover ze gaat."
        elif len(one.text) > 300 or len(one.phone) > 30:
            problems["lines"] = f"Regel {number} is te lang. Hou het bij 300 tekens."
        elif rules.holds_code(one.text):
            problems["lines"] = f"Regel {number}: {rules.CODE_SENTENCE}"
    if problems:
        raise Invalid(problems)
