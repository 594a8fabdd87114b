"""Storm mode: on and off, the 1722 switch, and which alarm an acute report joins while it runs.

An acute report and what it joins or opens are written in the report's own transaction: no queue row lies between.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Refused, RuleViolation
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import current

from ..models.alarm import Alert, Incident
from ..models.report import Report
from ..models.storm import IncidentReport, StormLog, StormRun
from ..queries import storm as queries
from ..rules import codes
from ..rules import storm as rules
from ..rules.alarm import AlertState
from ..rules.storm import Cause
from . import paging
from .alarm import open_alarm

LEAD = "meldpunt.storm.lead"


@dataclass(frozen=True)
class Matter:
    """The large matter of a report: its key, empty outside a storm, and its open alarm when there is one, locked."""

    key: str = ""
    alert: Alert | None = None


def matter_of(report: Report) -> Matter:
    """Find it and hold its place. Asked before anything is announced: who acts on an alarm locks the alarm first and then the order of
    events, so a report must do the same or the two would wait for each other."""
    run = queries.running()
    if run is None:
        return Matter()
    thresholds = queries.thresholds()
    key = "" if rules.has_own_alarm(report.danger_classes, thresholds) else _key(report, run, thresholds)
    if not key:
        return Matter()
    _one_at_a_time(report.organisation_id, key)
    return Matter(key, _open_alert(report.organisation_id, key))


def take_up(*, report: Report, matter: Matter | None = None) -> Alert:
    """The alarm of an acute report: its own, or while it storms that of the matter to which it belongs."""
    found = matter_of(report) if matter is None else matter
    if found.alert is not None:
        return _join(report, found.alert)
    alert = open_alarm(report=report)
    if found.key:
        Incident.objects.filter(id=alert.incident_id).update(mass=True, cluster_key=found.key)
        text = "Grootschalig voorval: meldingen over hetzelfde komen bij dit alarm en bellen niet opnieuw."
        paging.log(alert, clock.now(), "mass", paging.ENGINE, text)
    return alert


def _key(report: Report, run: StormRun, thresholds: rules.Thresholds) -> str:
    has_point = report.latitude is not None and report.longitude is not None
    point = (float(report.latitude or 0), float(report.longitude or 0)) if has_point else None
    return rules.cluster_key(
        group=report.category.group if report.category else "", danger=rules.worst(report.danger_classes), point=point,
        place_text=report.place_text, began=run.began_at,
        at=report.reported_at, thresholds=thresholds,
    )  # fmt: skip


def _one_at_a_time(organisation_id: int, key: str) -> None:
    """Two reports of one matter at the same moment: the second waits until the first one's alarm stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 27))", [f"{organisation_id}:{key}"])


def _open_alert(organisation_id: int, key: str) -> Alert | None:
    """The open alarm of this matter, locked: whoever closes it now waits, or was first and then it is not open any more."""
    found = Alert.objects.select_for_update(of=("self",)).filter(
        organisation_id=organisation_id, incident__cluster_key=key, incident__closed_at__isnull=True
    )
    return found.exclude(state=AlertState.CLOSED).order_by("id").first()


def _join(report: Report, alert: Alert) -> Alert:
    at = clock.now()
    IncidentReport.objects.get_or_create(
        organisation_id=report.organisation_id, report=report, defaults={"incident_id": alert.incident_id, "joined_at": at}
    )
    paging.log(alert, at, "joined", paging.ENGINE, f"Melding {codes.grouped(report.code)} komt erbij.")
    audit.record("meldpunt.report.joined", report, detail={"alert": str(alert.id)})
    return alert


def switch_on(*, cause: Cause = Cause.HAND) -> StormRun:
    """Storm mode on, by hand or because 1722 was opened. Raises ``Refused`` outside the partnership, ``RuleViolation`` when it is on
    already."""
    actor = authorise(LEAD)
    if current().organisation_id != directory.partnership().id:
        raise Refused("De stormmodus geldt voor de hele regio. Vraag het aan de coördinator van het samenwerkingsverband.")
    run = begin(cause=cause, by=actor.label, at=clock.now())
    if run is None:
        raise RuleViolation("De stormmodus staat al aan.")
    return run


def begin(*, cause: Cause, by: str, at: datetime) -> StormRun | None:
    """Write the run in a scope that writes for the partnership; None when one runs already."""
    owner = current().organisation_id
    assert owner is not None, "a storm is of the partnership"
    made = StormRun(
        organisation_id=owner, audience="public", began_at=at, began_by=by[:120], cause=cause, digest_at=at,
        line_1722_since=at if cause is Cause.LINE_1722 else None,
    )  # fmt: skip
    StormRun.objects.bulk_create([made], ignore_conflicts=True)
    if not StormRun.objects.filter(id=made.id).exists():
        return None
    log(made, at, "on", by, f"Stormmodus aan: {rules.CAUSE_NL[cause]}.")
    audit.record("meldpunt.storm.on", made, detail={"cause": cause.value})
    paging.wake_engine()
    return made


def switch_off() -> StormRun:
    """Storm mode off by hand. Open alarms go on until somebody closes them."""
    actor = authorise(LEAD)
    run = _locked()
    end(run, by=actor.label, at=clock.now(), text="Stormmodus uit.")
    return run


def end(run: StormRun, *, by: str, at: datetime, text: str) -> None:
    """Close a locked run; what follows from it (sites, log) the engine tells."""
    run.ended_at, run.ended_by, run.line_1722_since = at, by[:120], None
    run.save(update_fields=["ended_at", "ended_by", "line_1722_since"])
    log(run, at, "off", by, text)
    audit.record("meldpunt.storm.off", run)
    paging.wake_engine()


def set_1722(*, is_open: bool) -> StormRun:
    """Write down that the number 1722 is open or closed. Opening it turns storm mode on; closing it leaves that on."""
    actor = authorise(LEAD)
    at = clock.now()
    if is_open and queries.running() is None:
        return switch_on(cause=Cause.LINE_1722)
    run = _locked()
    run.line_1722_since = (run.line_1722_since or at) if is_open else None
    run.save(update_fields=["line_1722_since"])
    log(run, at, "line_1722", actor.label, "Het nummer 1722 is open." if is_open else "Het nummer 1722 is weer dicht.")
    audit.record("meldpunt.storm.line_1722", run, detail={"open": is_open})
    return run


def _locked() -> StormRun:
    run = StormRun.objects.select_for_update().filter(ended_at__isnull=True).order_by("-began_at").first()
    if run is None:
        raise RuleViolation("De stormmodus staat niet aan.")
    return run


def log(run: StormRun, at: datetime, kind: str, actor: str, text: str) -> None:
    """One line of the storm's own log."""
    StormLog.objects.create(organisation_id=run.organisation_id, run=run, at=at, kind=kind, actor=actor[:120], text=text[:400])
