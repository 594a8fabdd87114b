"""``/dossier/wie-keek``: the data protection officer looks who looked at a person's file, and why; nothing of the file itself.

The look is itself in that person's log. The lines can be taken along as a proof that anybody checks with one file.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries, proofs
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, RuleViolation

from .. import access
from ..actions import files as acts
from ..forms import LookForm
from ..queries import files, journal
from ..rules import insz
from .acting import own_id, posted, status_of

URL = "/dossier/wie-keek"
#: For whom may not read the log these pages do not exist.
log_page = staff_page(access.LOG, module="dossier", conceal=True)
MOST_KEPT = 20_000_000


@log_page
def search(request: HttpRequest) -> HttpResponse:
    """POST finds a file by its number, by a name with a year of birth, or by a number of the register; no name stands in an address."""
    form, hits = LookForm(posted(request)), []
    searched = form.is_bound and form.is_valid()
    if searched:
        hits = _hits(request, form)
        detail = {"found": len(hits), "why": form.cleaned_data["waarom"]}
        entries.record("dossier.log.searched", organisation_id=own_id(request), detail=detail)
        if len(hits) == 1 and not form.errors:
            return redirect(f"{URL}/{hits[0].ref}")
    context = {"form": form, "hits": hits, "searched": searched and not form.errors}
    return render(request, "dossier/looked_search.html", context, status=status_of(form))


def _hits(request: HttpRequest, form: LookForm) -> list[files.Exists]:
    data = form.cleaned_data
    if data["kenmerk"]:
        return files.found_by_ref(own_id(request), data["kenmerk"])
    number = ""
    if data["nummer"].strip():
        read = acts.number_of(data["nummer"])
        if isinstance(read, insz.Problem):
            form.add_error("nummer", read.sentence)
            return []
        number = read.digits
    return files.found_by(own_id(request), number=number, name=data["naam"], year=data["jaar"])


@log_page
def looked(request: HttpRequest, ref: str) -> HttpResponse:
    """Who looked, when, why, in sentences; newest first."""
    return _page(request, ref)


@log_page
def proof(request: HttpRequest, ref: str) -> HttpResponse:
    """POST: these lines as a file, sealed up to now; with an earlier proof also that nothing of it was changed."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    dossier, own = files.by_ref(ref), own_id(request)
    try:
        kept = request.FILES.get("eerder")
        earlier = proofs.earlier_size(kept.read(MOST_KEPT).decode("utf-8", "replace"), own) if kept else 0
        ids = journal.entry_ids(own, dossier.id, proofs.MOST)
        made = proofs.proof(organisation_id=own, entry_ids=ids, about=f"wie keek in dossier {dossier.ref}", earlier=earlier)
    except RuleViolation as refused:
        return _page(request, ref, problem=refused.fields["eerder"] if isinstance(refused, Invalid) else refused.sentence_nl)
    journal.log_read(dossier, "log", why="bewijs gedownload", on="bewijs")
    name = f"bewijs-{dossier.ref}-{clock.today().isoformat()}.json"
    text = json.dumps(made, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _page(request: HttpRequest, ref: str, problem: str = "") -> HttpResponse:
    dossier = files.by_ref(ref)
    journal.log_read(dossier, "log", why="nagekeken wie keek")
    context: dict[str, Any] = {
        "dossier": dossier, "lines": journal.lines(dossier.organisation_id, dossier.id), "problem": problem,
        "fingerprint": proofs.fingerprint(dossier.organisation_id),
    }
    return render(request, "dossier/looked.html", context, status=422 if problem else 200)
