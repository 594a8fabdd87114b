"""Writes of requests for documents. The same door for a letter, a call, the counter and the site: the same clock runs."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock, words
from nabij.kernel.errors import Invalid, RuleViolation, Unavailable
from nabij.kernel.notices.actions import notify
from nabij.kernel.references import Reference
from nabij.kernel.tenancy import queries as directory

from .. import access
from ..models import AccessRequest, Record, RequestRecord
from ..queries import dossiers
from ..queries import requests as queries
from ..queries.requests import Requester
from ..rules import requests as rules
from ..rules.requests import APPEALABLE, RequestOutcome, RequestState

#: How somebody who disagrees goes on; the body is named in the letter, the last day is counted by the term.
APPEAL = (
    "Bent u het niet eens met deze beslissing? Dan kunt u beroep aantekenen bij de beroepsinstantie openbaarheid van bestuur van de "
    "Vlaamse overheid. Dat kan tot {amount} kalenderdagen na de dag waarop u deze brief kreeg. Stuur een kopie van deze brief mee."
)


def register(
    *, organisation_id: int, channel: str, subject: str, requester: Requester, received_on: date, registered_on: date | None = None
) -> AccessRequest:
    """Note what somebody asks; the term runs from the day after. Raises Invalid for what lacks."""
    require_own(organisation_id)
    actor = authorise(access.REQUEST_REGISTER)
    if channel not in AccessRequest.Channel.values:
        raise Invalid({"channel": "Kies hoe de vraag binnenkwam."})
    return _registered(
        organisation_id, channel=channel, subject=subject, requester=requester, received_on=received_on,
        on=registered_on or clock.today(), by=actor.label,
    )


def ask(*, organisation_id: int, subject: str, requester: Requester, reach: dict[str, str], form_key: str) -> AccessRequest:
    """A resident asks on the site: registered at once, the receipt leaves with it. The same page sent twice is one request.

    ``reach``: contact points for the receipt, email, sms or letter → address. Raises Invalid for what lacks.
    """
    authorise(access.REQUEST_ASK)
    known = AccessRequest.objects.filter(organisation_id=organisation_id, form_key=form_key).first()
    if known is not None:
        return known
    today = clock.today()
    row = _registered(
        organisation_id, channel=AccessRequest.Channel.WEB, subject=subject, requester=requester, received_on=today, on=today, by="de site",
        form_key=form_key,
    )
    own = directory.by_id(organisation_id)
    notify(
        kind="archive.request_received", organisation_id=organisation_id, recipient=requester.name, contact_points=reach,
        subject=Reference.to(row), context={"row": row, "organisation": own, "days": queries.days(today)},
    )
    return row


def _registered(
    organisation_id: int, *, channel: str, subject: str, requester: Requester, received_on: date, on: date, by: str, form_key: str = ""
) -> AccessRequest:
    if not subject.strip() or not requester.name.strip() or not (requester.contact.strip() or requester.address.strip()):
        raise Invalid({"subject": "Noteer wat men vraagt, van wie, en hoe wij antwoorden: een nummer, een mailadres of een adres."})
    rules.require_dates(received_on, on)
    due = queries.term_of(organisation_id, queries.TERM, on).last_day
    assert due is not None, "nothing suspends this term"
    row = _insert(
        organisation_id, on.year, channel=channel, subject=subject.strip(), sealed=queries.sealed(organisation_id, requester),
        received_on=received_on, registered_on=on, registered_by=by, due_on=due, form_key=form_key,
    )
    entries.record("archive.request.registered", row, detail={"channel": channel, "due": due.isoformat()})
    return row


def pick(*, request_id: UUID, record_id: UUID, ground: str = "") -> RequestRecord:
    """Put a record on a request; with a ground it is not given. Doing it again changes the ground. Raises Invalid, RuleViolation."""
    row = _open(request_id)
    if ground and ground not in queries.grounds():
        raise Invalid({"ground": "Kies een grond uit de lijst."})
    record: Record = dossiers.record(record_id)
    if record.organisation_id != row.organisation_id:
        raise Invalid({"record": "Dit stuk is van een ander bestuur."})
    found, _ = RequestRecord.objects.update_or_create(
        organisation_id=row.organisation_id, request=row, record=record, defaults={"ground": ground}
    )
    entries.record("archive.request.record_picked", row, detail={"record": str(record.id), "ground": ground})
    return found


def drop(*, request_id: UUID, record_id: UUID) -> None:
    """Take a record off a request again."""
    row = _open(request_id)
    RequestRecord.objects.filter(request=row, record_id=record_id).delete()
    entries.record("archive.request.record_dropped", row, detail={"record": str(record_id)})


def extend(*, request_id: UUID, reason: str) -> AccessRequest:
    """Twice the days, once, before the last one is over, with a reason that the requester reads."""
    row = _open(request_id)
    state, today = RequestState(row.state), clock.today()
    rules.require_extension(rules.clock_of(row.registered_on, row.due_on, today, state=state), reason, state=state)
    row.state, row.extended_on, row.extension_reason = rules.step(state, RequestState.EXTENDED), today, reason.strip()
    due = queries.term(row).last_day
    assert due is not None, "nothing suspends this term"
    row.due_on = due
    row.save()
    entries.record("archive.request.extended", row, detail={"due": due.isoformat()})
    return row


def decide(*, request_id: UUID, outcome: str, reason: str) -> AccessRequest:
    """The decision; what is not given gets the way to appeal with it, always. Raises Invalid when outcome and records disagree."""
    row = _open(request_id)
    actor, state = authorise(access.REQUEST_HANDLE), RequestState(row.state)
    if outcome not in list(RequestOutcome):
        raise Invalid({"outcome": "Kies wat u beslist."})
    chosen = RequestOutcome(outcome)
    appeal = appeal_text() if chosen in APPEALABLE else ""
    given = [not ground for ground in row.records.values_list("ground", flat=True)]
    rules.require_decision(chosen, given, reason, appeal)
    row.state, row.outcome, row.reason, row.appeal = rules.step(state, RequestState.DECIDED), chosen, reason.strip(), appeal
    row.decided_on, row.decided_by = clock.today(), actor.label
    row.save()
    entries.record("archive.request.decided", row, detail={"outcome": chosen, "records": len(given), "given": sum(given)})
    return row


def hand_over(*, request_id: UUID) -> AccessRequest:
    """The letter left and what was granted was handed over."""
    row = queries.request_row(request_id, locked=True)
    authorise(access.REQUEST_HANDLE)
    row.state = rules.step(RequestState(row.state), RequestState.HANDED_OVER)
    row.handed_over_on = clock.today()
    row.save()
    entries.record("archive.request.handed_over", row)
    return row


def appeal_text() -> str:
    """How to appeal, with the days of the term that counts today."""
    return APPEAL.format(amount=queries.term_rule(queries.APPEAL, clock.today()).amount)


def _open(request_id: UUID) -> AccessRequest:
    row = queries.request_row(request_id, locked=True)
    authorise(access.REQUEST_HANDLE)
    if row.state not in rules.OPEN:
        raise RuleViolation(f"Op deze vraag is beslist op {words.date_text(row.decided_on or clock.today())}.")
    return row


def _insert(organisation_id: int, year: int, **columns: object) -> AccessRequest:
    """The next number of the year; two people who ask at the same moment get two."""
    for _ in range(8):
        try:
            with transaction.atomic():
                return AccessRequest.objects.create(organisation_id=organisation_id, number=_number(organisation_id, year), **columns)
        except IntegrityError:
            continue
    raise Unavailable("We vinden nu geen vrij nummer. Probeer het over enkele minuten opnieuw.")


def _number(organisation_id: int, year: int) -> str:
    last = (
        AccessRequest.objects.select_for_update().filter(organisation_id=organisation_id, number__startswith=f"OB-{year}-")
        .order_by("-number").values_list("number", flat=True).first()
    )
    return f"OB-{year}-{int(last.rpartition('-')[2]) + 1 if last else 1:03d}"
