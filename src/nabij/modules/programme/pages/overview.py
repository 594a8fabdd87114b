"""``/programma``: the vision, the working groups, their projects, and where the own organisation stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access import may
from nabij.kernel.access.routes import staff_page
from nabij.kernel.calendar import clock

from .. import access
from ..queries import membership, movement, programme
from ..queries.movement import Silence
from ..queries.programme import ProjectView


@dataclass(frozen=True)
class Moving:
    """How the programme goes, for who steers it: one sentence, and what stalls."""

    all: tuple[Silence, ...]
    stalled: tuple[Silence, ...]

    @property
    def sentence(self) -> str:
        going = len(self.all) - len(self.stalled)
        if not self.stalled:
            return "Alle projecten bewegen."
        return f"{going} van de {len(self.all)} projecten bewegen; {len(self.stalled)} valt stil." if len(self.stalled) == 1 else (
            f"{going} van de {len(self.all)} projecten bewegen; {len(self.stalled)} vallen stil."
        )


@staff_page(access.READ, module="programme")
def overview(request: HttpRequest) -> HttpResponse:
    """Vision first, then groups and projects with the own answer in words."""
    running = request.scope  # type: ignore[attr-defined]
    organisation_id = running.organisation_id
    projects = programme.projects()
    own = membership.own_cells(projects, organisation_id, clock.today(), clock.now())
    context = {
        "sentences": programme.sentences(), "groups": programme.groups(projects), "own": own,
        "takes_part": any(own.values()), "may_export": may(running.actor, access.EXPORT),
        "moving": _moving(projects) if may(running.actor, access.STEER) else None,
    }
    return render(request, "programme/overview.html", context)


def _moving(projects: list[ProjectView]) -> Moving:
    found = movement.silences(projects, clock.today())
    return Moving(tuple(found), tuple(one for one in found if one.stalls))
