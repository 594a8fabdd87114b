"""``/programma/maandpakket``: the overview of a month, the agenda of the next meeting, and both in one file. Nobody types a figure.

Once published it stands still: later changes do not alter it, and a correction is a new version that says so.
"""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nabij.design.refusals import accepted
from nabij.kernel.access import may
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound

from .. import access, actions
from ..actions.months import bundle_of
from ..forms_rhythm import PublishForm, SeriesForm
from ..queries import month, programme
from ..rules.meetings import Rhythm


@staff_page(access.STEER, module="programme")
def overview(request: HttpRequest) -> HttpResponse:
    """The words of the overview and of each agenda, and one button for everything in one file."""
    today = clock.today()
    first = month.month_of(request.GET.get("maand", ""), today)
    return _page(request, first, today, PublishForm())


def _page(request: HttpRequest, first: date, today: date, form: PublishForm, status: int = 200) -> HttpResponse:
    """What was published of a month stands as it was; a month that was not published stands as it is now."""
    packs = month.packs(first)
    version = _version(request, packs[0].version) if packs else 0
    shown = month.frozen(month.pack(first, version)) if packs else month.documents(first, today)
    context = {
        "overview": shown[0][1], "agendas": [document for _, document in shown[1:]], "month": f"{first:%Y-%m}", "form": form,
        "previous": f"{_before(first):%Y-%m}", "running": first == today.replace(day=1), "packs": packs, "version": version,
        "pack": next((one for one in packs if one.version == version), None), "saved": request.GET.get("bewaard"),
    }
    return render(request, "programme/month.html", context, status=status)


def _version(request: HttpRequest, latest: int) -> int:
    text = request.GET.get("versie", "")
    if not text:
        return latest
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise NotFound()
    return int(text)


@staff_page(access.STEER, module="programme")
@require_POST
def publications(request: HttpRequest) -> HttpResponse:
    """POST: freeze this month, or publish a corrected version with its reason."""
    today = clock.today()
    first = month.month_of(request.POST.get("maand", ""), today)
    form = PublishForm(request.POST)

    def act() -> None:
        actions.publish_month(partnership_id=programme.partnership_id(), month=first, remark=form.cleaned_data["remark"])

    if accepted(form, act):
        return redirect(f"/programma/maandpakket?maand={first:%Y-%m}&bewaard=1")
    return _page(request, first, today, form, 422)


@staff_page(access.READ, module="programme")
def published(request: HttpRequest) -> HttpResponse:
    """Every pack that was published, for all members: each version, with its reason and its fingerprint."""
    return render(request, "programme/months.html", {"packs": month.packs()})


@staff_page(access.READ, module="programme")
def published_file(request: HttpRequest) -> HttpResponse:
    """The ZIP of one version, byte for byte as it was published."""
    first = month.month_of(request.GET.get("maand", ""), clock.today())
    row = month.pack(first, _version(request, 0))
    entries.log_read("programme.month_pack.read", row, detail={"month": f"{first:%Y-%m}", "version": row.version})
    return _zip(bytes(row.bundle), f"maandpakket-{first:%Y-%m}-versie-{row.version}.zip")


def _zip(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(data, content_type="application/zip", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@staff_page(access.STEER, module="programme")
def download(request: HttpRequest) -> HttpResponse:
    """One ZIP: overview and agendas, each as PDF and as Word. The same month on the same day gives the same words."""
    today = clock.today()
    first = month.month_of(request.GET.get("maand", ""), today)
    packs = month.packs(first)
    data = bytes(month.pack(first, packs[0].version).bundle) if packs else bundle_of(month.documents(first, today))
    own = request.scope.organisation_id  # type: ignore[attr-defined]
    entries.log_read("programme.month_pack.made", organisation_id=own, detail={"month": f"{first:%Y-%m}"})
    return _zip(data, f"maandpakket-{first:%Y-%m}.zip")


def _before(first: date) -> date:
    return (first.replace(day=1) - date.resolution).replace(day=1)


@staff_page(access.READ, module="programme")
def meetings(request: HttpRequest) -> HttpResponse:
    """Meetings that return, each with its next twelve dates."""
    found = [month.meeting(row, clock.now()) for row in month.series()]
    return render(request, "programme/meetings.html", {
        "meetings": found, "saved": request.GET.get("bewaard"), "may_steer": may(request.scope.actor, access.STEER),  # type: ignore[attr-defined]
    })


@staff_page(access.STEER, module="programme")
def new_series(request: HttpRequest) -> HttpResponse:
    """GET: a meeting that returns. POST: keep it; the same title again changes it."""
    form = SeriesForm(None if request.method in READS else request.POST)

    def act() -> None:
        given = form.cleaned_data
        actions.set_series(partnership_id=programme.partnership_id(), **{**given, "rhythm": Rhythm(given["rhythm"])})

    if form.is_bound and accepted(form, act):
        return redirect("/programma/vergaderingen?bewaard=1")
    context = {
        "form": form, "title": "Welk overleg komt terug?", "button": "Bewaar het overleg", "action_url": request.path,
        "lead": "Eén keer invullen. De data en de agenda volgen vanzelf.", "back_url": "/programma/vergaderingen",
        "back": "de vergaderingen",
    }
    return render(request, "programme/round_form.html", context, status=422 if form.errors else 200)
