"""Taking someone's place: one press on a card, no password. Demo accounts in a demo only."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nabij.kernel.access.routes import open_page
from nabij.kernel.access.session import KEY
from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound
from nabij.kernel.identity.models import Account
from nabij.kernel.tenancy.queries import by_slug
from nabij.modules.desk.pages.sign_in import own_path, region

from .. import addresses, cards, people

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@open_page("demo.sign_in.read")
@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """``/aanmelden`` of a demo: the cards, and whom to ring."""
    context = {"cards": cards.shown(request.get_host()), "next_path": own_path(request.GET.get("next", "")), "organisation": region()}
    return render(request, "demo/sign_in.html", context)


@open_page("demo.sign_in.write")
@require_POST
def sign_in_as(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as a person of the story and open that person's first page (or the page that asked to sign in)."""
    person = take_place(request, username)
    first = person.first if person else "/werk"
    return redirect(addresses.filled(own_path(request.POST.get("next", ""))) or (first if cards.opens(first) else "/werk"))


@open_page("demo.sign_in.resident")
@require_safe
def as_resident(request: HttpRequest, username: str) -> HttpResponse:
    """The card of a resident of the story, on the site of that municipality: one press. Only residents of a demo come in by a link; what
    they can open is their own invented page."""
    person = next((one for one in people.PEOPLE if one.username == username and one.site), None)
    if person is None:
        raise NotFound()
    take_place(request, username)
    return redirect(person.first)


def take_place(request: HttpRequest, username: str, capacity: str = "") -> people.Person | None:
    """Sign in as ``username``, in the capacity (slug of an organisation) asked for or the one in which that person's story begins.
    Raises ``NotFound`` for any account that is not of the story."""
    account = Account.objects.filter(username=username, kind=Account.Kind.DEMO, is_active=True).first() if settings.NABIJ_DEMO else None
    if account is None:
        raise NotFound()
    request.session.pop(KEY, None)
    login(request, account, backend=BACKEND)
    Account.objects.filter(pk=account.pk).update(last_login=clock.now())  # the story's own time, not the machine's
    person = next((one for one in people.PEOPLE if one.username == username), None)
    slug = capacity or (person.begins_as if person else "")
    begins = by_slug(slug) if slug else None
    if begins:
        request.session[KEY] = begins.id
    return person
