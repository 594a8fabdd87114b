"""What the rest of the platform may ask of the website."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial
from typing import Any
from uuid import UUID

from django.core.cache import cache

from nabij.kernel import spoken
from nabij.kernel.access import may
from nabij.kernel.calendar import words
from nabij.kernel.calendar.rules import BRUSSELS
from nabij.kernel.modules.manifest import Asker, Found, PersonItem, PersonSelf, Receipt, Service, Task, Waited
from nabij.kernel.references import Reference
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import current, switch_to

from . import access
from .actions.submissions import submit
from .queries import catalogue, month, places, submissions
from .queries.catalogue import ServiceView
from .rules import hours
from .rules.submissions import CHANNELS_NL, STATES_NL, State
from .submission_forms import RequestForm

__all__ = ["find", "forget_hours", "hours_line", "person_items", "services", "tasks", "waits"]
#: The person looks at what she asked herself.
GROUND = "eigen pagina: de persoon bekijkt de eigen vragen"
MINUTES_EACH = 4
KEPT_S = 10


def tasks(actor: Any, at: datetime) -> list[Task]:
    """What the website asks of an editor this month, and of who answers requests."""
    if actor.organisation_id is None:
        return []
    editing = month.tasks(actor.organisation_id, at.astimezone(BRUSSELS).date()) if may(actor, access.SERVICE) else []
    return editing + (_requests(actor.organisation_id) if may(actor, access.HANDLE) else [])


def _requests(organisation_id: int) -> list[Task]:
    found = submissions.first_due(organisation_id)
    if found.number == 0:
        return []
    title = "1 vraag wacht op een antwoord" if found.number == 1 else f"{found.number} vragen wachten op een antwoord"
    return [
        Task(
            title=title, url="/website/vragen", button="Behandel de vragen", minutes=MINUTES_EACH * found.number,
            due=datetime.combine(found.first, time(17), BRUSSELS) if found.first else None,
            why="Dat is de dag die we aan de eerste vrager beloofden.",
        )
    ]


def find(actor: Any, typed: str) -> list[Found]:
    """A request by its number, as it was read aloud."""
    code = spoken.read(typed, submissions.CODE_LENGTH)
    row = submissions.by_code(actor.organisation_id, code) if code and may(actor, access.HANDLE) else None
    if row is None:
        return []
    stand = STATES_NL[State(row.state)]
    return [Found(title=spoken.grouped(row.code), url=f"/website/vragen/{row.id}", summary=f"{stand} · {row.text[:80]}", kind="vraag")]


def services(organisation_id: int) -> list[Service]:
    """Every published service of this municipality can be asked here, at the desk as on the site: three queries."""
    return [_service(view) for view in catalogue.services(organisation_id, published=True)]


def _service(view: ServiceView) -> Service:
    return Service(
        code=view.slug, label_nl=view.title, verb=access.ASK, online=f"{view.url}/aanvraag", minutes=4,
        form=lambda organisation_id, asker, data: RequestForm(data), start=partial(_start, view),
        contact={name: name for name in ("name", "phone", "email", "address")},
        read_aloud=("Wat vraagt u precies?", "Hoe wilt u ons antwoord: bellen we u, of sturen we een brief?"),
    )


def _start(view: ServiceView, organisation_id: int, form: RequestForm, asker: Asker) -> Receipt:
    channel = asker.channel if asker.channel in CHANNELS_NL else "desk"
    row = submit(
        service_id=view.id, wanted=form.wanted(), channel=channel, party_id=asker.party_id, entered_by=current().actor.label,
        form_key=asker.form_key, none_digital=asker.none_digital,
    )
    own = directory.by_id(organisation_id)
    who, phone = (view.team.name, view.team.phone) if view.team else (own.contact_name, own.phone) if own else ("", "")
    number = spoken.grouped(row.code)
    return Receipt(
        subject=Reference.to(row, number), code=row.code, next_nl=f"{who} behandelt uw vraag: {view.title}.",
        read_aloud=f"Uw nummer is {number}. U hoort ons ten laatste op {words.date_text(row.answer_by, year=False)}.",
        promised=row.answer_by, contact=who, phone=phone, url=f"/website/vragen/{row.id}",
    )


def person_items(person: PersonSelf, at: datetime) -> list[PersonItem]:
    """What the person asked, wherever an organisation knows her; each organisation's log tells that she looked."""
    found: list[PersonItem] = []
    for organisation_id, party_id in person.parties:
        if current().reading == {organisation_id}:
            found += _items(organisation_id, party_id)
            continue
        with switch_to(organisation_id, ground=GROUND):
            found += _items(organisation_id, party_id)
    return found


def _items(organisation_id: int, party_id: UUID) -> list[PersonItem]:
    own = directory.by_id(organisation_id)
    return [
        PersonItem(
            title=f"Uw vraag {spoken.grouped(row.code)}: {title}", organisation=own.name_nl if own else "", phone=own.phone if own else "",
            text=f"Stand: {STATES_NL[State(row.state)]}. {row.answer}".strip(), due=row.answer_by if row.first_answer_at is None else None,
        )
        for row, title in submissions.of_party(organisation_id, party_id)
    ]


def waits(organisation_id: int, since: datetime) -> list[Waited]:
    """How long each request waited, for the figures of the desk."""
    return [Waited(*facts) for facts in submissions.since(organisation_id, since)]


def hours_line(organisation_id: int, day: date) -> str:
    """"dinsdag 30 maart: open van 9.00 tot 12.00 uur" of the town hall; empty without one. Kept for some seconds."""
    return cache.get_or_set(f"website-hours:{organisation_id}:{day}", lambda: _hours_line(organisation_id, day), KEPT_S) or ""


def forget_hours(organisation_id: int, day: date) -> None:
    """Before pages are published: they must show what is true now."""
    cache.delete(f"website-hours:{organisation_id}:{day}")


def _hours_line(organisation_id: int, day: date) -> str:
    hall = places.town_hall(organisation_id)
    if hall is None:
        return ""
    found = places.day_of(hall, day)
    text = hours.intervals_text(found.intervals)
    said = f"open {text}" if found.intervals else text
    return f"{words.date_text(day, year=False)}: {said}" + (f" ({found.reason_nl})" if found.special else "")
