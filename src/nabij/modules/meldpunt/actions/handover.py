"""Hand-over of each role of a line: prepared by the system, written by who goes, read by who comes. Unread is never silent."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock, words
from nabij.kernel.errors import Invalid, NotFound, Refused
from nabij.kernel.tenancy.scope import current, scope, system

from ..models.duty import ContactMethod, DutyLine, DutyPerson, Role, RotaOverride, Shift
from ..models.duty_call import DutyCall, Purpose
from ..models.handover import Handover, StandingNote
from ..rules import handover as rules
from ..rules.handover import Change, Stretch
from ..rules.rota import OverrideKind
from . import duty_calls, rota
from .duty_calls import About

ACT = "meldpunt.duty.act"
LIMIT = 4_000


def prepare(*, line: DutyLine) -> list[Handover]:
    """Make the hand-overs of the coming and the running change, each once. The outgoing officer stays in the paging set.

    Runs in the scope of the line's owner, as the system; twice changes nothing.
    """
    now = clock.now()
    near = Shift.objects.filter(line=line, period__overlap=DateTimeTZRange(now - 3 * rules.AT_MOST, now + 3 * rules.AHEAD))
    stretches: dict[str, list[Stretch]] = defaultdict(list)
    for shift in near:
        stretches[shift.role].append(Stretch(str(shift.person_id), shift.period.lower, shift.period.upper))
    changes = [(role, change) for role in Role.values for change in rules.changes(stretches[role], now)]
    return [made for role, change in changes if (made := _prepared(line, role, change, now)) is not None]


def _prepared(line: DutyLine, role: str, change: Change, now: datetime) -> Handover | None:
    incoming = UUID(change.incoming)
    if Handover.objects.filter(line=line, role=role, starts_at=change.at, incoming_id=incoming).exists():
        return None
    made = Handover.objects.create(
        organisation_id=line.organisation_id, audience=line.audience, line=line, role=role, starts_at=change.at,
        outgoing_id=UUID(change.outgoing) if change.outgoing else None, incoming_id=incoming,
    )  # fmt: skip
    audit.record("meldpunt.handover.prepared", made, detail={"role": role, "starts_at": change.at.isoformat()})
    made.longer = _stays(line, made, now)
    made.save(update_fields=["longer"])
    return made


def _stays(line: DutyLine, made: Handover, now: datetime) -> RotaOverride | None:
    """A deviation like any other, so that the chain needs to know nothing of hand-overs."""
    start, end = max(made.starts_at, now), made.starts_at + rules.AT_MOST
    if made.outgoing is None or end <= start:
        return None
    try:
        return rota.add_override(
            line=line, role=made.role, kind=OverrideKind.ADD, person=made.outgoing, start=start, end=end,
            reason="blijft tot de overdracht gelezen is",
        )  # fmt: skip
    except Invalid:  # that person already deviates then; the other one is on duty all the same
        return None


def write(*, handover_id: UUID, text: str, open_codes: list[str]) -> Handover:
    """The outgoing officer's words. Until they are read they may be rewritten. ``open_codes``: numbers of the open alarms."""
    found = _mine(handover_id, "outgoing", "Alleen wie de wacht doorgeeft, schrijft deze overdracht.")
    if found.read_at is not None:
        raise Refused(f"{found.incoming} las deze overdracht al om {words.time_text(found.read_at)}. Bel om iets toe te voegen.")
    text = text.replace("\x00", "").strip()
    if len(text) > LIMIT:
        raise Invalid({"text": f"Uw tekst is {len(text)} tekens lang. Er passen er {LIMIT}."})
    found.text, found.written_at, found.open_codes = text, clock.now(), open_codes
    found.save(update_fields=["text", "written_at", "open_codes"])
    audit.record("meldpunt.handover.written", found, detail={"open": open_codes})
    return found


def read(*, handover_id: UUID) -> Handover:
    """ "Gelezen": the receipt. It ends the paging of both and lets the outgoing officer go. A second press changes nothing."""
    return _read(_mine(handover_id, "incoming", "Alleen wie de wacht overneemt, drukt op Gelezen."), "wachtpagina")


def answered(*, call: DutyCall) -> Handover | None:
    """ "1" on the question whether it was read, from the telephone of who comes and has no account to press "Gelezen" with.

    None for anybody else: an answer of who goes, or of somebody who can open the page, ends nothing.
    """
    found = Handover.objects.select_for_update(of=("self",)).filter(id=call.subject, incoming_id=call.recipient).first()
    if found is None or found.incoming.account_id is not None:
        return None
    return _read(found, "antwoord")


def _read(found: Handover, through: str) -> Handover:
    if found.read_at is not None:
        return found
    found.read_at = clock.now()
    found.save(update_fields=["read_at"])
    audit.record("meldpunt.handover.read", found, detail={"role": found.role, "through": through})
    duty_calls.supersede(purpose=Purpose.HANDOVER, subject=str(found.id))
    running = current()
    with scope(
        reading=running.reading, writing=running.writing, actor=system("wachtoverdracht"), reason=running.reason or "wachtoverdracht",
        tags=[tag for tag in running.tags if tag != "public"], organisation_id=found.organisation_id,
    ):  # fmt: skip
        _let_go(found, found.read_at)
    return found


