"""A12, A15 and A18 as they stand in the specification of the programme."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from nabij.kernel.calendar import clock
from nabij.kernel.modules import queries as enablement

from .. import actions
from ..actions.membership import consequences
from ..models import ImprovementTest, Membership, Note, Project
from ..queries import belongings
from ..rules.states import Level, State
from .consultation_scene import rounds
from .test_actions import leave, leaving, word
from .test_pages import row, text

__all__ = ["rounds"]
pytestmark = pytest.mark.django_db


def _rows(client: Any) -> tuple[dict[str, int], dict[str, int]]:
    """Rows per table in the export, counted in the files themselves: the tables, and what leaving wrote."""
    with zipfile.ZipFile(io.BytesIO(client.get("/programma/uitvoer.zip").content)) as bundle:
        counted = {
            name: sum(1 for _ in csv.reader(io.StringIO(bundle.read(name).decode("utf-8-sig")), delimiter=";")) - 1
            for name in bundle.namelist() if name.endswith(".csv")
        }
        listed = {one["path"]: one["rows"] for one in json.loads(bundle.read("inhoud.json"))["files"]}
    assert counted == listed
    apart = {name: number for name, number in counted.items() if name.startswith("uitstap/")}
    return {name: number for name, number in counted.items() if name not in apart}, apart


def test_a12_lendelede_leaves_and_keeps_everything(
    acting: Any, staff: Any, organisations: dict[str, int], meldpunt: UUID, rounds: dict[str, UUID], still_clock: Any
) -> None:
    own = organisations["lendelede"]
    still_clock.move_to(datetime(2027, 4, 5, 9))  # noqa: DTZ001 (naive = Belgian local time)
    before, apart_before = _rows(staff("an"))
    assert apart_before, "Lendelede left twice before: in 2022 and in 2027"
    still_clock.forward(timedelta(days=1))
    with acting("an"):
        assert enablement.standing(own, "meldpunt", clock.today()).state == "on"
        decision = actions.DecisionGiven("council", date(2027, 4, 5), "Uitstap", "2027-GR-099")
        leave(own, meldpunt, date(2027, 4, 10), decision=decision)
    still_clock.move_to(datetime(2027, 4, 9, 23, 59))  # noqa: DTZ001
    assert staff("an").get("/meldpunt").status_code == 403, "on; a director has no duty there"
    still_clock.move_to(datetime(2027, 4, 10, 0, 0))  # noqa: DTZ001
    an = staff("an")
    for path in ("/meldpunt", "/meldpunt/nieuw", "/wacht", "/api/v1/meldpunt/reports"):
        assert an.get(path).status_code == 404, path
    after, apart = _rows(an)
    assert after == before, "as many rows as the day before"
    grown = {name: apart[name] - apart_before.get(name, 0) for name in apart}
    assert grown == {"uitstap/programme_membership.csv": 2, "uitstap/programme_boarddecision.csv": 1}
    _opens_everything(an, meldpunt, rounds)
    seen = text(an.get("/programma/uitvoer"))
    assert f"{sum(after.values())} rijen" in seen and "Wat het uitstappen zelf toevoegde" in seen


def _opens_everything(an: Any, meldpunt: UUID, rounds: dict[str, UUID]) -> None:
    """Answers, notes, shares and tests."""
    base, note = f"/programma/projecten/{meldpunt}", f"/programma/bevragingen/{rounds['archive']}/nota"
    for path in (base, f"{base}/beter", f"{base}/kosten?jaar=2022", f"{base}?op=2022-04-01", note, f"{note}/pdf", f"{note}/word",
                 f"{note}/antwoorden", "/programma/uitvoer"):
        assert an.get(path).status_code == 200, path
    assert "stapte uit" in text(an.get(base)) and "voor ons geen verbetering" in text(an.get(f"{base}/beter"))
    assert "6.856,54" in text(an.get(f"{base}?op=2022-04-01"))


def test_a12_a_later_answer_does_not_move_what_was_set_apart(
    acting: Any, organisations: dict[str, int], meldpunt: UUID, still_clock: Any
) -> None:
    own = organisations["kuurne"]
    with acting("griet"):
        leave(own, meldpunt, date(2027, 6, 1))
        apart, main = belongings.of_leaving(own), belongings.counts(own)
        still_clock.forward(timedelta(minutes=1))
        actions.correct_membership(
            organisation_id=own, project_id=meldpunt, state=State.IN, effective=date(2027, 8, 1), until=None, reason="Toch opnieuw."
        )
        assert belongings.of_leaving(own) == apart
        grown = belongings.counts(own)["programme_membership"] - main["programme_membership"]
        assert grown == 2, "the correction, and the leaving continued up to it"


def test_a15_known_before_a_correction_shows_the_old_truth_on_the_screen_and_in_the_api(
    acting: Any, staff: Any, organisations: dict[str, int], meldpunt: UUID, still_clock: Any
) -> None:
    still_clock.forward(timedelta(days=1))
    with acting("an"):
        actions.correct_membership(
            organisation_id=organisations["lendelede"], project_id=meldpunt, state=State.IN, effective=date(2022, 4, 1),
            until=date(2022, 7, 1), reason="Het besluit gold pas vanaf juli.",
        )
    still_clock.forward(timedelta(days=1))
    client = staff("mieke")
    column = _column(client, "Regionaal meldpunt")
    for known, expected in (("2027-03-30", "stapte uit"), ("2027-03-31", "doet mee")):
        page = client.get(f"/programma/matrix?op=2022-04-01&gekend={known}")
        answer = client.get(f"/api/v1/programme/matrix?on=2022-04-01&known={known}T23:59:59%2B02:00").json()
        line = next(one for one in answer["rows"] if one["organisation"] == "lendelede")
        cell = next(one for one in line["cells"] if one["project"] == "regionaal-meldpunt")
        assert cell["word"] == expected
        assert expected in _cells(page, "Lendelede")[column]


def _cells(page: Any, name: str) -> list[str]:
    found = next(part for part in re.findall(r"<tr>.*?</tr>", page.content.decode(), re.S) if f">{name}</th>" in part)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", found, re.S)]


def _column(client: Any, project: str) -> int:
    head = re.search(r"<thead>.*?</thead>", client.get("/programma/matrix").content.decode(), re.S)
    assert head
    return [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<th.*?</th>", head[0], re.S)].index(project)


def test_a15_four_members_run_their_own_budget_and_report(staff: Any, meldpunt: UUID) -> None:
    """The four of 2022 share the cost among themselves and their project stands in the report of that month."""
    seen = text(staff("mieke").get(f"/programma/projecten/{meldpunt}?op=2022-05-01"))
    for name, amount in (("Menen", "41.120,39"), ("Wevelgem", "38.698,43"), ("Wervik", "23.418,48"), ("Kuurne", "16.762,70")):
        assert amount in row(staff("mieke").get(f"/programma/projecten/{meldpunt}?op=2022-05-01"), name) or amount in seen
    report = text(staff("mieke").get("/programma/maandpakket?maand=2022-04"))
    assert "Maandoverzicht april 2022" in report and "Regionaal meldpunt" in report


def test_a15_one_member_left_warns_and_the_phase_stays(
    acting: Any, staff: Any, organisations: dict[str, int], projects: dict[str, UUID], seeing: Any, still_clock: Any
) -> None:
    """Two take part; one leaves: the preview warns, nothing stops it, and the project runs on."""
    with acting("mieke"):
        view = Project.objects.get(id=projects["regionaal-meldpunt"])
        small = actions.start_project(
            group=view.group, sentence=view.sentence, slug="klein", name="Klein project",
            service_goal="Twee gemeenten proberen iets samen.",
            for_whom="inwoners", phase="running", started_on=date(2027, 1, 1),
        )
    decision = actions.DecisionGiven("council", date(2027, 3, 25), "Deelname", "2027-045")
    for who, slug in (("griet", "kuurne"), ("stijn", "kortrijk")):
        with acting(who):
            given = {"organisation_id": organisations[slug], "project_id": small.id, "to": State.IN, "effective": date(2027, 3, 30)}
            seen = consequences(**given, level=Level.LIGHT)
            actions.record_membership(**given, decision=decision, preview_digest=seen.digest)
    still_clock.forward(timedelta(minutes=1))
    with acting("griet"):
        assert leaving(organisations["kuurne"], small.id).lonely
    page = staff("griet").post(
        f"/programma/projecten/{small.id}/gevolgen", {"naar": "left", "effective": "2027-06-01", "reason": "te klein"}
    )
    assert page.status_code == 200 and "minder dan twee" in text(page)
    with acting("griet"):
        leave(organisations["kuurne"], small.id)
    with seeing():
        assert Project.objects.get(id=small.id).phase == "running"
        assert word(organisations["kortrijk"], small.id, date(2027, 6, 1)) == "in"


def test_a18_joining_switches_on_on_that_date_and_leaving_off(
    acting: Any, organisations: dict[str, int], meldpunt: UUID, still_clock: Any
) -> None:
    own = organisations["lendelede"]
    with acting("an"):
        rows = Membership.objects.filter(organisation_id=own, project_id=meldpunt, state="in", recorded__upper_inf=True)
        joined = rows.order_by("-effective").first()
        assert joined and joined.effective.lower == date(2027, 4, 1)
        on = [enablement.standing(own, "meldpunt", date(2027, 4, 1) + timedelta(days=n)).state for n in (-1, 0)]
        assert on == ["planned", "on"]
        leave(own, meldpunt, date(2027, 9, 1))
        off = [enablement.standing(own, "meldpunt", date(2027, 9, 1) + timedelta(days=n)).state for n in (-1, 0)]
        assert off == ["on", "off"]
        assert ImprovementTest.objects.filter(organisation_id=own).exists() and Note.objects.filter(addressee_id=own).exists()
