"""``/archief/inname``: files of a form, and the dry run of a folder. Until someone approves, nothing is taken over."""

from __future__ import annotations

import csv
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel.access import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.errors import NotFound

from .. import access
from ..actions import intake as actions
from ..queries import dossiers
from ..queries import intake as queries
from ..rules.batches import OUTCOME_NL, Outcome
from .answering import posted

#: Cells that a spreadsheet would run as a formula get a quote in front.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@staff_page(access.FILE, module="archive")
def overview(request: HttpRequest) -> HttpResponse:
    """Folders that stand ready, runs that were made, and the way to load files."""
    running = request.scope  # type: ignore[attr-defined]
    takes = may(running.actor, access.INTAKE)
    context = {
        "folders": [path.name for path in queries.folders(running.organisation_id)] if takes else [],
        "batches": queries.batches(running.organisation_id), "takes": takes, "mapping": queries.mapping(running.organisation_id),
        "open": dossiers.open_dossiers(running.organisation_id, 50),
    }
    return render(request, "archive/intake.html", context)


@staff_page(access.INTAKE, module="archive")
@posted
def dry_runs(request: HttpRequest) -> HttpResponse:
    """POST: look at a folder that stands ready; nothing is taken over."""
    own, name = request.scope.organisation_id, request.POST.get("map", "")  # type: ignore[attr-defined]
    with transaction.atomic():
        batch = actions.dry_run(organisation_id=own, root=queries.folder(own, name), name=name)
    return redirect(f"/archief/inname/{batch.id}")


@staff_page(access.FILE, module="archive")
@posted
def uploads(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """POST: files into a dossier, each with its own outcome."""
    row = dossiers.dossier(dossier_id)
    files = request.FILES.getlist("bestanden")
    if not files:
        return redirect(f"/archief/dossiers/{dossier_id}?bewaard=geen")
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    with transaction.atomic():
        batch = actions.upload(organisation_id=own, dossier_id=row.id, files=[(f.name or "bestand", cast(BinaryIO, f)) for f in files])
    return redirect(f"/archief/inname/{batch.id}")


@staff_page(access.FILE, module="archive")
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The report: counts by outcome, files with why, what an approval would take over."""
    report = queries.report(batch_id)
    outcome = request.GET.get("uitkomst", "")
    by_name = request.GET.get("leesbaar") == "nee"
    items = queries.items(report.batch, outcome if outcome in OUTCOME_NL else "", request.GET.get("na", ""), by_name=by_name)
    context = {
        "report": report, "batch": report.batch, "items": items[: queries.PAGE], "outcome": outcome, "by_name": by_name,
        "word": OUTCOME_NL[Outcome(outcome)] if outcome in OUTCOME_NL else "",
        "next_after": items[queries.PAGE - 1].path if len(items) > queries.PAGE else "",
        "taken": report.count(Outcome.TAKEN), "takes": may(request.scope.actor, access.INTAKE),  # type: ignore[attr-defined]
    }
    return render(request, "archive/batch.html", context)


@staff_page(access.INTAKE, module="archive")
@posted
def batch_step(request: HttpRequest, batch_id: UUID, noun: str) -> HttpResponse:
    """POST to goedkeuring, proef or stop."""
    act: dict[str, Any] = {"goedkeuring": actions.approve, "proef": actions.propose_again, "stop": actions.stop}
    if noun not in act:
        raise NotFound()
    with transaction.atomic():
        act[noun](batch_id=batch_id)
    return redirect(f"/archief/inname/{batch_id}")


@staff_page(access.INTAKE, module="archive")
def report_file(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The whole report as a table for a spreadsheet."""
    row = queries.batch(batch_id)
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="verslag.csv"'})
    answer.write("\ufeff")
    writer = csv.writer(answer, delimiter=";")
    writer.writerow(["plaats", "uitkomst", "waarom", "serie", "dossier", "grootte", "sha256"])
    for item in queries.all_items(row):
        unread = item.by_name and f"alleen op naam te vinden: {item.by_name}"
        why = "; ".join(part for part in (item.message or item.because, unread) if part)
        said = [item.path, item.get_outcome_display(), why]
        cells = [*said, item.series_code, item.dossier_title, item.size, item.sha256]
        writer.writerow([_safe(str(cell)) for cell in cells])
    return answer


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
