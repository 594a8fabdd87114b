"""Tokens and functions: bound to one organisation, dead from the moment they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, Refused
from nabij.kernel.identity import actions
from nabij.kernel.identity.capacities import capacities, token_holder
from nabij.kernel.identity.models import Account


def call(path: str, secret: str):
    return Client(headers={"host": "localhost:8000", "authorization": f"Bearer {secret}"}).get(path)


def test_a_token_works_until_it_is_revoked_or_past_its_date(organisations, acting, still_clock):
    kortrijk = organisations["kortrijk"]
    with acting("tine"):
        row, secret = actions.create_token(organisation_id=kortrijk, name="koppeling", scopes=["kernel.me.read"])
    assert secret.startswith("nbj_") and secret not in row.sha256
    answer = call("/api/v1/me", secret)
    assert answer.status_code == 200 and answer.json()["organisation"] == kortrijk
    with acting("tine"):
        actions.revoke_token(organisation_id=kortrijk, token_id=str(row.id))
    assert call("/api/v1/me", secret).status_code == 401
    with acting("tine"):
        _, other = actions.create_token(organisation_id=kortrijk, name="kort", scopes=["kernel.me.read"], expires_in=timedelta(days=1))
    still_clock.forward(timedelta(days=2))
    assert token_holder(other, clock.now()) is None


def test_a_token_holds_its_scopes_and_no_more(organisations, acting):
    with acting("tine"):
        _, secret = actions.create_token(organisation_id=organisations["kortrijk"], name="x", scopes=["kernel.me.read"])
    refused = call("/api/v1/modules", secret)
    assert refused.status_code == 403
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["type"] == "/problemen/geen-toegang"


def test_only_the_own_administrator_makes_tokens(organisations, acting):
    with acting("tine"), pytest.raises(Refused, match="Alleen Kuurne beslist voor Kuurne"):
        actions.create_token(organisation_id=organisations["kuurne"], name="x", scopes=["kernel.me.read"])
    with acting("delphine"), pytest.raises(Refused, match="beheerder"):
        actions.create_token(organisation_id=organisations["kortrijk"], name="x", scopes=["kernel.me.read"])
    with acting("tine"), pytest.raises(Refused, match="niet meer dan wie het maakt"):
        actions.create_token(organisation_id=organisations["kortrijk"], name="x", scopes=["meldpunt.duty.act"])
    with acting("tine"), pytest.raises(Invalid, match="verzonnen.recht"):
        actions.create_token(organisation_id=organisations["kortrijk"], name="x", scopes=["verzonnen.recht"])


@pytest.mark.parametrize("secret", ["", "nbj_", "nbj_" + "A" * 32 + "deadbeef", "x" * 500])
def test_an_unknown_token_is_nobody(db, secret):
    assert call("/api/v1/me", secret).status_code == 401


def test_an_ended_function_is_gone_on_its_day_and_kept_in_history(organisations, acting, still_clock):
    account = Account.objects.get(username="femke")
    with acting("griet"):
        row = actions.grant_function(organisation_id=organisations["kuurne"], account=account, kind="operator", since=clock.today())
        assert "operator" in capacities(account.pk, clock.today())[0].functions
        actions.end_function(organisation_id=organisations["kuurne"], function_id=str(row.id), until=clock.today() + timedelta(days=1))
    assert "operator" in capacities(account.pk, clock.today())[0].functions
    assert "operator" not in capacities(account.pk, clock.today() + timedelta(days=1))[0].functions


def test_municipality_and_ocmw_never_combine(organisations):
    """Kernel 4.2: one capacity per organisation, each with its own verbs."""
    account = Account.objects.get(username="bart")
    found = {c.slug: c for c in capacities(account.pk, clock.today())}
    assert set(found) == {"wervik", "ocmw-wervik"}
    assert found["wervik"].actor(account.pk, "Bart").organisation_id == organisations["wervik"]


def test_the_first_administrator_signs_in_with_a_strong_password_only(organisations):
    from nabij.kernel.tenancy.scope import scope, system

    own = [organisations["kortrijk"]]
    with scope(reading=own, writing=own, actor=system("setup"), organisation_id=own[0]):
        with pytest.raises(Invalid, match="15 tekens"):
            actions.create_local_account(username="x", display_name="X", password="kort")
        with pytest.raises(Invalid, match="bestaat al"):
            actions.create_local_account(username="tine", display_name="X", password="vier losse woorden samen")
        account = actions.create_local_account(username="karel", display_name="Karel", password="vier losse woorden samen")
        actions.grant_function(organisation_id=own[0], account=account, kind="administrator", since=clock.today())
    client = Client(headers={"host": "localhost:8000", "sec-fetch-site": "same-origin"})
    assert client.login(username="karel", password="vier losse woorden samen")
    assert client.get("/beheer/modules").status_code == 200
