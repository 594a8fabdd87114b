"""What the house knows about a report before it exists: danger, urgency, owner, numbers to show first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from nabij.kernel.errors import Refused
from nabij.kernel.geo import queries as geo
from nabij.kernel.geo.rules import Basis, Match
from nabij.kernel.tenancy import queries as directory

from ..models import Category
from ..rules import form
from ..rules.danger import URGENCY_NL, Answer, Danger, Urgency, UrgencyDecision, danger, decide_urgency
from ..rules.form import Typed
from ..rules.routing import Place, Receiver, Routing, route
from . import catalogue

#: A report without a category is treated as this one.
OTHER = "andere"


@dataclass(frozen=True)
class Assessment:
    """The same for the resident's page, the operator's page and the action that writes. ``about``: what it is the assessment of."""

    about: tuple[Typed, int, date]
    category: Category | None
    suggested_by: str
    danger: Danger
    urgency: UrgencyDecision
    routing: Routing
    match: Match
    numbers: tuple[catalogue.Number, ...]

    @property
    def urgency_nl(self) -> str:
        return URGENCY_NL[self.urgency.urgency]

    @property
    def danger_first(self) -> bool:
        """112 and the other numbers belong on the screen before anything else."""
        return self.urgency.asks


def receivers(on: date) -> dict[str, Receiver]:
    """The municipalities of the region by NIS code, with whether they take reports here on that date."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.meldpunt_organisations(%s)", [on])
        taking = {row[0] for row in cursor.fetchall()}
    found = directory.organisations(on=on, kind="municipality")
    return {o.nis: Receiver(o.id, o.short_name, o.id in taking) for o in found}


def locate(typed: Typed) -> Match:
    """Where it is, by coordinates when there are any, else by the words. Raises the kernel's BadCoordinates."""
    if typed.latitude is not None and typed.longitude is not None:
        return geo.locate(lat=typed.latitude, lon=typed.longitude)
    return geo.locate_text(typed.place_text)


def place_of(match: Match, region: dict[str, Receiver], channel: Receiver) -> Place:
    """Geography in the terms of routing. A guess at the spelling is offered beside the channel's own municipality."""
    inside = [region[c.nis] for c in match.candidates if c.nis in region]
    if not inside:
        outside = match.basis is Basis.OUTSIDE
        return Place(known=outside, outside=outside)
    if match.suggestion and channel not in inside:
        inside.append(channel)
    return Place(tuple(inside), known=True, ask=match.doubt or bool(match.suggestion))


def _category(typed: Typed) -> tuple[Category | None, str]:
    """The chosen category, else the one that the words suggest (with the word), else "iets anders"."""
    known = {category.service_code: category for category in catalogue.categories()}
    if typed.service_code in known:
        return known[typed.service_code], ""
    hit = form.suggest_category(typed.text, {code: tuple(c.keywords) for code, c in known.items()})
    if hit:
        return known[hit[0]], hit[1]
    return known.get(OTHER), ""


def assess(typed: Typed, *, channel_id: int, on: date) -> Assessment:
    """Decide everything that can be decided without writing. ``channel_id``: the municipality that took it in."""
    region = receivers(on)
    channel = next((r for r in region.values() if r.organisation_id == channel_id), None)
    if channel is None:
        raise Refused("Alleen een gemeente neemt meldingen op. Kies bovenaan een functie in een gemeente.")
    category, suggested_by = _category(typed)
    found = danger(f"{typed.text}\n{typed.place_text}", catalogue.lexicon())
    default = Urgency(category.default_urgency) if category else Urgency.NORMAL
    urgency = decide_urgency(default, found, Answer(typed.danger_answer))
    match = locate(typed)
    routing = route(
        place_of(match, region, channel), channel, chosen=typed.chosen, keep_outside=typed.keep_outside
    )
    code = category.service_code if category else ""
    numbers = catalogue.numbers_for(found.classes, code, on) if urgency.asks else []
    return Assessment((typed, channel_id, on), category, suggested_by, found, urgency, routing, match, tuple(numbers))
