"""Reads: each section that is printed is one line in the log, written before the page leaves, or nothing is shown.

That printed and logged are equal is asked of every test of this module (``conftest``) and of the journeys; here, of each page.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory

from nabij.kernel.identity.models import Account
from nabij.modules.dossier.pages.acting import HEADER, counted
from nabij.modules.dossier.queries import files, journal
from nabij.modules.dossier.templatetags import dossier as tags

pytestmark = pytest.mark.django_db


def pages(els: Any) -> list[tuple[str, str]]:
    holder, file = f"/dossier/overdrachten/{els.at_kortrijk}", f"/dossier/{els.wervik_ref}"
    mine = ("", "/bevindingen", "/gezin", "/aanvragen", "/logboek", "/meeneemmap")
    return [
        ("marieke", "/dossier"), *(("marieke", file + end) for end in mine), ("marieke", f"/dossier/aanvragen/{els.application}"),
        ("marieke", f"/dossier/aanvragen/{els.application}/overdracht"), ("marieke", f"/dossier/aanvragen/{els.application}/ontvangen"),
        ("marieke", f"/dossier/overdrachten/{els.at_wervik}"), ("wim", holder), ("wim", f"{holder}/brief"), ("wim", f"{holder}/antwoorden"),
        ("wim", f"{holder}/keuze"),
    ]  # fmt: skip


def own_page(visitor: Any) -> Any:
    client = visitor("kortrijk")
    client.force_login(Account.objects.get(username="els"), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_each_page_prints_at_least_one_section_and_says_how_many(staff: Any, els: Any, visitor: Any) -> None:
    clients = {name: staff(name) for name in ("marieke", "wim")}
    for name, url in pages(els):
        answer = clients[name].get(url)
        assert answer.status_code == 200 and int(answer[HEADER]) == answer.content.count(tags.MARKED) >= 1, url
    assert own_page(visitor).get(f"/mijn/inzage/{els.at_kortrijk}")[HEADER] == "1"


def test_a_template_that_prints_what_was_not_declared_raises(acting: Any, els: Any) -> None:
    template = Template('{% load dossier %}{% shows "findings" %}')
    with acting("marieke") as running:
        with pytest.raises(tags.Undeclared):
            template.render(Context())
        journal.log_read(files.open_file(els.wervik_ref).dossier, "head")
        with pytest.raises(tags.Undeclared):
            template.render(Context())
        running.pending_reads.clear()


def answering(els: Any, declared: int, printed: int, text: str = '{% load dossier %}{% shows "head" %}') -> HttpResponse:
    """A page that declares so many reads of one file and prints so many sections."""

    def page(request: Any) -> HttpResponse:
        for _ in range(declared):
            journal.log_read(files.open_file(els.wervik_ref).dossier, "head")
        return HttpResponse("".join(Template(text).render(Context({"request": request})) for _ in range(printed)))

    request = RequestFactory().get("/proef")
    request.resolver_match = None
    return counted(page)(request)


@pytest.mark.parametrize(("declared", "printed"), [(1, 2), (2, 1), (1, 0), (0, 1)])
def test_one_more_or_one_less_than_declared_never_leaves(acting: Any, els: Any, declared: int, printed: int) -> None:
    with pytest.raises(tags.Undeclared), acting("marieke"):
        answering(els, declared, printed)


def test_as_many_as_declared_leaves(acting: Any, els: Any) -> None:
    with acting("marieke") as running:
        assert answering(els, 2, 2)[HEADER] == "2"
        running.pending_reads.clear()
