"""Signing in, signing out, and the one capacity in which a person works now."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nabij.kernel.access.routes import open_page
from nabij.kernel.access.session import choose
from nabij.kernel.errors import NotFound
from nabij.kernel.tenancy import queries as directory

from .. import access
from ..forms import CodeForm, SignInForm

HOME = "/werk"


def own_path(wanted: str) -> str:
    """``wanted`` when it is a path of this site, otherwise ""."""
    inside = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if inside else ""


def region() -> Any:
    """The partnership that runs this platform, for its phone on the sign-in page; None while the database is away."""
    try:
        return directory.by_id(directory.partnership().id)
    except (DatabaseError, LookupError, directory.Organisation.DoesNotExist):
        return None


class _SignIn(LoginView):
    template_name = "desk/sign_in.html"
    form_class = SignInForm

    def get_success_url(self) -> str:
        return own_path(self.request.POST.get("next") or self.request.GET.get("next", "")) or HOME

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        next_path = own_path(self.request.POST.get("next") or self.request.GET.get("next", ""))
        return super().get_context_data(**kwargs) | {"organisation": region(), "next_path": next_path}


class _SecondFactor(AuthenticateView):
    template_name = "desk/second_factor.html"
    form_class = CodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"organisation": region()}


_local_account, _code = _SignIn.as_view(), _SecondFactor.as_view()


@open_page("desk.sign_in.read")
def sign_in(request: HttpRequest) -> HttpResponse:
    """``/aanmelden``: a local account with its second factor. A demo answers this address itself, with its cards."""
    return _local_account(request)


@open_page("desk.sign_in.read")
def second_factor(request: HttpRequest) -> HttpResponse:
    """``/aanmelden/code``: the code of an app, when the account has one."""
    return _code(request)


@open_page("desk.sign_in.read")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """``/afmelden``: the session ends here and now."""
    logout(request)
    return redirect("/" if settings.NABIJ_DEMO else "/aanmelden")


@open_page(access.CHOOSE)
@require_POST
def capacity(request: HttpRequest) -> HttpResponse:
    """``/hoedanigheid``: work on in another function. Home follows, never the page of the other side."""
    if not request.user.is_authenticated:
        return redirect("/aanmelden")
    wanted = request.POST.get("capacity", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10) or choose(request, int(wanted)) is None:
        raise NotFound("Deze functie hebt u vandaag niet.")
    return redirect(HOME)
