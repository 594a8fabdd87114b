"""``/balie/doorgeven``: "Dit is niet voor ons", with a person, a receipt and the agreement of who asks."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import told
from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound

from ... import access
from ...actions import passing
from ...counter_forms import PassForm
from ...models import PassedQuestion
from ...queries import counter
from .conversation import own_id


@staff_page(access.COUNTER, module="desk")
def new(request: HttpRequest) -> HttpResponse:
    receivers = counter.receivers(own_id(request))
    if request.method != "POST":
        form = PassForm(receivers=receivers, initial={"to": request.GET.get("naar", "")})
        return render(request, "desk/counter/pass.html", {"form": form})
    form = PassForm(request.POST, receivers=receivers)
    if form.is_valid():
        data = form.cleaned_data
        to = next((one.id for one in receivers if one.slug == data["to"]), None)
        asked = passing.Question(data["who"].strip(), data["phone"].strip(), data["question"], data["agreed"])
        try:
            with transaction.atomic():
                row = passing.pass_on(organisation_id=own_id(request), to_id=to, asked=asked)
        except Invalid as problem:
            told(form, problem)
        else:
            return redirect(f"/balie/doorgeven/{row.id}")
    return render(request, "desk/counter/pass.html", {"form": form}, status=422)


@staff_page(access.COUNTER, module="desk")
def detail(request: HttpRequest, passed_id: UUID) -> HttpResponse:
    """The receipt, and what became of it. The words themselves are no longer ours to read."""
    row = PassedQuestion.objects.filter(organisation_id=own_id(request), id=passed_id).select_related("to").first()
    if row is None:
        raise NotFound()
    entries.log_read("desk.question.read", row)
    late = row.state == PassedQuestion.State.PASSED and row.take_by <= clock.now()
    return render(request, "desk/counter/passed.html", {"row": row, "late": late})
