"""Vision, groups and projects as a reader of the partnership sees them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from nabij.kernel.errors import NotFound
from nabij.kernel.modules import registry
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.models import Organisation

from ..models import Group, Project, VisionSentence


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation of the partnership. ``key`` sorts by NIS number, so that ties in a division are broken by it."""

    id: int
    slug: str
    name: str
    nis: str

    @property
    def key(self) -> tuple[str, int]:
        return (self.nis, self.id)


@dataclass(frozen=True, slots=True)
class ProjectView:
    """One project with what a reader must know first: what gets better, and for whom."""

    id: uuid.UUID
    organisation_id: int
    slug: str
    name: str
    group: str
    group_id: uuid.UUID
    sentence: str
    service_goal: str
    for_whom: str
    means: str
    phase: str
    operates_module: str
    module_label: str
    started_on: date
    contact: str


@dataclass(frozen=True, slots=True)
class GroupView:
    name: str
    goal: str
    origin: str
    quote: str
    projects: tuple[ProjectView, ...] = field(default=())


def partnership_id() -> int:
    """The cooperation that owns vision, groups and projects."""
    return directory.partnership().id


def members(on: date, of: int | None = None) -> list[Member]:
    """Municipalities of a partnership (this one by default) on a date, in alphabetical order (never in any other)."""
    found = directory.members(of or partnership_id(), on)
    return sorted(
        (member_of(o) for o in found if o.kind == "municipality"), key=lambda member: member.name.casefold()
    )


def member_of(organisation: Organisation) -> Member:
    return Member(organisation.id, organisation.slug, str(organisation), organisation.nis)


def member_by_slug(slug: str) -> Member:
    """Raises NotFound for an unknown name."""
    return _one_member(slug=slug)


def member_by_id(organisation_id: int) -> Member:
    """Raises NotFound for an unknown organisation."""
    return _one_member(id=organisation_id)


def _one_member(**which: object) -> Member:
    found = Organisation.objects.filter(**which).first()
    if found is None:
        raise NotFound()
    return member_of(found)


def sentences() -> list[VisionSentence]:
    """Sentences of the newest version of the vision, in order."""
    rows = list(VisionSentence.objects.filter(language="nl").select_related("vision").order_by("-vision__version", "number"))
    return [row for row in rows if row.vision.version == rows[0].vision.version]


def projects() -> list[ProjectView]:
    """All projects of the partnership, by name."""
    found = Project.objects.select_related("group__body", "sentence").order_by("name")
    return [_view(project) for project in found]


def project(project_id: uuid.UUID) -> ProjectView:
    """Raises NotFound when it does not exist or may not be seen."""
    found = Project.objects.select_related("group__body", "sentence").filter(id=project_id).first()
    if found is None:
        raise NotFound()
    return _view(found)


def groups(views: list[ProjectView]) -> list[GroupView]:
    """Working groups in the order of the note, each with those of ``views`` that are its own."""
    by_group: dict[uuid.UUID, list[ProjectView]] = {}
    for view in views:
        by_group.setdefault(view.group_id, []).append(view)
    rows = Group.objects.select_related("body").order_by("number")
    return [
        GroupView(row.body.name, row.goal, row.get_origin_display(), row.quote, tuple(by_group.get(row.id, []))) for row in rows
    ]


def operating(module: str) -> list[uuid.UUID]:
    """Projects that operate a module."""
    return list(Project.objects.filter(operates_module=module).values_list("id", flat=True))


def module_label(name: str) -> str:
    """Dutch name of a module; the name itself when it is not installed here."""
    return next((m.label_nl for m in registry.installed() if m.name == name), name)


def _view(row: Project) -> ProjectView:
    return ProjectView(
        id=row.id, organisation_id=row.organisation_id, slug=row.slug, name=row.name, group=row.group.body.name,
        group_id=row.group_id, sentence=row.sentence.text, service_goal=row.service_goal, for_whom=row.for_whom,
        means=row.means, phase=row.get_phase_display(), operates_module=row.operates_module,
        module_label=module_label(row.operates_module) if row.operates_module else "", started_on=row.started_on,
        contact=row.contact_text,
    )


def name_of(organisation_id: int) -> str:
    """Short name of an organisation."""
    return directory.name_of(organisation_id)
