"""Is somebody guarding the alarms? For the health page, the banner on staff pages and a watchdog."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from nabij.kernel.access.policy import may
from nabij.kernel.modules.manifest import HealthLine
from nabij.kernel.tenancy.scope import Actor

from ..models.alarm import Alert, Page, PageState
from ..rules import codes
from ..rules.alarm import AlertState
from ..rules.gateways import State
from . import drills, watch
from .duty import pulse

LATE = timedelta(seconds=30)


@dataclass(frozen=True)
class Urgent:
    """One banner line on every staff page."""

    text: str
    url: str = ""
    since: str = ""
    until: str = ""
    who: str = ""


def health(at: datetime) -> list[HealthLine]:
    """The engine's pulse and the pages of this scope that should have left."""
    beat = pulse(at)
    since = at - timedelta(seconds=beat.seconds) if beat.seconds is not None else None
    late = Page.objects.filter(state=PageState.PENDING, due_at__lt=at - LATE).order_by("due_at").first()
    on_time = HealthLine("Wachtoproepen", True, "Elke oproep vertrok op tijd.")
    if late is not None:
        sentence = f"Een oproep aan {late.recipient_name} had al moeten vertrekken."
        on_time = HealthLine("Wachtoproepen", False, sentence, late.due_at, "Kijk na of een aanbieder werkt.")
    what = "" if beat.alive else "Start 'nabij duty-engine'. Bel intussen zelf met het wachtblad."
    return [HealthLine("Alarmering", beat.alive, beat.sentence, since, what), on_time, _providers(at), _guard()]


def _providers(at: datetime) -> HealthLine:
    """The last test of each provider of text messages and calls."""
    name, what = "Aanbieders van de wacht", "Bel de aanbieder. Alarmen gaan intussen langs de andere."
    if not settings.NABIJ_DUTY_TEST_NUMBER:
        return HealthLine(name, False, "Er is geen nummer om de aanbieders te proeven.", what_to_do="Vul duty_test_number in.")
    failing = [one for one in drills.gateways(at) if one.state is State.NO_RECEIPT]
    if failing:
        names = ", ".join(one.name for one in failing)
        return HealthLine(name, False, f"Geen ontvangstbewijs van de laatste proef: {names}.", failing[0].at, what)
    return HealthLine(name, True, "Elke aanbieder leverde zijn laatste proefbericht af.")


def _guard() -> HealthLine:
    found = watch.guard()
    what = "Start 'nabij watchdog', het best op een andere machine."
    if found is None:
        return HealthLine("Bewaker van de wacht", False, "Op deze machine loopt geen bewaker.", what_to_do=what)
    if not found.alive:
        return HealthLine("Bewaker van de wacht", False, "De bewaker kijkt niet meer.", what_to_do=what)
    if found.since:
        told = f" Gebeld: {', '.join(found.told)}." if found.told else ""
        todo = "Bel zelf met het wachtblad, en start de wachtmotor opnieuw."
        return HealthLine("Bewaker van de wacht", False, f"De bewaker ziet: {found.sentence}{told}", found.since, todo)
    return HealthLine("Bewaker van de wacht", True, "De bewaker kijkt mee en ziet niets fout.")


def urgent(actor: Actor, at: datetime) -> list[Urgent]:
    """What cannot wait: an engine that stands still, an alarm that nobody answered. For who may see the duty line."""
    if not may(actor, "meldpunt.duty.read"):
        return []
    beat, guard = pulse(at), watch.guard()
    found = [] if beat.alive else [Urgent(beat.sentence, "/wacht/blad")]
    if beat.alive and guard and guard.alive and guard.since:
        told = f" De bewaker belde {', '.join(guard.told)}." if guard.told else ""
        found.append(Urgent(f"{guard.sentence}{told} Bel zelf met het wachtblad.", "/wacht/blad"))
    unanswered = Alert.objects.filter(state=AlertState.TRIGGERED, exhausted=True).select_related("incident__report")
    return found + [
        Urgent(f"Niemand antwoordde al op {codes.grouped(alert.incident.report.code)}. Neem het alarm nu.", f"/wacht/alarmen/{alert.id}")
        for alert in unanswered.order_by("opened_at")[:3]
    ]
