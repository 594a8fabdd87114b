"""A second person at the holder releases; the requester's worker collects with a grant and an open application."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from nabij.kernel.access import authorise
from nabij.kernel.calendar import clock, words
from nabij.kernel.errors import NotFound, RuleViolation
from nabij.kernel.events import facade as events

from .. import access
from ..events import HANDOVER_COLLECTED, HANDOVER_RELEASED
from ..models import Handover, HandoverItem, ReceivedItem
from ..queries import files, journal
from ..queries import handovers as queries
from ..queries.files import OpenFile
from ..rules import handovers
from ..rules.evidence import TRAVELS
from ..rules.handovers import Event, Side
from . import exchange
from .files import worker

SECOND = "Wie de gegevens koos, geeft ze niet vrij. Vraag het aan een collega."
NOT_YET = "De persoon heeft nog niet op alles geantwoord, en mag dat nog tot en met {}."
WRONG_PERSON = "Deze gegevens horen bij iemand anders. We tonen ze niet. Bel het andere OCMW."


def release(*, handover_id: UUID) -> Handover:
    """Sign what may leave now and send it. Items with an open or upheld objection stay, and nothing tells that they exist."""
    authorise(access.DECIDE)
    _, account, _ = worker()
    handover = queries.locked(handover_id)
    file = _holder_file(handover)
    numbers = _releasable(handover, account)
    handover.released_by_id = account
    exchange.move(handover, Event.RELEASE)
    _send(file, handover, numbers, "released", Event.RELEASE, {"items_count": len(numbers), "of_count": None})
    exchange.record(handover, "dossier.handover.released", items=len(numbers))
    events.publish(HANDOVER_RELEASED, journal.reference(file.dossier))
    return handover


def supplement(*, handover_id: UUID) -> Handover:
    """Send what could not leave with the first package: items whose objection was dismissed, five working days after the letter."""
    authorise(access.DECIDE)
    _, account, _ = worker()
    handover = queries.locked(handover_id)
    file = _holder_file(handover)
    if account == handover.selected_by_id:
        raise RuleViolation(SECOND)
    numbers = _leaving(handover)
    if not numbers:
        raise RuleViolation("Er is nog niets dat bijkomend mag vertrekken.")
    exchange.move(handover, Event.SUPPLEMENT)
    _send(file, handover, numbers, "supplement", Event.SUPPLEMENT, {})
    exchange.record(handover, "dossier.handover.supplemented", items=len(numbers))
    return handover


def _holder_file(handover: Handover) -> OpenFile:
    if handover.dossier_id is None or handover.side != "holder":
        raise NotFound()
    return files.opened_by_id(handover.dossier_id)


def _leaving(handover: Handover) -> list[int]:
    """Numbers that may leave now and did not yet."""
    today = clock.today()
    gone = set(HandoverItem.objects.filter(handover_id=handover.id, left_at__isnull=False).values_list("number", flat=True))
    may = handovers.leaving(queries.offered(handover), window_over=queries.window_over(handover, today), today=today)
    return [number for number in may if number not in gone]


def _releasable(handover: Handover, account: UUID) -> list[int]:
    if account == handover.selected_by_id:
        raise RuleViolation(SECOND)
    offered, today = queries.offered(handover), clock.today()
    if handover.last_day and not handovers.may_release(offered, last_day=handover.last_day, today=today):
        raise RuleViolation(NOT_YET.format(words.date_text(handover.last_day)))
    return _leaving(handover)


def _send(file: OpenFile, handover: Handover, numbers: list[int], type: str, event: Event, fields: dict[str, Any]) -> None:
    views = [view for view in queries.items(file, handover) if view.number in numbers]
    person = files.raw_person(file)
    content = {
        "person": {name: str(person[name]) for name in ("number", "first_name", "last_name", "birth")},
        "items": [_released(view, place) for place, view in enumerate(views, 1)],
    }
    HandoverItem.objects.filter(handover_id=handover.id, number__in=numbers).update(left_at=clock.now())
    there, key = handover.other_id, handover.exchange
    verb = "dossier.handover.told"
    exchange.send(handover, type, content, lambda: _follow(there, key, event, Side.HOLDER, verb, fields))


def _follow(there: int, key: UUID, event: Event, by: Side, verb: str, fields: dict[str, Any]) -> None:
    exchange.follow(there, key, event, by, verb, **fields)


def _released(view: queries.ItemView, place: int) -> dict[str, Any]:
    """Numbered anew, so that a gap does not tell what stayed behind; with the person's own words beside it."""
    data = view.data
    kept = (*TRAVELS, "statutory")
    reply = view.row.reply
    return {name: data[name] for name in kept} | {
        "number": place, "reply": reply, "reply_nl": view.reply_nl if reply else "geen antwoord",
        "person_says": data.get("person_says", "") if reply in ("correct", "annotate") else "",
    }


