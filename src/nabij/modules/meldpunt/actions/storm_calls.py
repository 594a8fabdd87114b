"""What the engine does while it storms: call the reserve pool, send the news of ten minutes, tell the sites, end when it is quiet."""

from __future__ import annotations

import uuid
from datetime import datetime

from nabij.kernel.calendar import words
from nabij.kernel.events.facade import publish
from nabij.kernel.references import Reference

from ..models.alarm import Alert, Page, Purpose
from ..models.duty import ContactMethod, MethodKind
from ..models.storm import ReserveMember, StormRun
from ..queries.chain import Person
from ..queries.storm import Pulse
from ..rules import codes
from ..rules import storm as rules
from ..rules.alarm import AlertState
from . import paging, storm


def announce(run_id: uuid.UUID, municipalities: list[int], at: datetime) -> bool:
    """Once per storm: an event for every municipality, so that its site is written anew with 112 and 1722 first."""
    won = StormRun.objects.filter(id=run_id, announced_at__isnull=True).update(announced_at=at)
    return bool(won) and _tell_sites(run_id, "storm.on", municipalities)


def announce_end(municipalities: list[int], at: datetime) -> bool:
    """The same when it is over."""
    ended = StormRun.objects.select_for_update(skip_locked=True).filter(ended_at__isnull=False, end_announced_at__isnull=True).first()
    if ended is None:
        return False
    ended.end_announced_at = at
    ended.save(update_fields=["end_announced_at"])
    return _tell_sites(ended.id, "storm.off", municipalities)


def _tell_sites(run_id: uuid.UUID, what: str, municipalities: list[int]) -> bool:
    for owner in municipalities:
        target = Reference("meldpunt", "stormrun", str(run_id), "storm", owner)
        if what == "storm.on":
            publish("storm.on", target, organisation_id=owner)
        else:
            publish("storm.off", target, organisation_id=owner)
    return True


def end_when_quiet(run_id: uuid.UUID, pulse: Pulse, limits: rules.Thresholds, at: datetime) -> bool:
    """Off after an hour without an acute report."""
    assert pulse.began is not None, "only asked while a storm runs"
    if not rules.is_over(began=pulse.began, last_acute=pulse.last_acute, at=at, line_1722=pulse.line_1722, thresholds=limits):
        return False
    run = StormRun.objects.select_for_update(skip_locked=True).filter(id=run_id, ended_at__isnull=True).first()
    if run is None:
        return False
    minutes = int(limits.quiet.total_seconds() // 60)
    storm.end(run, by=paging.ENGINE, at=at, text=f"Stormmodus uit: {minutes} minuten zonder acute melding.")
    return True


def call_reserve(run_id: uuid.UUID, pulse: Pulse, at: datetime) -> bool:
    """Everybody of the pool of the line of the alarm that waits longest, once per storm."""
    won = StormRun.objects.filter(id=run_id, reserve_called_at__isnull=True).update(reserve_called_at=at)
    alert = _anchor(pulse) if won else None
    if alert is None:
        return False
    report = alert.incident.report
    text = rules.reserve_text(code=codes.grouped(report.code), what=report.text, place=report.place_text)
    pool = ReserveMember.objects.filter(line_id=alert.line_id).exclude(person__until__lte=at.date())
    members = pool.select_related("person").order_by("id")
    pages = [page for member in members for page in _reserve_pages(alert, member, at, text)]
    Page.objects.bulk_create(pages, ignore_conflicts=True)
    run = StormRun.objects.get(id=run_id)
    names = ", ".join(str(member.person) for member in members)
    storm.log(run, at, "reserve", paging.ENGINE, f"Reserve opgeroepen: {names}." if names else "De reserve is leeg: niemand opgeroepen.")
    if names:
        paging.log(alert, at, "reserve", paging.ENGINE, f"Ook de reserve is opgeroepen: {names}.")
    return True


def _reserve_pages(alert: Alert, member: ReserveMember, at: datetime, text: str) -> list[Page]:
    methods = ContactMethod.objects.filter(person_id=member.person_id, verified_at__isnull=False).order_by("rule_no")
    return [
        Page(
            organisation_id=alert.organisation_id, alert=alert, purpose=Purpose.RESERVE, round=alert.round,
            recipient=member.person_id, recipient_name=str(member.person), method=method.id, kind=method.kind,
            rule_no=method.rule_no, due_at=at, provider=paging.provider_name(method.kind, 0), text=text,
        )
        for method in methods[:1]
    ]  # fmt: skip


def send_digest(run_id: uuid.UUID, pulse: Pulse, at: datetime) -> bool:
    """The news of ten minutes to whoever is on the first step of the line, or has the alarm."""
    assert pulse.digest_at is not None, "only asked while a storm runs"
    run = StormRun.objects.select_for_update(skip_locked=True).filter(id=run_id, digest_at=pulse.digest_at).first()
    alert = _anchor(pulse) if run else None
    if run is None or alert is None:
        return False
    run.digest_at, run.digest_no = at, run.digest_no + 1
    run.save(update_fields=["digest_at", "digest_no"])
    text = rules.digest_text(time=words.time_text(at), joined=pulse.joined, matters=pulse.matters, untaken=pulse.untaken)
    people = _first_line(alert, at)
    pages = [page for person in people for page in _digest_pages(alert, person, run.digest_no, at, text)]
    Page.objects.bulk_create(pages, ignore_conflicts=True)
    storm.log(run, at, "digest", paging.ENGINE, f"Overzicht aan {' en '.join(p.name for p in people) or 'niemand'}: {text}")
    return True


def _first_line(alert: Alert, at: datetime) -> list[Person]:
    chain = paging.chain_of(alert, at)
    steps = chain.policy.steps or chain.policy.last_resort
    found = [person for step in steps for person in chain.people.get(step.target, ()) if person.rules]
    taker = [person for person in found if person.id == alert.taken_by_recipient]
    return taker or found[:1]


def _digest_pages(alert: Alert, person: Person, number: int, at: datetime, text: str) -> list[Page]:
    """One message each, by text message where the person has one: news does not ring."""
    by_text = [rule for rule in person.rules if person.kinds.get(rule.method) == MethodKind.SMS]
    return [
        Page(
            organisation_id=alert.organisation_id, alert=alert, purpose=Purpose.DIGEST, round=number, recipient=person.id,
            recipient_name=person.name, method=uuid.UUID(rule.method), kind=person.kinds.get(rule.method) or MethodKind.SMS,
            rule_no=rule.number, due_at=at, provider=paging.provider_name(person.kinds.get(rule.method) or MethodKind.SMS, 0), text=text,
        )
        for rule in (by_text or list(person.rules))[:1]
    ]  # fmt: skip


def _anchor(pulse: Pulse) -> Alert | None:
    if pulse.anchor is None:
        return None
    found = Alert.objects.select_related("incident__report").filter(id=pulse.anchor[1])
    return found.exclude(state=AlertState.CLOSED).first()
