"""``/dossier``: what is asked of this worker, by last day. ``/dossier/zoeken``, ``/dossier/nieuw``, ``/dossier/cijfers``."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import outcome
from nabij.kernel.access.policy import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock
from nabij.kernel.keyholder import VaultClosed

from .. import access, facade
from ..actions import files as acts
from ..actions.files import NewPerson
from ..forms import PersonForm, SearchForm
from ..queries import casework, files, handovers, journal
from ..queries import counts as queries
from ..rules import insz, names
from .acting import own_id, posted, status_of, worker_page


@worker_page
def home(request: HttpRequest) -> HttpResponse:
    """My applications by last day, hand-overs that run, my files. Each file that is shown is in its person's log."""
    today = clock.today()
    try:
        mine = files.mine(today)
    except VaultClosed as closed:
        return _while_closed(request, closed)
    for one in mine:
        journal.log_read(one.file.dossier, "head", "applications", why="overzicht van de eigen dossiers")
    return render(request, "dossier/home.html", {"mine": mine, "work": casework.open_work(mine, today)} | _running(request))


def _running(request: HttpRequest) -> dict[str, Any]:
    running = [(row, str(row.other)) for row in handovers.running(own_id(request))]
    return {
        "incoming": [row for row in running if row[0].side == "requester"], "outgoing": [row for row in running if row[0].side == "holder"]
    }


def _while_closed(request: HttpRequest, closed: VaultClosed) -> HttpResponse:
    """Work and last days stand, by the letters of the file; names and content do not."""
    refs = {id: grant.dossier.ref for id, grant in files.granted().items()}
    context = {"closed": closed.sentence_nl, "waiting": casework.waiting(refs, clock.today())} | _running(request)
    return render(request, "dossier/home.html", context)


@worker_page
def search(request: HttpRequest) -> HttpResponse:
    """POST keeps the question sealed and leads to its own address: no number and no name stands in an address."""
    form = SearchForm(posted(request))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        number = _number(form, data["nummer"])
        if not form.errors:
            row = acts.remember_search(number=number, name=data["naam"], year=data["jaar"])
            return redirect(f"/dossier/zoeken/{row.id}")
    return render(request, "dossier/search.html", {"form": form}, status=status_of(form))


def _number(form: SearchForm, typed: str) -> str:
    if not typed.strip():
        return ""
    found = acts.number_of(typed)
    if isinstance(found, insz.Problem):
        form.add_error("nummer", found.sentence)
        return ""
    return found.digits


@worker_page
def found(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """What a search tells: that a file exists in the own OCMW and who is responsible. Nothing of another OCMW."""
    number, name, year = acts.remembered_search(search_id)
    hits = files.found_by(own_id(request), number=number, name=name, year=year)
    actor = request.scope.actor  # type: ignore[attr-defined]
    context = {"form": SearchForm(), "hits": hits, "searched": True, "decides": may(actor, access.DECIDE)}
    return render(request, "dossier/search.html", context)


@worker_page
def new(request: HttpRequest) -> HttpResponse:
    """A new file. Files with the same name stand beside it before it is saved."""
    form = PersonForm(posted(request))
    near: list[Any] = []
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        near = _near(request, data)
        if not near or "toch" in request.POST:
            made = outcome(form, lambda: acts.open_dossier(person=NewPerson(**data)))
            if made:
                return redirect(f"/dossier/{made.ref}")
    return render(request, "dossier/new.html", {"form": form, "near": near}, status=status_of(form))


def _near(request: HttpRequest, data: dict[str, Any]) -> list[files.Exists]:
    year = data["birth"].year if data["birth"] else None
    if not names.parts(f"{data['first_name']} {data['last_name']}"):
        return []
    return files.found_by(own_id(request), name=f"{data['first_name']} {data['last_name']}", year=year)


@staff_page(access.COUNT, module="dossier", conceal=True)
def counts(request: HttpRequest) -> HttpResponse:
    """Numbers of the OCMW without a person: what a director may see."""
    ways, total = queries.ways(own_id(request))
    return render(request, "dossier/counts.html", {"open": facade.open_applications(own_id(request)), "ways": ways, "total": total})
