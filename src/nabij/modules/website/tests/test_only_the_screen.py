"""A service with only the screen is published by no door: page, API, import and SQL by hand; each names the fix (N36)."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.website.actions import concepts, services
from nabij.modules.website.demo import DATA
from nabij.modules.website.models import Service
from nabij.modules.website.rules.services import FIX, ChannelKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def locker(at_site: Any) -> Service:
    with at_site("kuurne"):
        return Service.objects.get(slug="fietskluis")


def state(at_site: Any, service: Service) -> str:
    with at_site("kuurne"):
        return Service.objects.get(id=service.id).state


def post(client: Any, url: str) -> Any:
    return client.post(url, "{}", content_type="application/json", headers={"Idempotency-Key": uuid4().hex})


def test_by_page(staff: Any, at_site: Any, locker: Service) -> None:
    refused = staff("femke").post(f"/website/diensten/{locker.id}/publicatie")
    assert refused.status_code == 422 and FIX in refused.content.decode()
    assert state(at_site, locker) == "draft"


def test_by_api_until_the_fix_is_made(staff: Any, at_site: Any, locker: Service) -> None:
    client, url = staff("femke"), f"/api/v1/website/services/{locker.id}/publications"
    refused = post(client, url)
    told = refused.json()["errors"]
    assert refused.status_code == 422 and [(one["pointer"], FIX in one["message_nl"]) for one in told] == [("/wegen", True)]
    assert state(at_site, locker) == "draft"
    with at_site("kuurne"):
        services.add_channel(service_id=locker.id, kind=ChannelKind.PHONE, words="Bel ons.")
    made = post(client, url)
    assert made.status_code == 201 and made.json()["state"] == "published"
    assert {way["kind"] for way in made.json()["channels"]} == {"online", "phone"}
    assert client.get(url.removesuffix("/publications")).json() == made.json()


def test_by_api_elsewhere_it_does_not_exist(staff: Any, locker: Service) -> None:
    assert post(staff("nadine"), f"/api/v1/website/services/{locker.id}/publications").status_code == 404
    told = staff("nadine").get("/api/v1/website/services").json()
    assert len(told) == 14 and str(locker.id) not in json.dumps(told)


def test_by_import_nothing_is_published(organisations: dict[str, int], at_site: Any, locker: Service) -> None:
    """What comes in is text. Whether and how a municipality offers it stays theirs."""
    owner, document = organisations["zuid-west-vlaanderen"], json.loads((DATA / "concepts_change.json").read_text(encoding="utf-8"))
    for member in document["member"]:
        member["@id" if "@id" in member else "id"] = f"https://voorbeeld.be/versie/{uuid4()}"
    with at_site("kuurne"):
        before = set(Service.objects.values_list("id", "state"))
    with scope(reading=[owner], writing=[owner], actor=system("test"), organisation_id=owner):
        assert concepts.import_page(organisation_id=owner, document=document, contexts={}).kept == len(document["member"])
    with at_site("kuurne"):
        assert set(Service.objects.values_list("id", "state")) == before


def test_by_sql(at_site: Any, locker: Service) -> None:
    with at_site("kuurne"):
        with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE website_service SET state = 'published' WHERE id = %s", [locker.id])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert isinstance(refused.value.__cause__, psycopg.Error) and refused.value.__cause__.diag.message_hint == FIX
    assert state(at_site, locker) == "draft"
