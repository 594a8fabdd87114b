"""Which line answers for whom, who takes part, and who is host of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from nabij.kernel.tenancy import queries as organisations
from nabij.kernel.tenancy.models import Organisation

from ..models.chain import LineHost
from ..models.duty import DutyLine, DutyParticipation
from ..rules.coverage import FIRST_LINE
from ..rules.rota import BRUSSELS


def line_of(municipality_id: int, at: datetime) -> DutyParticipation | None:
    """The line that answers for a municipality at a moment, for who reads that municipality; for the partnership None is unknown."""
    day = at.astimezone(BRUSSELS).date()
    taking = DutyParticipation.objects.filter(organisation_id=municipality_id, period__contains=day).select_related("line")
    own = min(taking, key=lambda one: (one.line.kind != FIRST_LINE, one.period.lower, str(one.id)), default=None)
    if own is not None:
        return own
    for line in DutyLine.objects.order_by("slug"):
        if any(member.id == municipality_id for member in members(line, day)):
            return DutyParticipation(organisation_id=municipality_id, line=line, line_organisation_id=line.organisation_id)
    return None


@dataclass(frozen=True)
class Member:
    """A municipality for which a line answers on a day."""

    id: int
    name: str
    has_list: bool


def members(line: DutyLine, on: date) -> list[Member]:
    """Who takes part in a line on a day, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.duty_members(%s, %s)", [line.id, on])
        found = dict(cursor.fetchall())
    names = {row.id: str(row) for row in Organisation.objects.filter(id__in=found)}
    return sorted((Member(id, names[id], found[id]) for id in found), key=lambda member: member.name.casefold())


@dataclass(frozen=True)
class Taking:
    """The own municipality and a line: since when, by which decision; `row` None when it does not take part."""

    line: DutyLine
    row: DutyParticipation | None
    host: Organisation | None
    hosts: tuple[LineHost, ...]
    members: tuple[Member, ...]
    owner: str

    @property
    def since(self) -> date | None:
        """First day of the participation."""
        return self.row.period.lower if self.row else None


def takings(organisation_id: int, today: date) -> list[Taking]:
    """Every line that this scope sees, with the own part in it and its host."""
    return [_taking(line, organisation_id, today) for line in DutyLine.objects.order_by("name")]


def _taking(line: DutyLine, organisation_id: int, today: date) -> Taking:
    mine = DutyParticipation.objects.filter(organisation_id=organisation_id, line=line, period__endswith__isnull=True)
    row = mine.order_by("-period").first() or DutyParticipation.objects.filter(
        organisation_id=organisation_id, line=line, period__contains=today
    ).first()
    hosts = tuple(LineHost.objects.filter(line=line).select_related("host").order_by("-recorded_at"))
    owner = Organisation.objects.select_related("host").get(id=line.organisation_id)
    host = hosts[0].host if hosts else owner.host
    return Taking(line, row, host, hosts, tuple(members(line, today)), str(owner))


def possible_hosts(today: date) -> list[Organisation]:
    """Municipalities that are members of the partnership."""
    found = organisations.members(organisations.partnership().id, today)
    return [one for one in found if one.kind == "municipality"]
