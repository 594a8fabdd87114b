"""What the rest of the platform may ask: tasks, counts, and for the person self what stands on the own page. Never content to a module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from nabij.kernel.access import may
from nabij.kernel.calendar import clock, words
from nabij.kernel.calendar.rules.holidays import BRUSSELS
from nabij.kernel.errors import NotFound
from nabij.kernel.keyholder import VaultClosed
from nabij.kernel.modules.manifest import Asker, PersonItem, PersonLook, PersonSelf, Receipt, Service, Task
from nabij.kernel.references import Reference
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import current, switch_to

from . import access
from .actions import keys as keys_kept
from .actions.answers import Given, record_answers
from .forms import AnswersForm
from .models import Handover
from .queries import casework, counts, files, handovers, journal, keys
from .queries.journal import Line
from .rules.handovers import Reply, Side, State

__all__ = [
    "PersonItem", "key_standing", "lay_key_aside", "make_key", "membership_consequences", "open_applications", "own_items", "own_looks",
    "person_items", "person_log", "put_key_back", "renew_key", "services", "tasks",
]

make_key, renew_key, lay_key_aside, put_key_back = keys_kept.make_key, keys_kept.renew_key, keys_kept.lay_aside, keys_kept.put_back
key_standing = keys.standing

GROUND = "dossier: de persoon bekijkt de eigen gegevens"
#: What asks for whom: (side, state) → (title, minutes, only who decides).
ASKS = {
    (Side.HOLDER, State.REQUESTED): ("Een ander OCMW vraagt gegevens", 5, False),
    (Side.HOLDER, State.SELECTION): ("Kies wat er nodig is voor een overdracht", 5, False),
    (Side.HOLDER, State.PREVIEW): ("Noteer wat de persoon antwoordt, of geef vrij", 2, False),
    (Side.HOLDER, State.OBJECTION): ("Beslis over een bezwaar", 5, True),
    (Side.REQUESTER, State.RELEASED): ("Haal vrijgegeven gegevens op", 2, False),
    (Side.REQUESTER, State.REVIEW): ("Bekijk wat van een ander OCMW kwam", 5, False),
}


def tasks(actor: Any, at: datetime) -> list[Task]:
    """What the social files ask of this worker, by last day and never by channel. No name and no requirement stands in a title."""
    if not may(actor, access.WORK) or actor.organisation_id is None or actor.account_id is None:
        return []
    today = at.astimezone(BRUSSELS).date()
    refs = {id: grant.dossier.ref for id, grant in files.granted().items()}
    found = [_decision(one) for one in casework.waiting(refs, today)]
    rows = [row for row in handovers.running(actor.organisation_id) if row.dossier_id in refs]
    found += [asked for row in rows if (asked := _asks(actor, row))]
    return sorted(found, key=lambda task: task.due or datetime.max.replace(tzinfo=BRUSSELS))


def _decision(one: casework.Waiting) -> Task:
    return Task(
        title=f"Beslissing over een aanvraag in dossier {one.ref}", url=f"/dossier/aanvragen/{one.id}", button="Kijk wat nog moet",
        due=_midnight(one.last_day) if one.last_day else None, minutes=5, why="De wet geeft een laatste dag.",
    )


def _asks(actor: Any, row: Handover) -> Task | None:
    title, minutes, deciding = ASKS.get((handovers.side_of(row), handovers.state_of(row)), ("", 0, False))
    if not title or (deciding and not may(actor, access.DECIDE)):
        return None
    return Task(title, f"/dossier/overdrachten/{row.id}", "Open de overdracht", _midnight(row.last_day) if row.last_day else None, minutes)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BRUSSELS)


def open_applications(organisation_id: int) -> str:
    """How many applications wait, in words; "minder dan 10" for small numbers."""
    return counts.told(counts.open_applications(organisation_id))


def membership_consequences(organisation_id: int, change: str, on: date) -> list[str]:
    if change not in ("out", "left"):
        return []
    return [
        f"Vanaf {words.date_text(on)} beginnen geen nieuwe overdrachten.",
        "Wat al vrijgegeven is, loopt af. Elke lopende termijn blijft gelden.",
    ]


def person_items(account_id: UUID, at: datetime) -> list[PersonItem]:
    """What stands open for the person at each OCMW that knows her: applications with their last day, and letters to answer.

    Asked inside a running scope of the person; each OCMW's own log tells that she looked.
    """
    found: list[PersonItem] = []
    for organisation_id, dossier_id in _readable(account_id):
        with _there(organisation_id):
            try:
                found += _items(organisation_id, dossier_id, at.astimezone(BRUSSELS).date())
            except VaultClosed as closed:
                found.append(_closed(organisation_id, closed))
    return found


def _closed(organisation_id: int, closed: VaultClosed) -> PersonItem:
    """The person reads why her OCMW shows nothing now, and whom to ring; the other OCMWs answer as always."""
    own = directory.by_id(organisation_id)
    name = directory.name_of(organisation_id)
    return PersonItem(f"Uw dossier bij {name} kan nu niet open", closed.sentence_nl, name, own.phone if own else "")


def person_log(account_id: UUID) -> list[Line]:
    """Who looked and did what, when and why, at every OCMW that knows the person; newest first."""
    found: list[Line] = []
    for organisation_id, dossier_id in _readable(account_id):
        with _there(organisation_id), suppress(VaultClosed):  # her items tell that this OCMW's vault is closed
            found += journal.lines(organisation_id, dossier_id)
    return sorted(found, key=lambda line: line.at, reverse=True)


def own_items(person: PersonSelf, at: datetime) -> list[PersonItem]:
    """For ``/mijn`` and for the sheet that a colleague prints: nothing without the account that the OCMW tied to the file."""
    return person_items(person.account_id, at) if person.account_id else []


def own_looks(person: PersonSelf) -> list[PersonLook]:
    """Who looked, for the same page. The same look more than once on a day is one line that says how often; the printed log has each."""
    together: dict[Any, list[Line]] = {}
    for line in person_log(person.account_id) if person.account_id else []:
        together.setdefault((line.at.astimezone(BRUSSELS).date(), line.sentence, line.log, line.why), []).append(line)
    return [_look(lines) for lines in together.values()]


def _look(lines: list[Line]) -> PersonLook:
    """Newest first, so the moment is the last one of that day."""
    newest, often = lines[0], len(lines)
    sentence = newest.sentence if often == 1 else f"{newest.sentence} ({often} keer die dag)"
    return PersonLook(newest.at, sentence, newest.organisation, newest.why)


def _readable(account_id: UUID) -> list[tuple[int, UUID]]:
    """The person self sees every OCMW that knows her; a colleague who prints the page sees the own OCMW's file, if it is open to him."""
    files_ = files.own_files(account_id)
    actor = current().actor
    if actor.kind != "person" or actor.account_id == account_id:
        return files_
    own = [pair for pair in files_ if pair[0] == actor.organisation_id]
    return [pair for pair in own if files.active_grant(pair[1], actor.account_id, clock.now())]


