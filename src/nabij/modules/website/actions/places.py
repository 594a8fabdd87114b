"""Writes of places, teams and hours. Fewer hours for who just walks in need a decision of the board."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import phonenumbers
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, NumericRange

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries
from nabij.kernel.calendar import actions as calendar
from nabij.kernel.calendar import clock
from nabij.kernel.calendar import words as wording
from nabij.kernel.errors import Invalid
from nabij.kernel.events import facade as events

from .. import access
from ..events import PLACE_CHANGED
from ..models import BridgeAnswer, OpeningException, OpeningRule, Place, Team
from ..queries import places
from ..rules import hours
from ..rules.texts import slug_of


def add_place(
    *, organisation_id: int, name: str, address: str, kind: str = Place.Kind.OTHER, slug: str = "", step_free: bool | None = None,
    accessible_toilet: bool | None = None, note: str = "", invented: bool = False,
) -> Place:
    """A building where people are received."""
    authorise(access.PLACE)
    place = Place.objects.create(
        organisation_id=organisation_id, slug=slug or slug_of(name), kind=kind, name=name, address=address, step_free=step_free,
        accessible_toilet=accessible_toilet, note=note, invented=invented,
    )
    _changed(place, "website.place.added")
    return place


def add_team(*, organisation_id: int, name: str, phone: str, email: str = "", person: str = "", place: Place | None = None) -> Team:
    """Who answers. Raises ``Invalid`` for a number that cannot be a telephone number."""
    authorise(access.PLACE)
    try:
        if not phonenumbers.is_possible_number(phonenumbers.parse(phone, "BE")):
            raise phonenumbers.NumberParseException(0, "not possible")
    except phonenumbers.NumberParseException as wrong:
        raise Invalid({"phone": "Dit nummer kan niet kloppen. Schrijf het als 056 12 34 56."}) from wrong
    team = Team.objects.create(organisation_id=organisation_id, name=name, phone=phone, email=email, person=person, place=place)
    entries.record("website.team.added", team)
    events.publish(PLACE_CHANGED, team, data={"keys": ["hours", f"team:{team.id}"]})
    return team


@transaction.atomic
def set_week(*, place_id: UUID, week: dict[int, list[hours.Interval]], first: date, decision_ref: str = "") -> Place:
    """The weekly hours from ``first`` on; what stood before ends there. Raises ``Invalid`` when there are fewer hours to walk in
    and no decision is named (N16)."""
    authorise(access.PLACE)
    place = places.row(place_id)
    new = [hours.Rule(day, interval, first) for day, intervals in week.items() for interval in intervals]
    if hours.needs_decision(places.weekly_rules(place_id), new, first) and not decision_ref.strip():
        raise Invalid({"decision_ref": (
            "Er blijven minder uren over zonder afspraak. Noem het besluit van het bestuur, "
            "bijvoorbeeld “college, 15 maart 2027, punt 12”."
        )})
    OpeningRule.objects.filter(place=place, valid__startswith__gte=first).delete()
    for row in OpeningRule.objects.filter(place=place, valid__contains=first):
        row.valid = DateRange(row.valid.lower, first)
        row.save(update_fields=["valid"])
    OpeningRule.objects.bulk_create([
        OpeningRule(
            organisation_id=place.organisation_id, place=place, weekday=rule.weekday, access=rule.interval.access,
            minutes=NumericRange(rule.interval.start, rule.interval.end), valid=DateRange(first, None), decision_ref=decision_ref,
        )
        for rule in new
    ])
    _changed(place, "website.hours.set", first=first.isoformat(), decision=decision_ref)
    return place


def add_exception(
    *, place_id: UUID, first: date, last: date, intervals: list[hours.Interval], reason_nl: str, reason_fr: str = "",
    kind: hours.ExceptionKind = hours.ExceptionKind.LOCAL,
) -> OpeningException:
    """Other hours from ``first`` to ``last``, both included; none = closed. Raises ``Invalid``."""
    authorise(access.PLACE)
    place = places.row(place_id)
    if last < first:
        raise Invalid({"last": "De laatste dag ligt voor de eerste. Kijk beide datums na."})
    if not reason_nl.strip():
        raise Invalid({"reason_nl": "Zeg waarom de uren anders zijn. Dat staat dan naast de dag."})
    try:
        with transaction.atomic():
            exception = OpeningException.objects.create(
                organisation_id=place.organisation_id, place=place, days=DateRange(first, last + timedelta(days=1)), kind=kind,
                intervals=[[i.start, i.end, i.access.value] for i in intervals], reason_nl=reason_nl, reason_fr=reason_fr,
            )
    except IntegrityError as error:
        raise Invalid({"first": "Voor een van deze dagen staan er al andere uren. Pas die aan."}) from error
    _changed(place, "website.hours.exception_added", first=first.isoformat(), last=last.isoformat())
    return exception


@transaction.atomic
def answer_bridge(*, organisation_id: int, day: date, closed: bool) -> BridgeAnswer:
    """One answer for all places: closed becomes a closing day in the calendar, read by pages, print sheets and terms alike.

    Raises ``Invalid`` when the day was answered before or is no bridge day.
    """
    actor = authorise(access.PLACE)
    bridge = next((b for b in places.open_bridges(organisation_id, clock.today()) if b.day == day), None)
    if bridge is None:
        raise Invalid({"day": "Over deze dag is al beslist, of het is geen brugdag."})
    answer = BridgeAnswer.objects.create(
        organisation_id=organisation_id, day=day, closed=closed, answered_by=actor.label[:120], answered_at=clock.now()
    )
    if closed:
        calendar.add_closing_day(
            organisation_id=organisation_id, first=day, until=day + timedelta(days=1),
            name_nl=f"brugdag na {bridge.holiday}" if day > bridge.holiday_on else f"brugdag voor {bridge.holiday}",
            source=f"antwoord van {actor.label} op {wording.date_text(clock.today())}",
        )
    entries.record("website.bridge.answered", answer, detail={"day": day.isoformat(), "closed": closed})
    events.publish(PLACE_CHANGED, answer, data={"keys": ["hours"]})
    return answer


def _changed(place: Place, verb: str, **detail: str) -> None:
    entries.record(verb, place, detail=dict(detail))
    events.publish(PLACE_CHANGED, place, data={"keys": ["hours", f"place:{place.id}"]})
