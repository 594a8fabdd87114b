"""The requester judges each item by itself. There is no act for all of them together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound, RuleViolation
from nabij.kernel.events import facade as events
from nabij.kernel.tenancy import queries as directory

from ..events import HANDOVER_ADOPTED, HANDOVER_CLOSED
from ..models import Handover, ReceivedItem
from ..queries import files, journal
from ..queries import handovers as queries
from ..queries.files import OpenFile
from ..rules.handovers import Event, Side, Verdict
from . import exchange
from .casework import NewFinding, write_finding
from .files import worker


def judge(*, received_id: UUID, verdict: Verdict, text: str = "") -> ReceivedItem:
    """Adopt, refresh (with the new value), dispute (with what differs; the other OCMW hears it, both texts stay) or decline."""
    worker()
    item = ReceivedItem.objects.select_for_update().filter(id=received_id).first()
    if item is None:
        raise NotFound()
    if item.verdict:
        raise RuleViolation("Over dit onderdeel hebt u al beslist.")
    if verdict in (Verdict.REFRESH, Verdict.DISPUTE) and not text.strip():
        raise Invalid({"text": "Schrijf op wat u vaststelde." if verdict is Verdict.REFRESH else "Schrijf op wat er niet klopt."})
    file = files.opened_by_id(item.dossier_id)
    data = item.get(file.key)
    _applied(file, item, data, verdict, text.strip())
    item.save()
    _told(file, item, data, verdict, text.strip())
    return item


def _applied(file: OpenFile, item: ReceivedItem, data: dict[str, Any], verdict: Verdict, text: str) -> None:
    item.verdict = verdict.value
    origin = f"{data['from']}, onderdeel {data['number']}"
    if verdict is Verdict.ADOPT:
        item.finding = write_finding(file, _about(file, _as_received(data)), derived_from=origin)
    elif verdict is Verdict.REFRESH:
        item.finding = write_finding(file, _about(file, _refreshed(data, text)), derived_from=f"vernieuwd na {origin}")
    elif verdict is Verdict.DISPUTE:
        item.put(file.key, data | {"dispute": text})
    if verdict is Verdict.DECLINE:
        item.sealed = b""


def _as_received(data: dict[str, Any]) -> NewFinding:
    """Same value, same day, same source: a fact does not grow younger by moving. The person's correction stands with it."""
    says = f" (de persoon zegt: {data['person_says']})" if data.get("person_says") else ""
    return NewFinding(
        requirement=data["requirement"], kind=data["kind"], value=data["value"] + says, source=data["source"],
        observed_on=date.fromisoformat(data["observed_on"]),
        valid_until=date.fromisoformat(data["valid_until"]) if data["valid_until"] else None,
        evidence=data["evidence"], subject_name=data["subject_name"],
    )


def _refreshed(data: dict[str, Any], text: str) -> NewFinding:
    return NewFinding(
        requirement=data["requirement"], kind=data["kind"], value=text, source="worker", observed_on=clock.today(),
        subject_name=data["subject_name"],
    )


def _about(file: OpenFile, finding: NewFinding) -> NewFinding:
    """Whom it is about, by the key of the member of the own household with that name; a name that fits nobody here stays a name."""
    if not finding.subject_name:
        return finding
    members = [m for m in files.household(file, clock.today(), clock.now()) if finding.subject_name in (m.name, m.name.split()[0])]
    return replace(finding, subject=str(members[0].subject) if len(members) == 1 else finding.subject_name)


def _told(file: OpenFile, item: ReceivedItem, data: dict[str, Any], verdict: Verdict, text: str) -> None:
    entries.record("dossier.handover.judged", journal.reference(file.dossier), detail={"verdict": verdict.value})
    if item.handover_id is None:
        return
    handover = queries.locked(item.handover_id)
    if verdict is Verdict.DISPUTE:
        content = {"number": data["number"], "label": data["label"], "value": data["value"], "says": text}
        exchange.send(handover, "dispute", content, lambda: _disputed_there(handover))
    waiting = ReceivedItem.objects.filter(handover_id=handover.id, verdict="").exists()
    if not waiting and handover.state == "review":
        _finish(file, handover)


def _disputed_there(handover: Handover) -> None:
    there = queries.own_side(handover.other_id, handover.exchange)
    exchange.record(there, "dossier.handover.told", by=directory.name_of(handover.organisation_id), dispute=True)


def _finish(file: OpenFile, handover: Handover) -> None:
    """All judged: adopted, then closed; what was declined is already shredded."""
    exchange.move(handover, Event.JUDGED)
    there, key = handover.other_id, handover.exchange
    rows = ReceivedItem.objects.filter(handover_id=handover.id).values_list("verdict", flat=True)
    content = {"counts": {verdict.value: list(rows).count(verdict.value) for verdict in Verdict if verdict is not Verdict.NONE}}
    exchange.send(handover, "adoption", content, lambda: _closed_there(there, key))
    exchange.move(handover, Event.CLOSE)
    exchange.record(handover, "dossier.handover.closed")
    for event in (HANDOVER_ADOPTED, HANDOVER_CLOSED):
        events.publish(event, journal.reference(file.dossier))


def _closed_there(there: int, key: UUID) -> None:
    exchange.follow(there, key, Event.JUDGED, Side.REQUESTER, "dossier.handover.told")
    exchange.follow(there, key, Event.CLOSE, Side.REQUESTER, "dossier.handover.closed")
