"""``/balie/bewaard``: a form that somebody began online; its code is read aloud, and four figures that only that person knows."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.kernel import spoken
from nabij.kernel.access import authorise
from nabij.kernel.access.routes import staff_page
from nabij.kernel.drafts import actions as drafts
from nabij.kernel.errors import NotFound

from ... import access, demo
from ...counter_forms import CodeAndFiguresForm
from .conversation import own_id
from .start import draft_token


@staff_page(access.COUNTER, module="desk")
def resume(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" or "zoek" in request.POST:
        form = CodeAndFiguresForm(initial={"code": request.POST.get("zoek", "")})
        return render(request, "desk/counter/draft.html", {"form": form} | _spoken_here())
    form = CodeAndFiguresForm(request.POST)
    if form.is_valid():
        actor = authorise("kernel.draft.resume")
        try:
            with transaction.atomic():
                found = drafts.resume(organisation_id=own_id(request), actor=actor, **form.cleaned_data)
        except NotFound as unknown:
            drafts.count_wrong(organisation_id=own_id(request), draft_id=unknown.facts.get("wrong"))
            form.add_error(None, unknown.sentence_nl)
        else:
            return redirect(f"/balie/start/{found.draft.service}?bewaard={draft_token(found.draft.id)}")
    return render(request, "desk/counter/draft.html", {"form": form} | _spoken_here(), status=422)


def _spoken_here() -> dict[str, str]:
    """In a demo nobody rings, so the page says what Youssef would read aloud."""
    return {"example": spoken.grouped(demo.CODE), "example_figures": demo.FIGURES} if settings.NABIJ_DEMO else {}
