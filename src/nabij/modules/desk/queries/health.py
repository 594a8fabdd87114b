"""Leeft alles nog? One line per part; a check that does not answer is red, never absent.

What is counted per organisation (stuck jobs, events, messages) is that of the running scope; the rest is of the installation.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Min
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from nabij.connect import sms
from nabij.connect.sms import gateway
from nabij.kernel.calendar import clock
from nabij.kernel.events.models import EventDelivery
from nabij.kernel.jobs.models import JobMeta
from nabij.kernel.modules import registry
from nabij.kernel.modules.manifest import HealthLine, Module
from nabij.kernel.notices.models import Notice
from nabij.kernel.notices.ports import Temporary
from nabij.kernel.tenancy.models import Organisation

from ..rules.sentences import duration
from .asked import attempted

WORKER_DEAD_AFTER = timedelta(seconds=30)
LANES = {"acute": ("Rijstrook dringend", timedelta(seconds=10)), "default": ("Rijstrook gewoon", timedelta(minutes=5))}
OUTBOX_LATE, NOTICE_LATE = timedelta(minutes=1), timedelta(minutes=5)
MONTHS_AHEAD = 2
DISK_FREE_SHARE, DRIFT_S = 10, 5
RESTART_WORKER = "Start de werker opnieuw: nabij worker (in het voorbeeld doet Nabij dat zelf)."


def lines(organisation_id: int, enabled: frozenset[str]) -> list[HealthLine]:
    """Every check, in reading order. One that fails or says nothing is a red line of its own."""
    now = datetime.now(UTC)
    checks: list[tuple[str, Callable[[], list[HealthLine]]]] = [
        ("Databank", lambda: [_database(now)]), ("Werker", lambda: [_worker(now)]), ("Rijstroken", lambda: list(_lanes(now))),
        ("Vastgelopen taken", lambda: [_dead(organisation_id)]), ("Gebeurtenissen", lambda: [_outbox(organisation_id)]),
        ("Berichten", lambda: [_notices(organisation_id)]), ("Aanbieders van sms en spraak", lambda: list(_providers())),
        ("Schijf", lambda: [_disk()]), ("Controlelog", lambda: [_partitions()]),
    ]
    checks += [(m.label_nl, partial(_of_module, m)) for m in registry.installed() if m.health and m.name in enabled]
    return [line for name, check in checks for line in (attempted(name, check) or [_silent(name)])]


def _silent(name: str) -> HealthLine:
    todo = "Kijk in het logboek van de webserver, of bel de systeembeheerder."
    return HealthLine(name, False, "Deze controle geeft geen antwoord.", what_to_do=todo)


def _of_module(module: Module) -> list[HealthLine]:
    return list(registry.call(module.health, clock.now()))


def _database(now: datetime) -> HealthLine:
    """Whether it answers, and whether its clock and ours agree; terms and codes depend on that."""
    there = Organisation.objects.annotate(at=Now()).values_list("at", flat=True)[:1].get()
    drift = abs((there - now).total_seconds())
    if drift > DRIFT_S:
        todo = "Zet op beide machines de tijd gelijk (NTP)."
        return HealthLine("Databank en klok", False, f"De klok van de databank verschilt {duration(drift)} van de onze.", what_to_do=todo)
    return HealthLine("Databank en klok", True, "De databank antwoordt. De klokken lopen gelijk.")


def _worker(now: datetime) -> HealthLine:
    beats = list(ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list("last_heartbeat", flat=True)[:20])
    alive = [beat for beat in beats if now - beat < WORKER_DEAD_AFTER]
    if len(alive) >= len(LANES):
        ago = duration((now - alive[0]).total_seconds())
        return HealthLine("Werker", True, f"De werker bedient beide rijstroken. Laatste teken {ago} geleden.")
    if alive:
        return HealthLine("Werker", False, "Eén van de twee rijstroken heeft geen werker.", what_to_do=RESTART_WORKER)
    since = beats[0] if beats else None
    sentence = "De werker geeft geen teken. Taken blijven liggen." if since else "Er heeft nog geen werker gelopen."
    return HealthLine("Werker", False, sentence, since, RESTART_WORKER)


def _lanes(now: datetime) -> Iterator[HealthLine]:
    """Oldest job that could have started; the queue keeps real time, also in a demo."""
    due = ProcrastinateJob.objects.filter(status="todo").exclude(scheduled_at__gt=now)
    oldest = dict(
        due.filter(procrastinateevent__type="deferred").values_list("queue_name").annotate(first=Min("procrastinateevent__at"))
    )
    for queue, (name, limit) in LANES.items():
        first = oldest.get(queue)
        late = first is not None and now - first > limit
        waits = f"De oudste taak wacht {duration((now - first).total_seconds())}." if first else "Niets wacht."
        yield HealthLine(name, not late, waits, first if late else None, RESTART_WORKER if late else "")


def _dead(organisation_id: int) -> HealthLine:
    found = list(
        JobMeta.objects.filter(organisation_id=organisation_id, dead_since__isnull=False, resolved_by="")
        .order_by("dead_since").values_list("dead_since", flat=True)[:100]
    )
    if not found:
        return HealthLine("Vastgelopen taken", True, "Geen enkele taak is vastgelopen.")
    count = f"{len(found)} {'taak is' if len(found) == 1 else 'taken zijn'} vastgelopen."
    return HealthLine("Vastgelopen taken", False, count, found[0], "Herneem ze of sluit ze af, met een reden: zie Vastgelopen taken.")


def _outbox(organisation_id: int) -> HealthLine:
    waiting = EventDelivery.objects.filter(organisation_id=organisation_id).exclude(state=EventDelivery.State.DONE)
    oldest = waiting.aggregate(first=Min("event__at"))["first"]
    return _late("Gebeurtenissen", oldest, OUTBOX_LATE, "Alles wat gebeurde, is doorgegeven.", "De oudste gebeurtenis wacht {}.")


def _notices(organisation_id: int) -> HealthLine:
    parked = Notice.objects.filter(organisation_id=organisation_id, state__in=(Notice.State.QUEUED, Notice.State.SENDING))
    oldest = parked.aggregate(first=Min("created_at"))["first"]
    return _late("Berichten", oldest, NOTICE_LATE, "Geen enkel bericht wacht te lang.", "Het oudste bericht wacht {}.")


def _late(name: str, oldest: datetime | None, limit: timedelta, fine: str, waits: str) -> HealthLine:
    waited = clock.now() - oldest if oldest else timedelta()
    if waited <= limit:
        return HealthLine(name, True, fine)
    return HealthLine(name, False, waits.format(duration(waited.total_seconds())), oldest, RESTART_WORKER)


def _providers() -> Iterator[HealthLine]:
    for kind, label in (("sms", "Sms"), ("voice", "Spraak")):
        providers = sms.providers(kind)
        if not providers:
            todo = "Stel een aanbieder in: NABIJ_DUTY_PROVIDERS. Zonder aanbieder gaat een alarm niet uit."
            yield HealthLine(label, False, "Geen aanbieder ingesteld.", what_to_do=todo)
        for provider in providers:
            yield _provider(f"{label}: {provider.name}", provider)


def _provider(name: str, provider: Any) -> HealthLine:
    """Ask after a key that cannot exist: an honest provider says that it does not know it."""
    todo = "Bel de aanbieder. Berichten vertrekken intussen langs de volgende."
    try:
        provider.status("levensteken")
    except Temporary as trouble:
        return HealthLine(name, False, str(trouble), what_to_do=todo)
    mood = gateway.behaviour(provider.name).mood if settings.NABIJ_DEMO else gateway.Mood.OK
    if mood is not gateway.Mood.OK:
        return HealthLine(name, False, f"Deze aanbieder {gateway.MOODS_NL[mood]}.", what_to_do=todo)
    return HealthLine(name, True, "Antwoordt." + (" Nabootsing: er gaat niets echt naar buiten." if settings.NABIJ_DEMO else ""))


def _disk() -> HealthLine:
    usage = shutil.disk_usage(settings.NABIJ_HOME)
    share = usage.free * 100 // usage.total
    sentence = f"{share} % vrij ({usage.free // 10**9} GB)."
    if share >= DISK_FREE_SHARE:
        return HealthLine("Schijf", True, sentence)
    return HealthLine("Schijf", False, sentence, what_to_do="Maak plaats vrij. Onder 0 % bewaren we niets meer en zeggen we dat ook.")


def _partitions() -> HealthLine:
    """The log is kept in one table per month; without a table for next month rows pile up in a heap of their own."""
    with connection.cursor() as cursor:
        tables = {table.name for table in connection.introspection.get_table_list(cursor)}
    day, months = clock.today().replace(day=1), []
    for _ in range(MONTHS_AHEAD + 1):
        months.append(f"audit_entry_{day:%Y%m}")
        day = (day + timedelta(days=32)).replace(day=1)
    missing = [name[-6:] for name in months if name not in tables]
    if not missing:
        return HealthLine("Controlelog", True, f"De log heeft plaats voor deze en de volgende {MONTHS_AHEAD} maanden.")
    todo = "Laat de taak make_partitions lopen: nabij worker."
    return HealthLine("Controlelog", False, f"Er is nog geen plaats voor {', '.join(missing)}.", what_to_do=todo)
