"""Calls (A28, A29, N82–N93): ceilings in form, API and database; six dates; what is hard stays."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import Error, connection, transaction

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Refused

from .. import actions
from ..models import Application, Call, CallType, Project, ProjectPart, Vision
from ..queries import funding, programme
from ..rules.calls import CallDateKind, HardDate
from .test_pages import text

pytestmark = pytest.mark.django_db
CEILINGS = [("transformationeel", 200_000_000), ("thematisch", 50_000_000), ("concept of PoC", 15_000_000)]


@pytest.fixture
def example(seeing: Any) -> Call:
    with seeing():
        return Call.objects.get(closed=False)


@pytest.fixture
def types(seeing: Any, example: Call) -> dict[str, CallType]:
    with seeing():
        return {kind.label: kind for kind in CallType.objects.filter(call=example)}


def as_text(cents: int) -> str:
    return f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"


def application_form(project: UUID, kind: CallType, cents: int, organisations: dict[str, int]) -> dict[str, str]:
    return {"project": str(project), "requested": as_text(cents), "call_type": str(kind.id), "lead": str(organisations["kortrijk"])}


@pytest.mark.parametrize(("label", "ceiling"), CEILINGS)
def test_ceilings_in_the_form(
    staff: Any, projects: dict[str, UUID], types: dict[str, CallType], organisations: dict[str, int], label: str, ceiling: int
) -> None:
    client, url = staff("mieke"), f"/programma/oproepen/{types[label].call_id}/aanvragen"
    over = client.post(url, application_form(projects["digitaal-archief"], types[label], ceiling + 1, organisations))
    assert over.status_code == 422 and "ligt boven het plafond" in text(over) and as_text(ceiling + 1) in over.content.decode()
    good = client.post(url, application_form(projects["digitaal-archief"], types[label], ceiling, organisations))
    assert good.status_code == 302


@pytest.mark.parametrize(("label", "ceiling"), CEILINGS)
def test_ceilings_in_the_api(
    staff: Any, projects: dict[str, UUID], types: dict[str, CallType], label: str, ceiling: int
) -> None:
    client = staff("mieke")
    for number, (cents, status) in enumerate(((ceiling + 1, 422), (ceiling, 201))):
        sent = {
            "project_id": str(projects["digitaal-archief"]), "call_type_id": str(types[label].id), "requested_cents": cents,
            "lead": "kortrijk",
        }  # fmt: skip
        made = client.post(
            "/api/v1/programme/applications", sent, content_type="application/json", headers={"Idempotency-Key": f"{label}-{number}"}
        )
        assert made.status_code == status, made.content
        if status == 422:
            body = json.loads(made.content)
            assert body["title"] == "boven-plafond" and body["errors"][0]["pointer"] == "/requested"


@pytest.mark.parametrize(("label", "ceiling"), CEILINGS)
def test_ceilings_in_the_database(
    acting: Any, projects: dict[str, UUID], types: dict[str, CallType], label: str, ceiling: int
) -> None:
    kind = types[label]
    with acting("mieke") as running:
        shared = {
            "organisation_id": running.organisation_id, "audience": kind.audience, "project_id": projects["digitaal-archief"],
            "call_type": kind,
        }  # fmt: skip
        Application.objects.create(**shared, requested_cents=ceiling, ceiling_cents=ceiling)
        with pytest.raises(Error, match="programme_application_ceiling"), transaction.atomic():
            Application.objects.create(**shared, requested_cents=ceiling + 1, ceiling_cents=ceiling)
        with pytest.raises(Error, match="ceiling_of_type"), transaction.atomic():
            Application.objects.create(**shared, requested_cents=ceiling + 1, ceiling_cents=ceiling + 1)
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_140_000_proposes_the_concept_first_on_screen_and_in_the_api(staff: Any, example: Call) -> None:
    client = staff("an")
    page = client.get(f"/programma/oproepen/{example.id}?bedrag=140.000")
    listed = page.content.decode().partition("de kleinste soort eerst:")[2].partition("</ol>")[0]
    assert [listed.index(label) for label in ("concept of PoC", "thematisch", "transformationeel")] == sorted(
        listed.index(label) for label in ("concept of PoC", "thematisch", "transformationeel")
    )
    data = client.get(f"/api/v1/programme/calls/{example.id}/fitting-types?cents=14000000").json()["items"]
    assert [one["label"] for one in data] == ["concept of PoC", "thematisch", "transformationeel"]
    unclear = client.get(f"/programma/oproepen/{example.id}?bedrag=1.5")
    assert unclear.status_code == 422 and "1,50 of 15" in text(unclear)


def test_six_dates_apart_and_no_column_named_deadline(staff: Any, example: Call) -> None:
    columns = {field.column for model in apps.get_app_config("programme").get_models() for field in model._meta.concrete_fields}
    assert not {column for column in columns if "deadline" in column}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM information_schema.columns WHERE column_name ILIKE '%%deadline%%'")
        assert cursor.fetchone() == (0,)
    page = text(staff("an").get(f"/programma/oproepen/{example.id}"))
    for words in (
        "Open vanaf", "Indienen tot", "Beslissing van de overheid", "Ten laatste gestart", "Uitgevoerd tegen", "Eindverslag tegen",
    ):  # fmt: skip
        assert words in page
    assert "nog 59 dagen" in page and "twee maanden na de laatste schijf" in page


def test_the_call_of_the_note_says_what_it_does_not_say(staff: Any, seeing: Any) -> None:
    with seeing():
        may = Call.objects.get(slug__contains="mei-2022")
    page = text(staff("an").get(f"/programma/oproepen/{may.id}"))
    assert "“richting mei 2022”" in page and "niet vermeld" in page and "laatste ronde" in page
    assert "Penhouder: Kortrijk. Mede-indieners: Anzegem, Avelgem" in page


def test_counts_of_the_note_equal_its_seven_rows(staff: Any, seeing: Any) -> None:
    with seeing():
        first = Call.objects.get(slug__contains="eerste")
        seen = funding.elsewhere(first.id, date(2021, 12, 1))
        assert (seen.as_lead, len(seen.rows), seen.members, seen.leads) == (0, 7, 3, 6)
        assert funding.elsewhere(first.id, date(2021, 11, 1)).rows == ()
    page = text(staff("an").get(f"/programma/oproepen/{first.id}?op=2021-12-01"))
    assert "Als penhouder ingediend: 0. Deelnames: 7, van 3 gemeenten, bij 6 penhouders." in page


def test_a_hard_date_moves_only_with_a_document_and_the_old_one_stays(staff: Any, acting: Any, example: Call) -> None:
    client, url = staff("mieke"), f"/programma/oproepen/{example.id}/data"
    sent = {"kind": "submit", "stated_as": "30 juni 2027", "first_day": "2027-06-30"}
    refused = client.post(url, sent)
    assert refused.status_code == 403 and "Alleen de subsidiegever verplaatst ze" in text(refused)
    assert "30 juni 2027" in refused.content.decode(), "what was typed stays"
    assert client.post(url, sent | {"document": "Brief van 29 maart 2027"}).status_code == 302
    page = text(client.get(f"/programma/oproepen/{example.id}"))
    assert "“30 juni 2027”" in page and "vroeger: “28 mei 2027 om 12 uur”" in page
    with acting("mieke"):
        with pytest.raises(HardDate):
            actions.state_date(call_id=example.id, kind=CallDateKind.SUBMIT, days=None, stated_as="later")
        actions.state_date(call_id=example.id, kind=CallDateKind.REALISE, days=None, stated_as="eind 2030")
    api = client.post(
        f"/api/v1/programme/calls/{example.id}/dates", {"kind": "submit", "stated_as": "later"}, content_type="application/json",
        headers={"Idempotency-Key": "datum"},
    )  # fmt: skip
    assert api.status_code == 403 and json.loads(api.content)["title"] == "harde-datum"


def test_an_extension_for_one_leaves_the_others(acting: Any, organisations: dict[str, int], example: Call) -> None:
    with acting("mieke"):
        actions.state_date(
            call_id=example.id, kind=CallDateKind.SUBMIT, days=(date(2027, 6, 4), date(2027, 6, 4)), stated_as="4 juni 2027",
            for_organisation_id=organisations["menen"], document="Brief aan Menen",
        )  # fmt: skip
        seen = funding.call(example.id, clock.today()).submit
    assert seen.row and seen.row.stated_as == "28 mei 2027 om 12 uur"
    assert [(str(one.for_organisation), one.stated_as) for one in seen.extensions] == [("Menen", "4 juni 2027")]


def test_one_project_beside_two_calls(staff: Any, seeing: Any, projects: dict[str, UUID], example: Call) -> None:
    with seeing():
        may = Call.objects.get(slug__contains="mei-2022")
    client = staff("an")
    lists = []
    for call in (example, may):
        found = client.post(
            f"/api/v1/programme/calls/{call.id}/matches", {"projects": [str(projects["streekproject"])]}, content_type="application/json"
        )
        lists.append([(one["rule"], one["outcome"]) for one in found.json()["items"][0]["findings"]])
        page = text(client.get(f"/programma/oproepen/{call.id}?project={projects['streekproject']}"))
        assert all(one["sentence_nl"] in page for one in found.json()["items"][0]["findings"])
    assert lists[0] != lists[1]
    assert ("min_members", "pass") in lists[0] and ("min_members", "unknown") in lists[1]


def test_closing_a_call_leaves_visions_and_projects(acting: Any, example: Call) -> None:
    with acting("mieke"):
        before = Vision.objects.count(), Project.objects.count(), ProjectPart.objects.count()
        actions.close_call(call_id=example.id)
        assert (Vision.objects.count(), Project.objects.count(), ProjectPart.objects.count()) == before


def test_scenarios_side_by_side_and_their_sums(staff: Any, seeing: Any, projects: dict[str, UUID], example: Call) -> None:
    client, url = staff("mieke"), f"/programma/oproepen/{example.id}/verdelingen"
    page = text(client.get(url)).replace("\u00a0", " ")
    assert "Alles in één aanvraag" in page and "€ 800.000,00" in page and "€ 1.200.000,00" in page
    with seeing():
        kind = CallType.objects.get(call=example, label="thematisch")
    assert client.post(f"{url}/nieuw", {"name": "Alleen archief", "deel_2": f"{kind.id}:1"}).status_code == 302
    twice = client.post(f"{url}/nieuw", {"name": "Alleen archief"})
    assert twice.status_code == 422 and "Deze naam is al gebruikt" in text(twice)
    data = client.get(f"/api/v1/programme/scenarios?project_id={projects['streekproject']}&call_id={example.id}").json()["items"]
    assert [one["name"] for one in data] == ["Alles in één aanvraag", "Eén thematisch en twee concepten", "Alleen archief"]
    for one in data:
        assert sum(share["cents"] for share in one["shares"]) == one["own"]["cents"] == one["total"]["cents"] - one["subsidy"]["cents"]
        assert one["own"]["cents"] == 0 or len(one["shares"]) == 13


def test_leaving_checks_only_eligibility_again(
    acting: Any, projects: dict[str, UUID], types: dict[str, CallType], organisations: dict[str, int]
) -> None:
    from ..rules.states import State

    project = projects["digitaal-archief"]
    with acting("mieke"):
        row = actions.compose_application(
            project_id=project, call_type_id=types["thematisch"].id, requested_cents=50_000_000, lead_id=organisations["kortrijk"]
        )
        view = programme.project(project)
        after = funding.eligibility_after(view, 3, clock.today(), clock.now(), State.LEFT)
        assert [one.outcome.value for one in after] == ["fail"]
        assert "3 gemeenten doen mee; de oproep vraagt er minstens 5" in after[0].sentence
        assert Application.objects.get(id=row.id).state == "composing"


def test_a_call_is_written_down_by_the_coordinator_only(staff: Any, acting: Any) -> None:
    client = staff("mieke")
    sent = {"name": "Proef", "source": "brief", "types": "klein: 10.000\ngroot: 1,234"}
    bad = client.post("/programma/oproepen/nieuw", sent)
    assert bad.status_code == 422 and "Regel 2" in text(bad) and "1,23 of 1.234" in text(bad)
    assert client.post("/programma/oproepen/nieuw", sent | {"types": "klein: 10.000,00"}).status_code == 302
    assert staff("griet").get("/programma/oproepen/nieuw").status_code == 403
    with acting("griet"), pytest.raises(Refused):
        actions.open_call(programme_name="x", name="x", source="x", types=[])
