"""Who may be on duty on a line: added, given roles, given a number to prove, ended on a date.

The coordinator never proves a number and never takes a proven one away: that is for who carries the telephone.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound
from nabij.kernel.identity.capacities import capacities
from nabij.kernel.identity.models import Account
from nabij.kernel.tenancy import queries as directory

from ..models.duty import ContactMethod, DutyLine, DutyPerson, Role, RotaOverride, RotationMember
from ..models.duty_call import Purpose
from ..models.rota import ScheduleRule
from ..rules import methods as rules
from ..rules.duty_rules import midnight
from ..rules.rota import OverrideKind
from . import duty_calls, methods, shifts
from .duty_calls import About
from .rota import PLAN, own_line

PROVE = "U staat op de lijst van de wachtdienst. Antwoord 1, dan staat vast dat een alarm u op dit nummer bereikt."


def add(*, line: DutyLine, given_name: str, family_name: str, employer_id: int, roles: Iterable[str], username: str = "") -> DutyPerson:
    """Put somebody on the list. ``roles``: as what. ``username``: the account with which this person keeps the own telephones.

    Raises ``Invalid`` for an employer outside the partnership, and for an account that does not work for that employer.
    """
    authorise(PLAN)
    own_line(line)
    chosen = [role for role in Role.values if role in set(roles)]
    if not chosen:
        raise Invalid({"roles": "Kies minstens één rol."})
    if employer_id not in {one.id for one in directory.members(line.organisation_id, clock.today())}:
        raise Invalid({"employer": "Kies een gemeente van het samenwerkingsverband."})
    account = _account(username, employer_id, line.organisation_id) if username.strip() else None
    person = DutyPerson.objects.create(
        organisation_id=line.organisation_id, audience=line.audience, given_name=given_name.strip(), family_name=family_name.strip(),
        employer_id=employer_id, account_id=account, roles=chosen,
    )  # fmt: skip
    audit.record("meldpunt.duty_person.added", person, detail={"roles": chosen, "employer": employer_id})
    return person


def _account(username: str, employer_id: int, owner: int) -> UUID:
    """One sentence for an account that does not exist and for one of another employer: nobody learns which accounts there are."""
    found = Account.objects.filter(username=username.strip(), is_active=True).first()
    works = found is not None and any(one.organisation_id == employer_id for one in capacities(found.id, clock.today()))
    if found is None or not works:
        raise Invalid({"username": "Deze gemeente heeft geen medewerker met dit account. Kijk het na, of laat het leeg."})
    if DutyPerson.objects.filter(organisation_id=owner, account_id=found.id).exists():
        raise Invalid({"username": "Wie dit account heeft, staat al op de lijst."})
    return found.id


def person_of(*, line: DutyLine, person_id: UUID) -> DutyPerson:
    """Somebody of this list, held until the transaction ends. Raises ``NotFound``."""
    rows = DutyPerson.objects.select_for_update(of=("self",)).filter(organisation_id=line.organisation_id, id=person_id)
    found = rows.first()
    if found is None:
        raise NotFound()
    return found


def set_roles(*, line: DutyLine, person_id: UUID, roles: Iterable[str]) -> DutyPerson:
    """As what somebody may be on duty from now on. A turn in which the person stands already goes on until the planner changes it."""
    authorise(PLAN)
    own_line(line)
    person, chosen = person_of(line=line, person_id=person_id), [role for role in Role.values if role in set(roles)]
    if not chosen:
        raise Invalid({"roles": "Kies minstens één rol. Doet deze persoon geen wacht meer? Vul dan de laatste dag in."})
    before, person.roles = list(person.roles), chosen
    person.save(update_fields=["roles"])
    audit.record("meldpunt.duty_person.roles_set", person, detail={"before": before, "after": chosen})
    return person


def add_number(*, line: DutyLine, person_id: UUID, kind: str, value: str) -> ContactMethod:
    """A number (E.164) in somebody's name; a message asks that telephone to answer 1. Until then no alarm goes there."""
    authorise(PLAN)
    own_line(line)
    person = person_of(line=line, person_id=person_id)
    method = methods.put_on_list(person, kind=kind, value=value)
    if method is None:
        raise Invalid({"value": f"{person} heeft al {rules.MOST} toestellen."})
    about = About(Purpose.TEST, f"{method.id}:{secrets.token_hex(8)}", PROVE, line.id)
    duty_calls.call_person_now(owner=line.organisation_id, person=person, about=about, method=method, at=clock.now())
    audit.record("meldpunt.contact_method.added", method, detail={"kind": kind, "for": str(person)})
    return method


def end(*, line: DutyLine, person_id: UUID, on: date) -> DutyPerson:
    """From this day no turn begins any more in this name; one that began before it is finished. What was stays on record."""
    authorise(PLAN)
    own_line(line)
    if on < clock.today():
        raise Invalid({"on": "Kies vandaag of een latere dag: wat voorbij is, verandert niet meer."})
    person = person_of(line=line, person_id=person_id)
    if person.until is not None and person.until <= on:
        raise Invalid({"on": "Deze persoon stopt al op die dag of vroeger."})
    person.until = on
    person.save(update_fields=["until"])
    for one in DutyLine.objects.filter(organisation_id=line.organisation_id).order_by("slug"):
        stop(shifts.locked(one), [person], on)
        shifts.remake(one)
    audit.record("meldpunt.duty_person.ended", person, detail={"on": on.isoformat()})
    return person


def stop(line: DutyLine, people: Iterable[DutyPerson], on: date) -> None:
    """No turn, no rule and no deviation in their name that begins from that day."""
    at, named = midnight(on), [person.id for person in people]
    for member in RotationMember.objects.filter(rotation__line=line, person__in=named):
        begin = member.stint.lower if member.stint else None
        member.stint = DateTimeTZRange(begin if begin and begin < at else None, at)
        member.save(update_fields=["stint"])
    for rule in ScheduleRule.objects.filter(line=line, person__in=named, period__endswith__isnull=True):
        rule.period = DateRange(rule.period.lower, max(on, rule.period.lower))
        rule.save(update_fields=["period"])
    later = RotaOverride.objects.filter(line=line, person__in=named).exclude(kind=OverrideKind.REMOVE)
    later.filter(period__startswith__gte=at).delete()
