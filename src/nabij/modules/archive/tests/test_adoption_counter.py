"""A3 (N49): an empty region counts 0 van 13; one decision makes 1; without a reference no door lets it in."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction

from nabij.kernel.tenancy.scope import scope, system

from ..models import Adoption
from ..queries import adoption

pytestmark = pytest.mark.django_db
URL = "/archief/strategie/overname"
GIVEN = {"body": "college van burgemeester en schepenen", "decided_on_day": "22", "decided_on_month": "3", "decided_on_year": "2027"}
SENT = {"body": "college van burgemeester en schepenen", "decided_on": "2027-03-22"}


@pytest.fixture
def nobody(organisations: dict[str, int], still_clock: Any) -> None:
    """A region in which nobody answered yet."""
    from nabij.kernel.calendar import clock

    ids = list(organisations.values())
    with scope(reading=ids, writing=ids, actor=system("test")):
        Adoption.objects.filter(until=None).update(until=clock.now())


def count(staff: Any, page: str = "/archief/strategie") -> str:
    return str(staff("hilde", "wervik").get(page).content.decode())


def post(client: Any, data: dict[str, Any], key: str = "") -> Any:
    return client.post(
        "/api/v1/archive/adoptions", json.dumps(data), content_type="application/json", headers={"Idempotency-Key": key or uuid4().hex}
    )


def test_a3_one_decision_makes_one(staff: Any, nobody: None) -> None:
    assert "0 van 13 namen over" in count(staff) and "0 van 13 namen over" in count(staff, "/archief")
    an = staff("an")
    refused = an.post(URL, GIVEN)
    assert refused.status_code == 422 and "zodat men het terugvindt" in refused.content.decode()
    assert "0 van 13" in count(staff)
    assert an.post(URL, GIVEN | {"reference": "2027-CBS-88"}).status_code == 302
    assert "1 van 13 namen over" in count(staff) and "1 van 13 namen over" in count(staff, "/archief")


def test_a3_the_counter_stands_before_anything_was_published(staff: Any, nobody: None, organisations: dict[str, int]) -> None:
    from nabij.modules.archive.models import StrategyVersion

    own = organisations["zuid-west-vlaanderen"]
    with scope(reading=[own], writing=[own], actor=system("test")):
        StrategyVersion.objects.filter(state="published").update(state="superseded")
    assert "0 van 13 namen over" in count(staff)


@pytest.mark.parametrize("lacks", ["body", "decided_on", "reference"])
def test_a3_the_api_refuses_what_lacks(staff: Any, nobody: None, lacks: str) -> None:
    whole = SENT | {"reference": "2027-CBS-88"}
    refused = post(staff("an"), {name: value for name, value in whole.items() if name != lacks})
    assert refused.status_code == 422 and [one["pointer"] for one in refused.json()["errors"]] == [f"/{lacks}"]
    assert "0 van 13" in count(staff)


def test_a3_the_api_takes_a_whole_decision_once(staff: Any, nobody: None) -> None:
    key = uuid4().hex
    made = post(staff("an"), SENT | {"reference": "2027-CBS-88"}, key)
    assert made.status_code == 201 and made.json()["adopted"] and made.json()["reference"] == "2027-CBS-88"
    assert post(staff("an"), SENT | {"reference": "2027-CBS-88"}, key).json() == made.json()
    told = staff("an").get("/api/v1/archive/adoptions").json()
    assert len(told) == 13 and [one["organisation"] for one in told if one["adopted"]] == ["lendelede"]
    assert [one["name"] for one in told] == sorted(one["name"] for one in told)


def test_a3_a_field_for_another_town_does_not_exist(staff: Any, organisations: dict[str, int]) -> None:
    sent = SENT | {"reference": "2027-CBS-88", "organisation_id": organisations["kuurne"]}
    assert post(staff("an"), sent).status_code == 422
    assert post(staff("hilde", "wervik"), SENT | {"reference": "x-1"}).status_code == 403, "an archivist decides nothing"


def test_a3_the_database_refuses_too(nobody: None, acting: Any, organisations: dict[str, int]) -> None:
    names = "audience, kind, body, decided_on, note, invented, version_id, version_organisation_id"
    own = organisations["lendelede"]
    region = organisations["zuid-west-vlaanderen"]
    with acting("an"):
        with connection.cursor() as cursor, pytest.raises(Error, match="archive_adoption_decided"), transaction.atomic():
            cursor.execute(
                f"INSERT INTO archive_adoption (id, organisation_id, state, reference, since, {names}) SELECT gen_random_uuid(), %s, "
                f"'adopted', '', now(), {names} FROM archive_adoption WHERE state = 'adopted' AND version_organisation_id = %s LIMIT 1",
                [own, region],
            )
        assert sum(one.adopted for one in adoption.standings()) == 0
