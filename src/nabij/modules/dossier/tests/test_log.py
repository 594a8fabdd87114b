"""Reads: each section that is printed is one line in the log, written before the page leaves, or nothing is shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from django.template import Context, Template

from nabij.kernel.audit import entries
from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.tenancy.scope import running, scope, system
from nabij.modules.dossier.queries.journal import READ
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


def test_sections_printed_equal_sections_logged(
    staff: Any, els: Any, organisations: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every ``{% shows %}`` asks for the running scope once: so many calls, so many sections in the log."""
    printed: list[None] = []

    def counted() -> Any:
        printed.append(None)
        return running()

    monkeypatch.setattr(tags, "running", counted)
    before = logged(organisations)
    clients = {name: staff(name) for name in ("marieke", "wim")}
    for name, url in pages(els):
        assert clients[name].get(url).status_code == 200, url
    fresh = logged(organisations)[len(before) :]
    assert sum(map(len, fresh)) == len(printed) >= len(pages(els))


def logged(organisations: dict[str, int]) -> list[list[str]]:
    own = [organisations["ocmw-kortrijk"], organisations["ocmw-wervik"]]
    with scope(reading=own, actor=system("test"), reason="nazicht"):
        rows = AuditEntry.objects.filter(verb=READ).order_by("id")
        return [row.detail["sections"] for row in rows]


def test_nothing_is_shown_when_the_log_cannot_be_written(staff: Any, els: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = staff("marieke")

    def broken(*args: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(entries, "_insert", broken)
    for _, url in [page for page in pages(els) if page[0] == "marieke"]:
        answer = client.get(url)
        assert answer.status_code == 503 and b"Els" not in answer.content and b"Maes" not in answer.content, url


def test_a_template_that_prints_what_was_not_declared_raises(acting: Any) -> None:
    with acting("marieke"), pytest.raises(tags.Undeclared):
        Template('{% load dossier %}{% shows "findings" %}').render(Context())
