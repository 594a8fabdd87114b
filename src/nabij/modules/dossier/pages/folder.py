"""The meeneemmap at its issuer, its printed sheet, and the public page that only says whether it is real."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome
from nabij.kernel.access.routes import public_page
from nabij.kernel.calendar import clock

from .. import access
from ..actions import folders as acts
from ..forms import AidForm, CodeForm
from ..models import Folder
from ..queries import files, folders, journal
from ..queries.files import OpenFile
from ..rules.barcode import bars
from ..rules.folders import read_code
from .acting import posted, status_of, worker_page


@worker_page
def compose(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask for one, and those made before."""
    file, form = files.open_file(ref), AidForm(posted(request))
    if form.is_bound and form.is_valid():
        made = outcome(form, lambda: acts.compose(ref=ref, **form.cleaned_data))
        if made:
            return redirect(f"/dossier/meeneemmappen/{made.id}")
    journal.log_read(file.dossier, "folder")
    context = {"file": file, "person": files.person(file), "form": form, "folders": folders.of_file(file)}
    return render(request, "dossier/folders.html", context, status=status_of(form))


@worker_page
def detail(request: HttpRequest, folder_id: UUID) -> HttpResponse:
    """The lines; the person strikes what should not be on it."""
    file, row = folders.by_id(folder_id)
    return _page(request, file, row)


@worker_page
def struck(request: HttpRequest, folder_id: UUID) -> HttpResponse:
    """POST: which lines the person strikes."""
    file, row = folders.by_id(folder_id)
    form = forms.Form(posted(request))
    numbers = [int(n) for n in request.POST.getlist("schrap") if n.isascii() and n.isdigit() and len(n) < 4]
    if form.is_bound and form.is_valid() and outcome(form, lambda: acts.strike(folder_id=folder_id, numbers=numbers)):
        return redirect(f"/dossier/meeneemmappen/{folder_id}")
    return _page(request, file, row, form)


@worker_page
def sealed(request: HttpRequest, folder_id: UUID) -> HttpResponse:
    """POST: seal, and show the sheet with its code this once. The code is kept nowhere."""
    file, row = folders.by_id(folder_id)
    form = forms.Form(posted(request))
    handed = request.POST.get("hoe", "desk")
    done = outcome(form, lambda: acts.seal(folder_id=folder_id, handed=handed)) if form.is_bound and form.is_valid() else None
    if done is None:
        return _page(request, file, row, form)
    row, code = done
    journal.log_read(file.dossier, "folder", why="afgedrukt voor de persoon")
    lines = [line for line in folders.items(file, row) if not line["struck"]]
    context = {
        "file": file, "person": files.person(file), "folder": row, "code": code, "lines": lines, "printed_at": clock.now(),
        "proofs": sorted({line["evidence"] for line in lines if line["evidence"]}), "bars": bars(code), "posted": row.handed == "post",
    }
    return render(request, "dossier/folder_sheet.html", context)


@worker_page
def revoked(request: HttpRequest, folder_id: UUID) -> HttpResponse:
    """POST: the code says *ingetrokken* from now on."""
    file, row = folders.by_id(folder_id)
    form = forms.Form(posted(request))
    if form.is_bound and form.is_valid() and outcome(form, lambda: acts.revoke(folder_id=folder_id)):
        return redirect(f"/dossier/meeneemmappen/{folder_id}")
    return _page(request, file, row, form)


def _page(request: HttpRequest, file: OpenFile, row: Folder, form: forms.Form | None = None) -> HttpResponse:
    journal.log_read(file.dossier, "folder")
    context = {
        "file": file, "person": files.person(file), "folder": row, "lines": folders.items(file, row), "pickups": folders.pickups(row),
        "form": form,
    }
    return render(request, "dossier/folder.html", context, status=status_of(form))


@public_page(access.CHECK)
def check(request: HttpRequest) -> HttpResponse:
    """Echt, niet echt, ingetrokken or vervallen; issuer and day. Nothing else, and no person."""
    form = CodeForm(posted(request))
    if not form.is_bound or not form.is_valid():
        return render(request, "dossier/check.html", {"form": form}, status=status_of(form))
    code = read_code(form.cleaned_data["code"])
    found = folders.by_code(code, clock.today()) if code else None
    return render(request, "dossier/check.html", {"form": CodeForm(), "found": found, "asked": True})
