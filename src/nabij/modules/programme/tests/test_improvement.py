"""The improvement test on real rows and screens (A16, N32–N35): five verdicts, a dignified way out, nobody else touched."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound, Refused

from .. import actions
from ..actions.improvement import Criterion, Result
from ..models import ImprovementTest, Membership, Project
from ..queries import improvement, programme
from ..rules.states import State
from .test_actions import leaving, rows_of_others
from .test_pages import hidden, text

pytestmark = pytest.mark.django_db
NEW = Result(3, "does_not_exist", expected="een nummer en een antwoord")
FIGURES = [Result(1, "number", "11", "5", "3"), Result(2, "number", "15", "10", "16")]


def rounds(project_id: UUID) -> list[improvement.RoundView]:
    return improvement.rounds(programme.project(project_id), clock.today())


def judge(organisation_id: int, project_id: UUID) -> ImprovementTest:
    return actions.record_test(
        organisation_id=organisation_id, round_id=rounds(project_id)[0].row.id, verdict="no_improvement",
        motive="wij merken er niets van", results=[*FIGURES, NEW],
    )  # fmt: skip


def test_five_verdicts_of_2022_and_the_baseline_that_did_not_exist(seeing: Any, meldpunt: UUID) -> None:
    with seeing():
        seen = rounds(meldpunt)[0]
        words = {test.member.name: test.word for test in seen.tests}
        kuurne = next(test for test in seen.tests if test.member.slug == "kuurne")
    assert list(words) == ["Kuurne", "Lendelede", "Menen", "Wervik", "Wevelgem"]
    assert words.pop("Lendelede") == "geen verbetering" and set(words.values()) == {"verbetering"}
    assert [(one.before, one.change) for one in kuurne.results][2] == ("bestond niet", "nieuw")
    assert all(test.proposal == "" for test in seen.tests), "figures and verdicts of the story say the same"


def test_lendelede_left_with_its_own_test_as_reason(seeing: Any, organisations: dict[str, int], meldpunt: UUID) -> None:
    with seeing():
        row = Membership.objects.get(
            organisation_id=organisations["lendelede"], project_id=meldpunt, state="left", recorded__upper_inf=True
        )
        assert row.test is not None and row.test.verdict == "no_improvement" and row.test.motive == row.reason


def test_leaving_by_a_test_leaves_everyone_else_byte_equal(
    acting: Any, seeing: Any, organisations: dict[str, int], meldpunt: UUID
) -> None:
    own = organisations["kuurne"]
    with seeing():
        before, project = rows_of_others(own), Project.objects.filter(id=meldpunt).values().get()
    with acting("griet"):
        test = judge(own, meldpunt)
        seen = leaving(own, meldpunt)
        assert seen.shares and sum(share.after or 0 for share in seen.shares) == 12_000_000
        row = actions.record_membership(
            organisation_id=own, project_id=meldpunt, to=State.LEFT, effective=date(2027, 6, 1), preview_digest=seen.digest,
            test_id=test.id,
        )
    assert (row.reason_kind, row.reason, row.test_id) == ("no_improvement", "wij merken er niets van", test.id)
    with seeing():
        assert rows_of_others(own) == before
        assert Project.objects.filter(id=meldpunt).values().get() == project


def test_only_an_own_test_that_found_no_improvement_is_a_reason(
    acting: Any, seeing: Any, organisations: dict[str, int], meldpunt: UUID
) -> None:
    own = organisations["kuurne"]
    with seeing():
        foreign = ImprovementTest.objects.get(organisation_id=organisations["lendelede"]).id
    with acting("griet"):
        good = ImprovementTest.objects.get(organisation_id=own).id
        given = {"organisation_id": own, "project_id": meldpunt, "to": State.LEFT, "effective": date(2027, 6, 1)}
        for test_id, error in ((foreign, NotFound), (good, Invalid)):
            with pytest.raises(error):
                actions.record_membership(**given, reason="x", preview_digest=leaving(own, meldpunt).digest, test_id=test_id)


def test_nobody_judges_for_another(acting: Any, organisations: dict[str, int], meldpunt: UUID) -> None:
    with acting("stijn"):
        with pytest.raises(Refused, match="Alleen Kuurne beslist voor Kuurne"):
            judge(organisations["kuurne"], meldpunt)
        with pytest.raises(Error, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
            columns = [f.column for f in ImprovementTest._meta.concrete_fields if f.column not in ("id", "organisation_id")]
            names = ", ".join(f'"{c}"' for c in columns)
            cursor.execute(
                f"INSERT INTO programme_improvementtest (id, organisation_id, {names}) "
                f"SELECT gen_random_uuid(), %s, {names} FROM programme_improvementtest LIMIT 1",
                [organisations["kuurne"]],
            )
    with acting("delphine"), pytest.raises(Refused):
        judge(organisations["kortrijk"], meldpunt)


def test_a_verdict_is_never_edited_and_a_newer_one_counts(acting: Any, organisations: dict[str, int], meldpunt: UUID) -> None:
    own = organisations["kuurne"]
    with acting("griet"):
        judge(own, meldpunt)
        view = rounds(meldpunt)[0].own(own)
        assert view and view.word == "geen verbetering" and view.worsened == ["Hoelang duurt het in het weekend voor iemand opneemt?"]
        assert ImprovementTest.objects.filter(organisation_id=own).count() == 2
        with pytest.raises(Error), transaction.atomic():
            ImprovementTest.objects.filter(organisation_id=own).update(verdict="improvement")


def test_the_coordinator_asks_anew_and_earlier_verdicts_stay(acting: Any, organisations: dict[str, int], meldpunt: UUID) -> None:
    with acting("mieke"):
        row = actions.open_improvement_round(project_id=meldpunt, title="", criteria=[Criterion("Is de wacht haalbaar?")])
        found = rounds(meldpunt)
        assert row.title == "toets 2" and [len(one.tests) for one in found] == [0, 5]
        with pytest.raises(Invalid):
            actions.open_improvement_round(project_id=meldpunt, title="leeg", criteria=[])
    with acting("griet"), pytest.raises(Refused):
        actions.open_improvement_round(project_id=meldpunt, title="x", criteria=[Criterion("?")])


def filled(**changes: str) -> dict[str, str]:
    data = {"verdict": "no_improvement", "motive": "wij merken er niets van"}
    for number, (kind, was, hoped, now) in enumerate(
        [("number", "11", "5", "11"), ("number", "15", "10", "15"), ("does_not_exist", "", "een nummer", "")], 1
    ):
        data |= {f"baseline_kind_{number}": kind, f"baseline_{number}": was, f"expected_{number}": hoped, f"measured_{number}": now}
    return data | changes


def test_from_no_improvement_to_leaving_in_the_browser(staff: Any, meldpunt: UUID) -> None:
    client, base = staff("griet"), f"/programma/projecten/{meldpunt}"
    bad = client.post(f"{base}/beter/oordeel", filled(measured_1="veel", motive=""))
    assert bad.status_code == 422 and "is geen cijfer" in text(bad) and 'value="veel"' in bad.content.decode()
    assert "Zeg in één zin waarom" in text(bad)
    assert client.post(f"{base}/beter/oordeel", filled()).status_code == 302
    page = client.get(f"{base}/beter")
    link = re.search(r'href="([^"]+naar=left[^"]+toets=[^"]+)"', page.content.decode())
    assert "Stap uit met deze toets als reden" in text(page) and link
    form = client.get(link[1].replace("&amp;", "&"))
    assert "wij merken er niets van" in form.content.decode()
    sent = {k: v for k, v in hidden(form).items()} | {
        "effective": "2027-06-01", "reason_kind": "no_improvement", "reason": "wij merken er niets van",
    }  # fmt: skip
    preview = client.post(f"{base}/gevolgen", sent)
    assert preview.status_code == 200 and "Er is nog niets bewaard" in text(preview) and hidden(preview)["test"]
    assert client.post(f"{base}/deelname", hidden(preview)).status_code == 302
    assert "Reden: de eigen verbetertoets zei “geen verbetering”" in text(client.get(base))


def test_the_api_says_what_the_screen_says(staff: Any, meldpunt: UUID) -> None:
    client = staff("an")
    page, data = text(client.get(f"/programma/projecten/{meldpunt}/beter")), client.get(
        f"/api/v1/programme/projects/{meldpunt}/improvement-rounds"
    ).json()["items"]
    assert len(data[0]["tests"]) == 5
    for test in data[0]["tests"]:
        assert test["word"] in page and all(result["expected"] in page for result in test["results"])
    sent = {
        "round_id": data[0]["id"], "verdict": "too_early",
        "results": [{"number": n, "baseline": "1", "expected": "1"} for n in (1, 2)]
        + [{"number": 3, "baseline_kind": "does_not_exist", "expected": "een nummer"}],
    }  # fmt: skip
    url = f"/api/v1/programme/projects/{meldpunt}/improvement-tests"
    made = client.post(url, sent, content_type="application/json", headers={"Idempotency-Key": "proef-1"})
    assert made.status_code == 201, made.content
    lacking = client.post(url, sent | {"results": []}, content_type="application/json", headers={"Idempotency-Key": "proef-2"})
    assert lacking.status_code == 422 and {"/expected_1", "/baseline_1"} <= {e["pointer"] for e in lacking.json()["errors"]}


def test_2022_is_divided_over_its_days_to_the_cent(staff: Any, meldpunt: UUID) -> None:
    client = staff("an")
    data = client.get(f"/api/v1/programme/projects/{meldpunt}/cost-division?year=2022").json()
    page = client.get(f"/programma/projecten/{meldpunt}/kosten?jaar=2022")
    total = sum(share["cents"] for share in data["shares"]) + data["by_nobody"]["cents"]
    assert total == data["total"]["cents"] == 12_000_000
    assert data["slices"][0]["days"] == 31 and data["by_nobody"]["cents"] == data["slices"][0]["cents"]
    lendelede = next(share for share in data["shares"] if share["organisation"] == "lendelede")
    assert [cents is not None for cents in lendelede["per_slice"]][:3] == [False, True, False]
    seen = text(page).replace("\u00a0", " ")
    whole, cents = divmod(lendelede["cents"], 100)
    assert f"€ {whole:,}".replace(",", ".") + f",{cents:02d}" in seen