def collect(*, handover_id: UUID) -> Handover:
    """Open the package: seal, addressee and person must fit. Raises ``RuleViolation`` and shows nothing otherwise."""
    worker()
    handover = queries.locked(handover_id)
    if handover.side != "requester" or handover.dossier_id is None:
        raise NotFound()
    file = files.opened_by_id(handover.dossier_id)
    exchange.move(handover, Event.COLLECT)
    came = _take_in(file, handover, "released")
    exchange.move(handover, Event.OPEN)
    there, key = handover.other_id, handover.exchange
    seal = queries.seals(handover.organisation_id, key, "released")[-1]
    exchange.send(handover, "receipt", {"package": seal, "items": came}, lambda: _received_there(there, key))
    exchange.record(handover, "dossier.handover.collected")
    events.publish(HANDOVER_COLLECTED, journal.reference(file.dossier))
    return handover


def collect_supplement(*, handover_id: UUID) -> int:
    """Take in what came after; returns how many items were new."""
    worker()
    handover = queries.locked(handover_id)
    if handover.side != "requester" or handover.dossier_id is None or handover.state != "review":
        raise NotFound()
    return _take_in(files.opened_by_id(handover.dossier_id), handover, "supplement")


def _received_there(there: int, key: UUID) -> None:
    exchange.follow(there, key, Event.COLLECT, Side.REQUESTER, "dossier.handover.collected")
    exchange.follow(there, key, Event.OPEN, Side.REQUESTER, "dossier.handover.told")


def _take_in(file: OpenFile, handover: Handover, type: str) -> int:
    packages = queries.message(handover.organisation_id, handover.exchange, type)
    person = files.raw_person(file)
    for package in packages:
        if not same_person(package["body"]["person"], person):
            raise RuleViolation(WRONG_PERSON)
    items = [item for package in packages for item in package["body"]["items"]]
    first = len(queries.message(handover.organisation_id, handover.exchange, "released")[-1]["body"]["items"])
    before = first if type == "supplement" else 0
    have = ReceivedItem.objects.filter(handover_id=handover.id).count()
    fresh = items[have - before :]
    for number, item in enumerate(fresh, have + 1):
        _received(file, handover, number, item | {"from": package_sender(packages), "number": number})
    return len(fresh)


def _received(file: OpenFile, handover: Handover, number: int, data: dict[str, Any]) -> None:
    assert handover.application_id is not None, "the requester's side has an application"
    ReceivedItem(
        organisation_id=handover.organisation_id, dossier=file.dossier, handover=handover, application_id=handover.application_id,
        origin="handover", number=number, received_at=clock.now(),
    ).put(file.key, data).save()


def package_sender(packages: list[dict[str, Any]]) -> str:
    return str(packages[-1]["from"]) if packages else ""


def same_person(theirs: dict[str, str], own: dict[str, Any]) -> bool:
    """The number and one more thing; without numbers, name and birth date together."""
    birth = bool(own["birth"]) and theirs["birth"] == own["birth"]
    name = theirs["last_name"].casefold() == own["last_name"].casefold()
    if theirs["number"] and own["number"]:
        return theirs["number"] == own["number"] and (birth or name)
    return birth and name and theirs["first_name"].casefold() == own["first_name"].casefold()
