"""``/beheer/organisatie/thema``: six colours, judged before they are kept, shown on six components."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nabij.design import actions, contrast
from nabij.design.palettes import DARK, LIGHT, ROLES, THEME_COLOURS
from nabij.design.queries import colours_of, theme_of
from nabij.kernel.access.routes import staff_page
from nabij.kernel.errors import Invalid
from nabij.kernel.tenancy import queries as directory

from .. import access
from ..forms import ThemeForm


@staff_page(access.THEME, module="desk")
def editor(request: HttpRequest) -> HttpResponse:
    """GET: the colours of today. POST: keep them, or say which pair fails and what is near."""
    if request.method == "POST":
        return _save(request)
    slug = _slug(request)
    theme = theme_of(slug)
    colours = colours_of(slug)
    initial = {**colours, "version": theme.row_version if theme else 0, "logo_text": theme.logo_text if theme else ""}
    return _page(request, ThemeForm(initial=initial), colours, saved="bewaard" in request.GET)


@staff_page(access.THEME, module="desk")
@require_POST
def trial(request: HttpRequest) -> HttpResponse:
    """The same page with a verdict and a preview; nothing is kept."""
    form = _bound(request)
    return _page(request, form, form.colours(), judged=True, status=422 if form.errors else 200)


@staff_page(access.THEME, module="desk")
@require_safe
def trial_sheet(request: HttpRequest) -> HttpResponse:
    """The sheet of the preview: the colours of the address, on the preview alone. What is no colour is left out."""
    sent = {role: request.GET.get(role, "") for role in THEME_COLOURS}
    good = {role: value for role, value in sent.items() if contrast.HEX.fullmatch(value)}
    return HttpResponse(preview_css(good), content_type="text/css; charset=utf-8")


def preview_css(colours: dict[str, str]) -> str:
    """Custom properties for ``.theme-preview`` in light and in dark, whatever scheme the reader uses."""
    rules = []
    for selector, shared, prefix in ((".theme-preview.day", LIGHT, ""), (".theme-preview.night", DARK, "dark_")):
        own = {role: colours[prefix + role] for role in ROLES if prefix + role in colours}
        band = {"band": "var(--tint)", "on-band": "var(--brand)"} if prefix else {"band": "var(--brand)", "on-band": "var(--paper)"}
        tokens = {**shared, **own, **band}
        rules.append(f"{selector}{{{';'.join(f'--{name}:{value}' for name, value in tokens.items())}}}")
    return "\n".join(rules) + "\n"


def _bound(request: HttpRequest) -> ThemeForm:
    """The sent form with a sentence on each colour that cannot be kept."""
    form = ThemeForm(request.POST)
    if form.is_valid():
        for role, sentence in actions.colour_refusals({r: c.upper() for r, c in form.colours().items()}).items():
            form.add_error(role, sentence)
    return form


def _save(request: HttpRequest) -> HttpResponse:
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, form.colours(), judged=True, status=422)
    try:
        actions.save_theme(
            organisation_id=request.scope.organisation_id, colours=form.colours(),  # type: ignore[attr-defined]
            logo_text=form.cleaned_data["logo_text"], expected_version=form.cleaned_data["version"],
        )
    except Invalid as refusal:
        for role, sentence in refusal.fields.items():
            form.add_error(role, sentence)
        return _page(request, form, form.colours(), judged=True, status=422)
    return redirect("/beheer/organisatie/thema?bewaard")


def _page(
    request: HttpRequest, form: ThemeForm, colours: dict[str, str], *, judged: bool = False, saved: bool = False, status: int = 200
) -> HttpResponse:
    address = QueryDict(mutable=True)
    address.update(colours)
    context = {
        "form": form, "judged": judged, "saved": saved, "sheet": f"/beheer/organisatie/thema/proef.css?{address.urlencode()}",
        "schemes": (("day", "Licht scherm"), ("night", "Donker scherm")),
    }
    return render(request, "desk/theme.html", context, status=status)


def _slug(request: HttpRequest) -> str:
    organisation = directory.by_id(request.scope.organisation_id)  # type: ignore[attr-defined]
    return organisation.slug if organisation else "regio"
