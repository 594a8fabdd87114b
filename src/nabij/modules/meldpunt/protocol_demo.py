"""Protocols of the story, and the ticks of Saturday night between the call that was answered at 1.58 and the free road at 3.20."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from uuid import uuid4

from nabij.kernel.tenancy.scope import scope, system

from . import engine
from .actions import alarm, notes, protocol
from .actions.protocol import Act, NewProtocol, NewStep
from .models.protocol import ProtocolRun, ProtocolStep
from .models.report import Report
from .rules.protocol import StepKind

ACTOR = system("demo")


def publish_all() -> int:
    """The protocols of the region, in the running scope of the partnership; returns how many."""
    told = json.loads((files("nabij.modules.meldpunt") / "data" / "protocols.json").read_text("utf-8"))
    for one in told:
        steps = [NewStep(StepKind(kind), text, minutes, required) for kind, text, minutes, required in one["steps"]]
        given = NewProtocol(one["code"], one["name"], tuple(one["categories"]), tuple(one["words"]), steps)
        protocol.publish_protocol(given=given)
    return len(told)


def ticked(position: int, value: str = "") -> Callable[[Report], None]:
    """Anke ticks one step."""

    def act(report: Report) -> None:
        with _on_the_spot(report) as who:
            run = ProtocolRun.objects.get(alert__incident__report_id=report.id)
            step = ProtocolStep.objects.get(protocol_id=run.protocol_id, position=position)
            protocol.tick(alert_id=run.alert_id, step_id=step.id, act=Act(uuid4()), value=value, responder=who)

    return act


def noted(text: str) -> Callable[[Report], None]:
    """Anke writes down what she sees."""

    def act(report: Report) -> None:
        with _on_the_spot(report) as who:
            notes.write_note(alert_id=alarm.alert_of(report).id, act=Act(uuid4()), text=text, responder=who)

    return act


class _on_the_spot:
    """The scope of the municipality, with whoever took the alarm."""

    def __init__(self, report: Report) -> None:
        owner = report.organisation_id
        self.scope = scope(
            reading=[owner], writing=[owner], actor=ACTOR, tags=[f"partnership:{engine.partnership_id()}"], organisation_id=owner
        )
        self.report = report

    def __enter__(self) -> alarm.Responder:
        self.scope.__enter__()
        alert = alarm.alert_of(self.report)
        return alarm.Responder(alert.taken_by, alert.taken_by_public, alert.taken_by_recipient)

    def __exit__(self, *raised: object) -> None:
        self.scope.__exit__(*raised)  # type: ignore[arg-type]


NIGHT = (
    (2, 3, ticked(1)),
    (2, 6, ticked(2, "Ploeg van de netbeheerder vertrekt, 25 minuten")),
    (2, 12, ticked(3)),
    (2, 34, noted("De draad ligt over de linkse rijstrook. Niemand gewond.")),
    (2, 41, ticked(4)),
    (2, 43, ticked(5)),
    (3, 2, ticked(6, "Nu zagen: de netbeheerder haalde de spanning eraf")),
    (3, 15, ticked(7)),
    (3, 18, ticked(8)),
)
