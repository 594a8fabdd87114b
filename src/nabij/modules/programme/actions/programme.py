"""What the partnership itself lays down: vision, groups, projects, cost keys; and a member's number of inhabitants."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.errors import Invalid, Stale
from nabij.kernel.modules import registry
from nabij.kernel.tenancy.models import Body

from .. import access
from ..models import CostKey, Group, Population, Project, Vision, VisionSentence
from ..queries import programme


def _steer(partnership_id: int) -> str:
    authorise(access.STEER)
    require_own(partnership_id)
    return f"partnership:{partnership_id}"


def state_vision(
    *, partnership_id: int, title: str, stated_on: date, sentences: Sequence[str], version: int = 1, origin: str = ""
) -> Vision:
    """Lay down a version of the vision, one numbered sentence per item. A version is never edited."""
    shared: dict[str, Any] = {"organisation_id": partnership_id, "audience": _steer(partnership_id)}
    vision = Vision.objects.create(**shared, version=version, title=title, stated_on=stated_on)
    for number, text in enumerate(sentences, 1):
        VisionSentence.objects.create(**shared, vision=vision, number=number, text=text, origin=origin)
    entries.record("programme.vision.stated", vision, detail={"version": version})
    return vision


def found_group(
    *, partnership_id: int, slug: str, name: str, goal: str, number: int, since: date, origin: str = "", quote: str = ""
) -> Group:
    """Found a working group: a body of the partnership (found by ``slug``, or made) with its goal in the programme."""
    audience = _steer(partnership_id)
    body, _ = Body.objects.get_or_create(
        organisation_id=partnership_id, slug=slug,
        defaults={"classification": "working_group", "name": name, "period": DateRange(since, None)},
    )
    group = Group.objects.create(
        organisation_id=partnership_id, audience=audience, body=body, goal=goal, number=number, origin=origin, quote=quote
    )
    entries.record("programme.group.founded", group, detail={"name": name})
    return group


def start_project(*, group: Group, sentence: VisionSentence, operates_module: str = "", **fields: Any) -> Project:
    """Start a project under a group and a sentence of the vision. ``fields`` are columns of ``Project``.

    Raises Invalid without a service goal of 20 characters, without "for whom", or for a module that is not installed.
    """
    audience = _steer(group.organisation_id)
    lacking = {}
    if len(fields.get("service_goal", "").strip()) < 20:
        lacking["service_goal"] = "Zeg eerst wat de inwoner of medewerker beter krijgt."
    if not fields.get("for_whom", "").strip():
        lacking["for_whom"] = "Zeg voor wie dit beter wordt."
    if operates_module and operates_module not in {m.name for m in registry.installed()}:
        lacking["operates_module"] = "Deze module is hier niet geïnstalleerd."
    if lacking:
        raise Invalid(lacking)
    project = Project.objects.create(
        organisation_id=group.organisation_id, audience=audience, group=group, sentence=sentence,
        operates_module=operates_module, **fields,
    )
    entries.record("programme.project.started", project, detail={"slug": project.slug})
    return project


def describe_project(*, project_id: uuid.UUID, row_version: int, **texts: str) -> Project:
    """Write a project's own words better. That is no act: it does not end a silence (N17).

    ``texts`` may hold service_goal, for_whom, means and contact_text. Raises Stale when someone else was first.
    """
    view = programme.project(project_id)
    _steer(view.organisation_id)
    row = Project.objects.select_for_update().get(id=project_id)
    if row.row_version != row_version:
        raise Stale("Iemand anders wijzigde deze tekst ondertussen. Uw tekst staat er nog; kijk na wat er nu staat.")
    _goal_first(texts.get("service_goal", row.service_goal), texts.get("for_whom", row.for_whom))
    for name in ("service_goal", "for_whom", "means", "contact_text"):
        setattr(row, name, texts.get(name, getattr(row, name)))
    row.row_version += 1
    row.save(update_fields=["service_goal", "for_whom", "means", "contact_text", "row_version"])
    entries.record("programme.project.described", row, detail={"fields": sorted(texts)})
    return row


def _goal_first(service_goal: str, for_whom: str) -> None:
    lacking = {}
    if len(service_goal.strip()) < 20:
        lacking["service_goal"] = "Zeg eerst wat de inwoner of medewerker beter krijgt."
    if not for_whom.strip():
        lacking["for_whom"] = "Zeg voor wie dit beter wordt."
    if lacking:
        raise Invalid(lacking)


def set_cost_key(
    *, project_id: uuid.UUID, kind: str, yearly_cents: int, since: date, until: date | None = None, origin: str = ""
) -> CostKey:
    """How the yearly cost (cents) of a project is divided over who is ``in``, from ``since`` until ``until`` (excluded)."""
    project = programme.project(project_id)
    audience = _steer(project.organisation_id)
    key = CostKey.objects.create(
        organisation_id=project.organisation_id, audience=audience, project_id=project.id, kind=kind,
        yearly_cents=yearly_cents, valid=DateRange(since, until), origin=origin,
    )
    entries.record("programme.cost_key.set", key, detail={"project": project.slug, "cents": yearly_cents})
    return key


def record_population(
    *, organisation_id: int, partnership_id: int, reference_date: date, inhabitants: int, source: str, origin: str = ""
) -> Population:
    """Inhabitants of one organisation on a reference date; the weight for dividing costs. Written by itself."""
    require_own(organisation_id)
    authorise(access.CORRECT)
    row = Population.objects.create(
        organisation_id=organisation_id, audience=f"partnership:{partnership_id}", reference_date=reference_date,
        inhabitants=inhabitants, source=source, origin=origin,
    )
    entries.record("programme.population.recorded", row, detail={"on": reference_date.isoformat()})
    return row
