"""``/balie/brieven``: to print, in one batch with a list, to the post, and back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nabij.design.refusals import told
from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.notices import letters

from ... import access
from ...counter_forms import ReturnForm
from ...queries import counter
from .conversation import own_id


@staff_page(access.COUNTER, module="desk")
def listing(request: HttpRequest) -> HttpResponse:
    return _page(request, ReturnForm())


def _page(request: HttpRequest, form: ReturnForm, status: int = 200) -> HttpResponse:
    own = own_id(request)
    waiting = counter.letters_queued(own)
    entries.log_read("desk.letter.listed", organisation_id=own, detail={"numbers": [one.letter.number for one in waiting]})
    context = {"waiting": waiting, "batches": letters.batches(own), "form": form, "back": request.GET.get("terug", "")}
    return render(request, "desk/counter/letters.html", context, status=status)


@staff_page(access.COUNTER, module="desk")
def detail(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """One letter: to look at, or to print again with the same number."""
    sheet = letters.sheet(own_id(request), letter_id)
    entries.log_read("desk.letter.read", sheet.letter)
    return render(request, "desk/counter/print.html", {"sheets": [sheet], "printed_at": clock.now()})


@staff_page(access.COUNTER, module="desk")
@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """Everything that waits becomes one batch."""
    try:
        with transaction.atomic():
            made = letters.print_batch(organisation_id=own_id(request))
    except RuleViolation:
        return redirect("/balie/brieven")
    return redirect(f"/balie/brieven/stapels/{made.id}")


@staff_page(access.COUNTER, module="desk")
def printed(request: HttpRequest, batch_key: UUID) -> HttpResponse:
    """The list of who gets a letter, then each letter on a page of its own."""
    own = own_id(request)
    made, sheets = letters.batch(own, batch_key), letters.sheets(own, batch_id=batch_key)
    entries.log_read("desk.letter.printed", made)
    return render(request, "desk/counter/print.html", {"batch": made, "sheets": sheets, "printed_at": clock.now()})


@staff_page(access.COUNTER, module="desk")
@require_POST
def posted(request: HttpRequest, batch_key: UUID) -> HttpResponse:
    letters.post_batch(organisation_id=own_id(request), batch_id=batch_key)
    return redirect("/balie/brieven")


@staff_page(access.COUNTER, module="desk")
@require_POST
def returned(request: HttpRequest) -> HttpResponse:
    """A letter came back: somebody looks for the person, with the moment of today."""
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                letters.note_return(organisation_id=own_id(request), **form.cleaned_data)
        except Invalid as problem:
            told(form, problem)
        else:
            return redirect("/balie/brieven?terug=1")
    return _page(request, form, status=422)