@contextmanager
def _there(organisation_id: int) -> Iterator[None]:
    """The OCMW's own scope: entered on the ground that the person looks, or already running for its colleague."""
    if current().reading == {organisation_id}:
        yield
        return
    with switch_to(organisation_id, ground=GROUND):
        yield


def _items(organisation_id: int, dossier_id: UUID, today: date) -> list[PersonItem]:
    file = files.opened_by_id(dossier_id)
    own = directory.by_id(organisation_id)
    name, phone = directory.name_of(organisation_id), own.phone if own else ""
    journal.log_read(file.dossier, "applications", "handover", why="de persoon zelf", on="mijn")
    found = [
        PersonItem(f"Uw aanvraag: {one.aid_nl}", f"Stand: {one.state_nl}.", name, phone, one.last_day)
        for one in casework.applications_of(file, today)
    ]
    for row in handovers.of_file(dossier_id):
        if row.side == Side.HOLDER and handovers.state_of(row) in (State.PREVIEW, State.OBJECTION):
            text = f"{directory.name_of(row.other_id)} vraagt gegevens over u. U ziet ze vooraf, en u mag neen zeggen."
            url = f"/mijn/inzage/{row.id}"
            found.append(PersonItem("Een brief om na te kijken", text, name, phone, row.last_day, url))
    return found


def services(organisation_id: int) -> list[Service]:
    """What a worker does with the person present or on the telephone: the answer to the letter about what would be shared."""
    return [
        Service(
            code="antwoord-op-brief", label_nl="Antwoorden op een brief van het OCMW", verb=access.WORK, form=_form, start=_start,
            contact={"channel": "channel"}, choices=_letters, minutes=3,
            read_aloud=("Hebt u de brief bij u? Ik lees elk nummer voor.", "Klopt dit? Mag het mee, of hebt u bezwaar?"),
        )
    ]


def _letters(actor: Any) -> list[tuple[str, str]]:
    """Letters that wait for an answer, of files that are open to this worker."""
    if not may(actor, access.WORK) or actor.organisation_id is None:
        return []
    try:
        names = {one.file.dossier.id: one for one in files.mine(clock.today())}
    except VaultClosed:
        return []
    found = []
    for row in handovers.running(actor.organisation_id):
        waits = handovers.side_of(row) is Side.HOLDER and handovers.state_of(row) in (State.PREVIEW, State.OBJECTION)
        if waits and row.dossier_id in names:
            mine = names[row.dossier_id]
            journal.log_read(mine.file.dossier, "handover", why="een antwoord opnemen", on="balie")
            found.append((str(row.id), f"{mine.name}: brief over gegevens voor {directory.name_of(row.other_id)}"))
    return found


def _form(organisation_id: int, asker: Asker, data: Any) -> AnswersForm:
    """One reply per item of the letter. Its items are printed, so the log says so first."""
    handover = handovers.by_id(UUID(asker.about))
    if handover.dossier_id is None:
        raise NotFound()
    file = files.opened_by_id(handover.dossier_id)
    journal.log_read(file.dossier, "preview", why="een antwoord opnemen", on="balie")
    return AnswersForm(data, items=handovers.items(file, handover))


def _start(organisation_id: int, form: AnswersForm, asker: Asker) -> Receipt:
    given = [Given(number, Reply(reply), text) for number, reply, text in form.given()]
    handover = record_answers(handover_id=UUID(asker.about), answers=given, channel=asker.channel)
    file = files.opened_by_id(handover.dossier_id) if handover.dossier_id else None
    own = directory.by_id(organisation_id)
    objected = any(one.reply is Reply.OBJECT for one in given)
    then = "Een collega die de gegevens niet koos, beslist over uw bezwaar. Tot dan vertrekt dat gegeven niet." if objected else (
        "We geven alleen door wat u in de brief zag."
    )
    return Receipt(
        subject=journal.reference(file.dossier) if file else Reference("dossier", "file", "", "", organisation_id), code="", next_nl=then,
        read_aloud=f"Ik noteerde {len(given)} {'antwoord' if len(given) == 1 else 'antwoorden'}. {then}", promised=handover.last_day,
        contact=own.contact_name if own else "", phone=own.phone if own else "", url=f"/dossier/overdrachten/{handover.id}",
    )
