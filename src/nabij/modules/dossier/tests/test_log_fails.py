"""The audit table refuses, in a database of its own: then no page holds a name, a fact or a date of a person."""

from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings
from django.test import Client

from nabij.kernel.identity.models import Account
from nabij.modules.dossier.models import Dossier, Handover
from nabij.modules.dossier.pages.acting import HEADER
from nabij.testing.people import acting_as, client_of, visitor_of

FACTS = ("Els", "Maes", "Noor", "€ 690", "leefloon", "Proefweg")


def asked() -> list[tuple[Client, str]]:
    """Pages of both sides and of the person self, each with who asks."""
    with acting_as("wim"):
        holder, there = Handover.objects.get().id, Dossier.objects.get().ref
    with acting_as("marieke"):
        here = Dossier.objects.get().ref
    person = visitor_of("kortrijk")
    person.force_login(Account.objects.get(username="els"), backend="allauth.account.auth_backends.AuthenticationBackend")
    marieke, wim = client_of("marieke"), client_of("wim")
    return [
        *((marieke, f"/dossier/{here}{end}") for end in ("", "/bevindingen", "/gezin", "/logboek")), (marieke, "/dossier"),
        *((wim, f"/dossier/overdrachten/{holder}{end}") for end in ("", "/brief", "/antwoorden")), (wim, f"/dossier/{there}"),
        (person, f"/mijn/inzage/{holder}"), (person, "/mijn"),
    ]  # fmt: skip


def test_nothing_is_shown_when_the_log_cannot_be_written(fresh_database: str) -> None:
    pages = asked()
    before: Any = [client.get(url) for client, url in pages]
    assert {answer.status_code for answer in before} == {200}
    with psycopg.connect(settings.DATABASE_OWNER_URL, autocommit=True) as owner:
        owner.execute("REVOKE INSERT ON audit_entry FROM nabij_web")
    for client, url in pages:
        answer = client.get(url)
        shown = answer.content.decode()
        assert answer.status_code == 503 and HEADER not in answer and "controlelog" in shown, url
        assert not [word for word in FACTS if word in shown], url
