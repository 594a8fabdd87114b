"""Ratifications (A3), and what an organisation keeps and takes along after leaving (A12)."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from nabij.kernel.errors import Invalid, Refused

from .. import actions
from ..models import Ratification, Vision
from ..queries import belongings
from .test_actions import leave
from .test_pages import row, text

pytestmark = pytest.mark.django_db
DECISION = actions.DecisionGiven("council", date(2027, 3, 29), "Bekrachtiging", "2027-GR-012")


def test_who_ratified_which_version_when(staff: Any) -> None:
    client = staff("an")
    page = client.get("/programma/visie")
    assert "11 van 13 gemeenten bekrachtigden deze versie" in text(page)
    assert "bekrachtigd 16/12/2021" in row(page, "Lendelede") and "2021-GR-064" in row(page, "Lendelede")
    assert "nog niet" in row(page, "Avelgem")
    data = client.get("/api/v1/programme/vision-versions").json()["items"][0]["ratifications"]
    assert {one["organisation"] for one in data if one["on"] is None} == {"anzegem", "avelgem"}


def test_nobody_ratifies_for_another(acting: Any, staff: Any, organisations: dict[str, int], seeing: Any) -> None:
    with seeing():
        vision = Vision.objects.get()
    sent = {"organisation_id": organisations["avelgem"], "vision_id": str(vision.id), "ratified_on": "2027-03-29", "number": "2027-1"}
    refused = staff("stijn").post(
        "/api/v1/programme/ratifications", sent, content_type="application/json", headers={"Idempotency-Key": "voor-avelgem"}
    )
    assert refused.status_code == 403 and "Alleen Avelgem beslist voor Avelgem." in json.loads(refused.content)["detail"]
    with acting("stijn"):
        with pytest.raises(Refused, match="Alleen Avelgem beslist voor Avelgem"):
            actions.ratify(
                organisation_id=organisations["avelgem"], vision_id=vision.id, ratified_on=date(2027, 3, 29), decision=DECISION
            )
        with pytest.raises(Error, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO programme_ratification (id, organisation_id, audience, vision_organisation_id, vision_id, ratified_on, "
                "decision_id, origin) SELECT gen_random_uuid(), %s, audience, vision_organisation_id, vision_id, ratified_on, "
                "decision_id, origin FROM programme_ratification LIMIT 1",
                [organisations["avelgem"]],
            )


def test_a_municipality_ratifies_once_and_no_ratification_is_rewritten(acting: Any, organisations: dict[str, int]) -> None:
    with acting("griet"):
        vision = Vision.objects.get()
        with pytest.raises(Invalid, match="al"):
            actions.ratify(organisation_id=organisations["kuurne"], vision_id=vision.id, ratified_on=date(2027, 3, 29), decision=DECISION)
        with pytest.raises(Error), transaction.atomic():
            Ratification.objects.filter(organisation_id=organisations["kuurne"]).update(ratified_on=date(2020, 1, 1))


def test_after_leaving_the_export_holds_what_it_held_the_day_before(
    acting: Any, staff: Any, organisations: dict[str, int], meldpunt: UUID
) -> None:
    own = organisations["kuurne"]
    with acting("griet"):
        before = belongings.counts(own)
        leave(own, meldpunt, date(2027, 3, 31))
        after = belongings.counts(own)
    assert after == before, "what leaving itself wrote stands apart"
    client = staff("griet")
    page = text(client.get("/programma/uitvoer"))
    assert f"{sum(after.values())} rijen" in page
    with zipfile.ZipFile(io.BytesIO(client.get("/programma/uitvoer.zip").content)) as bundle:
        listed = {one["path"]: one["rows"] for one in json.loads(bundle.read("inhoud.json"))["files"]}
        assert {name.removesuffix(".csv"): rows for name, rows in listed.items() if "/" not in name} == after
        # What was known ends and is continued up to the leaving day: one row, plus the leaving itself.
        assert listed["uitstap/programme_membership.csv"] == 2
        memberships = bundle.read("programme_membership.csv").decode("utf-8-sig").splitlines()
    assert len(memberships) == after["programme_membership"] + 1 and memberships[0].startswith("id;organisation_id;")
    for path in (f"/programma/projecten/{meldpunt}", f"/programma/projecten/{meldpunt}/beter"):
        assert client.get(path).status_code == 200


def test_after_leaving_the_module_is_gone_from_the_date_and_the_programme_stays(
    acting: Any, staff: Any, organisations: dict[str, int], meldpunt: UUID, still_clock: Any
) -> None:
    with acting("griet"):
        leave(organisations["kuurne"], meldpunt, date(2027, 4, 1))
    assert staff("griet").get("/meldpunt").status_code == 403, "the module is on; a director has no duty there"
    still_clock.forward(timedelta(days=2))
    client = staff("griet")
    assert client.get("/meldpunt").status_code == 404
    for path in (f"/programma/projecten/{meldpunt}", f"/programma/projecten/{meldpunt}/kosten?jaar=2027", "/programma/uitvoer"):
        assert client.get(path).status_code == 200


def test_lendelede_takes_along_every_year_and_nobody_elses_rows(staff: Any, acting: Any, organisations: dict[str, int]) -> None:
    with zipfile.ZipFile(io.BytesIO(staff("an").get("/programma/uitvoer.zip").content)) as bundle:
        for name in bundle.namelist():
            if name.endswith(".csv"):
                lines = bundle.read(name).decode("utf-8-sig").splitlines()
                place = lines[0].split(";").index("organisation_id")
                assert {line.split(";")[place] for line in lines[1:]} <= {str(organisations["lendelede"])}
    assert staff("delphine").get("/programma/uitvoer").status_code == 403


def test_a_text_that_would_run_as_a_formula_is_quoted() -> None:
    assert [belongings.safe(text) for text in ("=1+1", "-5", "@x", "gewoon", "")] == ["'=1+1", "'-5", "'@x", "gewoon", ""]