def _let_go(found: Handover, at: datetime) -> None:
    longer = found.longer
    if longer is None or longer.period.upper <= at:
        return
    if longer.period.lower >= at:
        found.longer = None
        found.save(update_fields=["longer"])
        longer.delete()
    else:
        longer.period = DateTimeTZRange(longer.period.lower, at)
        longer.save(update_fields=["period"])
    rota.rebuild_shifts(line=found.line)


def page_unread(*, line: DutyLine) -> int:
    """A quarter of an hour into the shift both are paged; after two hours the coordinator hears it. Returns how many."""
    now, paged = clock.now(), 0
    unread = Handover.objects.select_for_update(of=("self",), skip_locked=True).filter(line=line, read_at=None, told_at=None)
    for one in unread.filter(starts_at__lte=now - rules.UNREAD_AFTER, starts_at__gt=now - timedelta(days=1)):
        if rules.is_unread(starts_at=one.starts_at, read=False, paged=one.paged_at is not None, now=now):
            paged += _page_both(one, now)
        if one.starts_at + rules.AT_MOST <= now:
            paged += _tell_coordinator(one, now)
    return paged


def _about(one: Handover, text: str) -> About:
    return About(Purpose.HANDOVER, str(one.id), text, one.line_id)


def _page_both(one: Handover, now: datetime) -> int:
    text = _unread_text(one)
    people = [person for person in (one.incoming, one.outgoing) if person is not None]
    written = sum(
        duty_calls.call_person(owner=one.organisation_id, person=person, about=_about(one, text), methods=_methods(person), at=now)
        for person in people
    )
    one.paged_at = now
    one.save(update_fields=["paged_at"])
    audit.record("meldpunt.handover.paged", one, detail={"people": [str(person) for person in people]})
    return written


def _unread_text(one: Handover) -> str:
    """What to do depends on who comes: who has no account hears it from the other and answers 1."""
    since = words.time_text(one.starts_at)
    last = f" {one.outgoing} blijft oproepbaar tot dan." if one.outgoing else ""
    act = "open de wachtpagina en druk op Gelezen"
    if one.incoming.account_id is None:
        act = f"bel {one.outgoing or 'de coördinator'} en antwoord dan 1"
    return f"De overdracht van {since} ({one.get_role_display()}) is nog niet gelezen. {one.incoming}, {act}.{last}"


def _tell_coordinator(one: Handover, now: datetime) -> int:
    """The outgoing officer goes home now, whatever happens: somebody must know."""
    role = one.get_role_display()
    since = words.time_text(one.starts_at)
    text = f"De overdracht van {since} ({role}) is na twee uur nog niet gelezen door {one.incoming}. Bel {one.incoming}."
    one.told_at = now
    one.save(update_fields=["told_at"])
    audit.record("meldpunt.handover.coordinator_told", one)
    return duty_calls.call_coordinators(owner=one.organisation_id, about=_about(one, text), at=now)


def _methods(person: DutyPerson) -> list[ContactMethod]:
    return list(ContactMethod.objects.filter(person=person, verified_at__isnull=False).order_by("rule_no"))


def _mine(handover_id: UUID, side: str, sentence: str) -> Handover:
    actor = authorise(ACT)
    found = Handover.objects.select_for_update(of=("self",)).filter(id=handover_id).first()
    if found is None:
        raise NotFound()
    person = getattr(found, side)
    if person is None or person.account_id is None or person.account_id != actor.account_id:
        raise Refused(sentence)
    return found


def add_note(*, line_id: UUID, text: str) -> StandingNote:
    """A note that stands on every hand-over until somebody ends it."""
    actor = authorise(ACT)
    line = DutyLine.objects.filter(id=line_id, organisation_id__in=current().writing).first()
    if line is None:
        raise NotFound()
    text = " ".join(text.replace("\x00", "").split())
    if not text:
        raise Invalid({"note": "Schrijf in één zin wat iedereen van wacht moet weten."})
    if len(text) > 500:
        raise Invalid({"note": f"Deze nota is {len(text)} tekens lang. Hou het bij 500 tekens."})
    note = StandingNote.objects.create(
        organisation_id=line.organisation_id, audience=line.audience, line=line, text=text, since=clock.now(), by=actor.label
    )
    audit.record("meldpunt.standing_note.added", note)
    return note


def end_note(*, note_id: UUID) -> StandingNote:
    """It is over. A second press changes nothing."""
    actor = authorise(ACT)
    note = StandingNote.objects.select_for_update().filter(id=note_id, organisation_id__in=current().writing).first()
    if note is None:
        raise NotFound()
    if note.ended_at is None:
        note.ended_at, note.ended_by = clock.now(), actor.label
        note.save(update_fields=["ended_at", "ended_by"])
        audit.record("meldpunt.standing_note.ended", note)
    return note
