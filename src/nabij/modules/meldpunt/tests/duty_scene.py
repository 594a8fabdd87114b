"""What the duty tests share: an acute report in Kortrijk, a gateway of their own, and ways to look at what left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nabij.connect.sms import gateway
from nabij.kernel.calendar import clock
from nabij.kernel.tenancy.models import Organisation
from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.meldpunt.actions import alarm
from nabij.modules.meldpunt.models import Alert, AlertLog, Page, Report, StatusChange
from nabij.modules.meldpunt.rules import codes

JORIS, ANKE = "+32470000042", "+32470000013"
PROVIDERS = ("sms-1", "sms-2", "stem-1", "stem-2")


def organisation_id(slug: str) -> int:
    """Id of an organisation of the story."""
    return Organisation.objects.get(slug=slug).id


@contextmanager
def of(slug: str = "kortrijk") -> Iterator[None]:
    """The scope of one municipality, as the system."""
    owner = organisation_id(slug)
    tags = [f"partnership:{organisation_id('zuid-west-vlaanderen')}"]
    with scope(reading=[owner], writing=[owner], actor=system("proef"), organisation_id=owner, tags=tags):
        yield


@dataclass(frozen=True)
class Scene:
    """An open alarm and its report."""

    report: Report
    alert_id: UUID
    slug: str

    def alert(self) -> Alert:
        with of(self.slug):
            return Alert.objects.get(id=self.alert_id)

    def pages(self) -> list[Page]:
        with of(self.slug):
            return list(Page.objects.filter(alert_id=self.alert_id).order_by("round", "rule_no"))

    def log(self) -> list[str]:
        with of(self.slug):
            return [entry.kind for entry in AlertLog.objects.filter(alert_id=self.alert_id).order_by("id")]


def acute_report(slug: str = "kortrijk") -> Report:
    """A report as the report half writes it, in the running scope."""
    owner, now = organisation_id(slug), clock.now()
    report = Report.objects.create(
        organisation_id=owner, code=codes.make(codes.prefix_of(slug)), text="Gasgeur in de straat", place_text="Proefstraat 12",
        routing="own", routing_because="proef", came_through_id=owner, urgency="acute", urgency_because="proef",
        channel="phone", reported_at=now, answer_by=now.date(),
    )  # fmt: skip
    StatusChange.objects.create(
        organisation_id=owner, report=report, from_state="", to_state="received", who="reporter", actor_label="proef", at=now
    )
    return report


def open_scene(slug: str = "kortrijk") -> Scene:
    """Report and alarm in one transaction, committed when no outer one runs."""
    with of(slug):
        report = acute_report(slug)
        return Scene(report, alarm.open_alarm(report=report).id, slug)


def told(mood: str, seconds: float = 0.0, *, only: tuple[str, ...] = PROVIDERS) -> None:
    """Tell providers how to behave."""
    for name in only:
        gateway.set_behaviour(name, mood, seconds)


def sends_per_key() -> Counter[str]:
    """How often a provider was called for each key: a real one may ring at each call."""
    return Counter(call["key"] for call in gateway.calls() if call["verb"] == "send")


def rung() -> list[Any]:
    """Messages that reached a telephone, oldest first: (number, provider)."""
    return [(m.to, m.provider) for m in reversed(gateway.messages()) if m.arrived]
