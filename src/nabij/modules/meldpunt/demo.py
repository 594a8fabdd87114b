"""The reporting point's part of the story: the storm of Saturday 27 March, told through the same actions people use.

Every street, person and number is invented; the towns are real.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from nabij.kernel.calendar import clock
from nabij.kernel.tenancy.scope import Actor, scope

from . import doors_demo, duty_demo, rota_demo
from .actions.catalogue import load_catalogue
from .actions.report import create_report
from .actions.steps import StepGiven, change_state
from .models import Report
from .rules.form import Contact, NewReport, Typed
from .rules.report_states import State

PARTNERSHIP = "zuid-west-vlaanderen"


def tell(story: Any) -> str:
    """Tell it; returns in words what was made. Needs the module on for the municipalities of the story."""
    with _as(story.organisations[PARTNERSHIP], "Secretariaat", []):
        load_catalogue(partnership_id=story.organisations[PARTNERSHIP])
    duty = duty_demo.set_up(story)
    rota_demo.set_up(story)
    lines = sorted(_lines(), key=lambda line: line["at"])
    reports = [_tell_report(story, line) for line in lines]
    for line, report in zip(lines, reports, strict=True):
        if line["steps"] == "night":
            duty_demo.play_night(report)
        else:
            _tell_steps(story, line, report, reports)
    doors_demo.play_evenings()
    return f"{len(reports)} meldingen van het stormweekend; {duty}"


def _lines() -> list[dict[str, str]]:
    text = (files("nabij.modules.meldpunt") / "data" / "demo_reports.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _moment(text: str) -> datetime:
    """``2027-03-27T01.52`` → local time, naive: the clock reads it as Belgian time."""
    return datetime.strptime(text, "%Y-%m-%dT%H.%M")  # noqa: DTZ007


@contextmanager
def _as(organisation_id: int, label: str, tags: list[str]) -> Iterator[None]:
    """An importer under the name of who did it in the story."""
    actor = Actor(kind="system", label=label, permissions=frozenset({"*"}))
    own = [organisation_id]
    with scope(reading=own, writing=own, actor=actor, tags=tags, organisation_id=organisation_id):
        yield


def _tell_report(story: Any, line: dict[str, str]) -> Report:
    organisation_id = story.organisations[line["municipality"]]
    typed = Typed(
        line["text"],
        line["place"],
        service_code=line["category"],
        latitude=float(line["latitude"]),
        longitude=float(line["longitude"]),
        # In the story nobody doubts in which town the street lies.
        chosen=organisation_id,
        keep_outside=True,
    )
    new = NewReport(
        typed,
        channel=line["channel"],
        contact=Contact(phone=line["phone"].replace(" ", "").replace("0", "+32", 1) if line["phone"] else ""),
        form_key=f"verhaal-{line['municipality']}-{line['at']}",
        entered_by=line["by"] if line["channel"] != "web" else "",
    )
    with clock.frozen(_moment(line["at"])), _as(organisation_id, line["by"], []):
        return create_report(organisation_id=organisation_id, report=new)


def _tell_steps(story: Any, line: dict[str, str], report: Report, all_reports: list[Report]) -> None:
    for step in filter(None, line["steps"].split("|")):
        to, moment, *rest = step.split(" ", 2)
        given = _given(rest[0] if rest else "", report, all_reports, State(to))
        with clock.frozen(_moment(moment)), _as(story.organisations[line["municipality"]], line["by"], []):
            report = change_state(report_id=report.id, to=State(to), row_version=report.row_version, given=given)


def _given(told: str, report: Report, all_reports: list[Report], to: State) -> StepGiven:
    """``plan=2027-04-02 party=… text=…`` → what was filled in; a duplicate points at the other report of that day."""
    head, _, text = told.partition("text=")
    plan = date.fromisoformat(head.partition("plan=")[2].split()[0]) if "plan=" in head else None
    kept = ""
    if to is State.DUPLICATE:
        others = [r for r in all_reports if r.organisation_id == report.organisation_id and r.id != report.id]
        kept = max(others, key=lambda r: r.text.split()[0] == report.text.split()[0]).code
    return StepGiven(public_text=text.strip(), planned_on=plan, party=head.partition("party=")[2].strip(), kept=kept)
