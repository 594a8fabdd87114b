"""``/diensten/<slug>/aanvraag``: ask for a service, or save what you have and go on later. No account, no script."""

from __future__ import annotations

import uuid
from typing import Any

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import told
from nabij.kernel import spoken
from nabij.kernel.access.routes import public_page
from nabij.kernel.access.session import present, signed_in
from nabij.kernel.access.throttle import note_wrong_guess, refuse_guessing
from nabij.kernel.calendar import clock
from nabij.kernel.drafts import actions as drafts
from nabij.kernel.errors import Invalid, NotFound
from nabij.kernel.tenancy.scope import ANONYMOUS

from ... import access
from ...actions.submissions import submit
from ...queries import catalogue, submissions
from ...queries.catalogue import ServiceView
from ...submission_forms import KeepForm, RequestForm, ResumeForm

KEY_SALT, DONE_SALT, DRAFT_SALT = "website.request-key", "website.request-done", "website.request-draft"
PUBLISHED_SALT = "website.request-page"
DONE_S = 24 * 3600


@public_page(access.ASK, module="website")
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; by POST the request itself, or a draft with a code that can be read aloud."""
    view = catalogue.by_slug(_own(request), slug)
    if request.method != "POST":
        return _page(request, view, RequestForm(), KeepForm())
    form, keep = RequestForm(request.POST), KeepForm(request.POST)
    if "bewaar" in request.POST:
        return _kept(request, view, form, keep)
    if not form.is_valid():
        return _page(request, view, form, keep, status=422)
    try:
        with transaction.atomic():
            row = submit(service_id=view.id, wanted=form.wanted(), form_key=_press(request))
            drafts.finish(organisation_id=_own(request), draft_id=_read(request, "bewaard", DRAFT_SALT) or None)
    except Invalid as problem:
        told(form, problem)
        return _page(request, view, form, keep, status=422)
    return redirect(f"/diensten/{slug}/ontvangen?nummer={signing.dumps(row.code, salt=DONE_SALT)}")


def _own(request: HttpRequest) -> int:
    return request.site_organisation.id  # type: ignore[attr-defined,no-any-return]


def _read(request: HttpRequest, name: str, salt: str) -> str:
    try:
        return str(signing.loads(request.POST.get(name, ""), salt=salt))
    except signing.BadSignature:
        return ""


def _page(
    request: HttpRequest, view: ServiceView, form: RequestForm, keep: KeepForm, *, status: int = 200, draft: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "service": view, "form": form, "keep": keep, "key": request.POST["sleutel"] if _press(request) else _fresh(request, view),
        "draft": draft or request.POST.get("bewaard", ""),
    }
    return render(request, "website/request.html", context, status=status)


def _fresh(request: HttpRequest, view: ServiceView) -> str:
    """What makes two presses one request. A published page is the same for everybody, and the same whenever it is made: there the day
    and what was typed tell presses apart."""
    if getattr(request, "publishing", False):
        return signing.Signer(salt=PUBLISHED_SALT).sign(f"{view.id} {clock.today()}")
    return signing.dumps(uuid.uuid4().hex, salt=KEY_SALT)


def _press(request: HttpRequest) -> str:
    """The key of the page that was sent; "" for none of ours."""
    try:
        return _read(request, "sleutel", KEY_SALT) or signing.Signer(salt=PUBLISHED_SALT).unsign(request.POST.get("sleutel", ""))
    except signing.BadSignature:
        return ""


def _kept(request: HttpRequest, view: ServiceView, form: RequestForm, keep: KeepForm) -> HttpResponse:
    keep.is_valid()
    try:
        row, code = drafts.save(
            organisation_id=_own(request), service=view.slug, service_nl=view.title, typed=form.typed(),
            factor=request.POST.get("cijfers", ""), account_id=signed_in(request) if present(request) else None,
        )
    except Invalid as problem:
        told(keep, problem)
        return _page(request, view, form, keep, status=422)
    context = {"service": view, "draft": row, "code": code, "spelled": spoken.spelled(code)}
    return render(request, "website/request_kept.html", context)


@public_page(access.ASK, module="website")
def received(request: HttpRequest, slug: str) -> HttpResponse:
    """The receipt; its address holds for a day and for who sent the form."""
    try:
        code = str(signing.loads(request.GET.get("nummer", ""), salt=DONE_SALT, max_age=DONE_S))
    except signing.BadSignature:
        raise NotFound() from None
    row = submissions.by_code(_own(request), code)
    if row is None:
        raise NotFound()
    return render(request, "website/request_received.html", {"row": row, "service": catalogue.service(row.service_id)})


@public_page(access.ASK, module="website")
def resume(request: HttpRequest) -> HttpResponse:
    """``/verder``: go on with a form that was saved, with its code and four figures."""
    form = ResumeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "website/resume.html", {"form": form}, status=422 if form.is_bound else 200)
    refuse_guessing(request, "draft")
    try:
        with transaction.atomic():
            found = drafts.resume(organisation_id=_own(request), actor=ANONYMOUS, **form.cleaned_data)
    except NotFound as unknown:
        note_wrong_guess(request, "draft")
        drafts.count_wrong(organisation_id=_own(request), draft_id=unknown.facts.get("wrong"))
        form.add_error(None, unknown.sentence_nl)
        return render(request, "website/resume.html", {"form": form}, status=422)
    try:
        view = catalogue.by_slug(_own(request), found.draft.service)
    except NotFound:
        form.add_error(None, "Dit formulier openen we samen met u. Bel ons of kom langs, met dezelfde code.")
        return render(request, "website/resume.html", {"form": form}, status=422)
    return _page(request, view, RequestForm(initial=found.typed), KeepForm(), draft=signing.dumps(str(found.draft.id), salt=DRAFT_SALT))
