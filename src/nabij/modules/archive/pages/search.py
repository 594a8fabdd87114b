"""``/archief/zoeken``: one box over what the person may read; words that mean the same."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from nabij.design.refusals import accepted
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.errors import Invalid

from .. import access
from ..actions import finding as actions
from ..queries import finding, plan
from ..queries.finding import Answer, TooBroad
from ..record_forms import SearchForm, SynonymForm
from ..rules.words import parse_query
from .answering import posted

NAMES_NL = {"reeks": "Reeks", "jaar": "Jaar", "soort": "Soort"}


@staff_page(access.SEARCH, module="archive")
def search(request: HttpRequest) -> HttpResponse:
    """Results newest first, or best first on choice. A question that cannot be read says where it goes wrong."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    context: dict[str, Any] = {"form": form, "best": request.GET.get("orde") == "beste"}
    status = 200
    if form.is_bound and form.is_valid():
        try:
            query = parse_query(form.cleaned_data["q"])
            if not query.empty:
                answer = finding.find(query, best=context["best"], after=_after(request.GET))
                context |= {"answer": answer, "facets": _facets(request, answer), "next_url": _next(request.GET, answer), "query": query}
        except (Invalid, TooBroad) as wrong:
            form.add_error("q", wrong.sentence_nl)
            status = 422
    return render(request, "archive/search.html", context, status=status)


def _after(given: QueryDict) -> tuple[date, UUID] | None:
    day, _, record = given.get("na_stuk", "").partition("_")
    try:
        return date.fromisoformat(day), UUID(record)
    except ValueError:
        return None


def _next(given: QueryDict, answer: Answer) -> str:
    if answer.next_after is None:
        return ""
    kept = given.copy()
    kept["na_stuk"] = f"{answer.next_after[0].isoformat()}_{answer.next_after[1]}"
    return f"?{kept.urlencode()}"


def _facets(request: HttpRequest, answer: Answer) -> list[dict[str, Any]]:
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    names = {view.code: view.title for view in plan.all_series(own, codes=[line.value for line in answer.facets.get("reeks", ())])}
    return [
        {"name": NAMES_NL[facet], "lines": [_line(request.GET, facet, line, names) for line in answer.facets.get(facet, ())[:8]]}
        for facet in NAMES_NL if len(answer.facets.get(facet, ())) > 1
    ]


def _line(given: QueryDict, facet: str, line: Any, names: dict[str, str]) -> dict[str, Any]:
    kept = given.copy()
    kept.pop("na_stuk", None)
    kept["q"] = f"{given.get('q', '')} {facet}:{line.value if ' ' not in line.value else chr(34) + line.value + chr(34)}"
    return {"label": names.get(line.value, line.value) or "zonder", "hits": line.hits, "url": f"?{kept.urlencode()}"}


@staff_page(access.SEARCH, module="archive")
def synonyms(request: HttpRequest) -> HttpResponse:
    """GET: the sets of the own organisation. POST: a new one, which counts from the next question on."""
    running = request.scope  # type: ignore[attr-defined]
    own, writes = running.organisation_id, may(running.actor, access.OVERLAY)
    form = SynonymForm(None if request.method in READS else request.POST)
    if form.is_bound and accepted(form, lambda: actions.add_synonyms(organisation_id=own, words=form.cleaned_data["words"])):
        return redirect("/archief/zoeken/woorden?bewaard=1")
    context = {
        "form": form if writes else None, "sets": finding.synonym_sets(own), "writes": writes, "saved": "bewaard" in request.GET,
        "regional": [", ".join(group) for group in finding.synonyms()],
    }
    return render(request, "archive/synonyms.html", context, status=422 if form.errors else 200)


@staff_page(access.OVERLAY, module="archive")
@posted
def synonyms_end(request: HttpRequest, set_id: UUID) -> HttpResponse:
    """POST: these words no longer mean the same."""
    with transaction.atomic():
        actions.end_synonyms(organisation_id=request.scope.organisation_id, set_id=set_id)  # type: ignore[attr-defined]
    return redirect("/archief/zoeken/woorden")
