"""``/website/nieuws``: write, picture with what stands on it, phone preview, now or later."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nabij.design.refusals import told
from nabij.kernel.access.routes import READS, staff_page
from nabij.kernel.blobs.rules import FileRefused
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.tenancy import queries as directory

from ... import access
from ...actions import news as actions
from ...forms import NewsForm, PictureForm, ReasonForm, WhenForm
from ...models import NewsItem
from ...queries import news
from ...rules import texts
from ..public.news import texts_of
from .attempt import attempt


@staff_page(access.NEWS, module="website")
def listing(request: HttpRequest) -> HttpResponse:
    """Newest first, with their state."""
    return render(request, "website/staff/news.html", {"items": news.all_of(_own(request))})


@staff_page(access.NEWS, module="website")
def new(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    form = NewsForm(None if request.method in READS else request.POST, bilingual=_bilingual(request))
    if form.is_bound and form.is_valid():
        try:
            words = _words(form)
            item = attempt(lambda: actions.write(organisation_id=_own(request), words=words, kind=form.cleaned_data["kind"]))
            return redirect(f"/website/nieuws/{item.id}?bewaard=tekst")
        except RuleViolation as error:
            told(form, error)
    return render(request, "website/staff/news_new.html", {"form": form}, status=422 if form.errors else 200)


@staff_page(access.NEWS, module="website")
def edit(request: HttpRequest, news_id: UUID) -> HttpResponse:
    """GET: everything of one item. POST: its words."""
    item = news.item(news_id)
    if request.method in READS:
        return _page(request, item)
    form = NewsForm(request.POST, bilingual=_bilingual(request), fixed_kind=True)
    if form.is_valid():
        try:
            attempt(lambda: actions.rewrite(item_id=news_id, words=_words(form)))
            return redirect(f"/website/nieuws/{news_id}?bewaard=tekst")
        except RuleViolation as error:
            told(form, error)
    return _page(request, item, form=form)


@staff_page(access.NEWS, module="website")
def picture(request: HttpRequest, news_id: UUID) -> HttpResponse:
    """POST: a picture, or another decision about what stands on it."""
    item = news.item(news_id)
    form = PictureForm(request.POST or None, request.FILES or None, bilingual=_bilingual(request))
    if request.method in READS or not form.is_valid():
        return _page(request, item, picture=form)
    data = form.cleaned_data
    decision = {"alt": data["alt"], "decorative": data["decorative"], "alt_fr": data.get("alt_fr", "")}
    try:
        if data["photo"]:
            attempt(lambda: actions.attach_picture(item_id=news_id, upload=data["photo"], **decision))
        elif item.picture_id:
            attempt(lambda: actions.decide_alt(item_id=news_id, **decision))
        else:
            raise Invalid({"photo": "Kies eerst een foto."})
        return redirect(f"/website/nieuws/{news_id}?bewaard=foto")
    except FileRefused as error:
        form.add_error("photo", error.sentence_nl)
    except RuleViolation as error:
        told(form, error)
    return _page(request, item, picture=form)


@staff_page(access.NEWS, module="website")
def publication(request: HttpRequest, news_id: UUID) -> HttpResponse:
    """POST: now, or on a day at an hour. What lacks is said at its field."""
    item = news.item(news_id)
    form = WhenForm(request.POST)
    if request.method in READS:
        return redirect(f"/website/nieuws/{news_id}")
    if form.is_valid():
        try:
            done = attempt(lambda: actions.publish(item_id=news_id, at=form.moment()))
            return redirect(f"/website/nieuws/{news_id}?bewaard={done.state}")
        except RuleViolation as error:
            told(form, error)
    return _page(request, item, when=form)


@staff_page(access.NEWS, module="website")
def withdrawal(request: HttpRequest, news_id: UUID) -> HttpResponse:
    """GET: the question. POST: off the site, with a reason."""
    item = news.item(news_id)
    form = ReasonForm(None if request.method in READS else request.POST)
    if form.is_bound and form.is_valid():
        try:
            attempt(lambda: actions.withdraw(item_id=news_id, reason=form.cleaned_data["reason"]))
            return redirect(f"/website/nieuws/{news_id}?bewaard=intrekking")
        except RuleViolation as error:
            told(form, error)
    return render(request, "website/staff/news_withdrawal.html", {"item": item, "form": form}, status=422 if form.errors else 200)


@staff_page(access.NEWS, module="website")
def preview(request: HttpRequest, news_id: UUID) -> HttpResponse:
    """The item as on a phone, before anyone else sees it."""
    item = news.item(news_id)
    return render(request, "website/staff/news_preview.html", {"item": item, "texts": texts_of(item, _regime(request))})


def _own(request: HttpRequest) -> int:
    return request.scope.organisation_id  # type: ignore[attr-defined,no-any-return]


def _regime(request: HttpRequest) -> str:
    organisation = directory.by_id(_own(request))
    return organisation.language_regime if organisation else "nl"


def _bilingual(request: HttpRequest) -> bool:
    return _regime(request) == "nl_fr"


def _words(form: NewsForm) -> actions.Words:
    names = ("title_nl", "body_nl", "title_fr", "body_fr")
    return actions.Words(**{name: form.cleaned_data.get(name, "") for name in names})


def _page(request: HttpRequest, item: NewsItem, **bound: Any) -> HttpResponse:
    """The editor's page, with the form that has errors in place of a fresh one."""
    bilingual = _bilingual(request)
    initial = {name: getattr(item, name) for name in ("title_nl", "title_fr")}
    initial |= {name: texts.plain(getattr(item, name)) for name in ("body_nl", "body_fr")}
    alt = {"alt": item.picture_alt, "alt_fr": item.picture_alt_fr, "decorative": item.alt_decided and not item.picture_alt}
    context = {
        "item": item, "missing": actions.missing(item), "saved": request.GET.get("bewaard", ""),
        "form": bound.get("form") or NewsForm(initial=initial, bilingual=bilingual, fixed_kind=True),
        "picture": bound.get("picture") or PictureForm(initial=alt, bilingual=bilingual), "when": bound.get("when") or WhenForm(),
    }
    wrong = any(form.errors for form in bound.values())
    return render(request, "website/staff/news_edit.html", context, status=422 if wrong else 200)
