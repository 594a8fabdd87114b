"""Reading protocols: what runs at an alarm, what is in force, and earlier versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from nabij.kernel.errors import NotFound

from ..models.protocol import DutyNote, Protocol, ProtocolRun, ProtocolStep, ProtocolStepLog
from ..models.report import Category
from ..rules import protocol as rules
from ..rules.protocol import StepKind, StepPlan, StepState


@dataclass(frozen=True)
class ShownStep:
    """A step on screen."""

    id: str
    text: str
    kind: str
    kind_label: str
    required: bool
    due: datetime | None
    late_minutes: int
    done_at: datetime | None
    done_by: str
    value: str

    @property
    def asks_words(self) -> bool:
        """A decision has an outcome, which is written down."""
        return self.kind == StepKind.DECIDE


@dataclass(frozen=True)
class ShownRun:
    """The protocol of an alarm on screen."""

    name: str
    version: int
    because: str
    unfinished_because: str
    steps: list[ShownStep]

    @property
    def left(self) -> list[ShownStep]:
        """Required steps that are still open."""
        return [step for step in self.steps if step.required and step.done_at is None]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done_at is not None for step in self.steps)


def run_of(alert_id: UUID, at: datetime) -> ShownRun | None:
    """The protocol of an alarm with every tick; None without one, or where its steps may not be read."""
    run = ProtocolRun.objects.select_related("protocol").filter(alert_id=alert_id).first()
    if run is None or not Protocol.objects.filter(id=run.protocol_id).exists():
        return None
    steps = _steps(run.protocol_id)
    kinds = {str(step.id): StepKind(step.kind) for step in steps}
    shown = [_shown(state, kinds[state.plan.id]) for state in _states(run, steps, at)]
    return ShownRun(run.protocol.name, run.protocol.version, run.because, run.unfinished_because, shown)


def open_required(run: ProtocolRun, at: datetime) -> list[StepPlan]:
    """Required steps that nobody ticked."""
    return rules.open_required(_states(run, _steps(run.protocol_id), at))


def _steps(protocol_id: UUID) -> list[ProtocolStep]:
    return list(ProtocolStep.objects.filter(protocol_id=protocol_id).order_by("position"))


def _states(run: ProtocolRun, steps: Sequence[ProtocolStep], at: datetime) -> list[StepState]:
    plans = [StepPlan(str(step.id), step.text, step.required, step.target_minutes) for step in steps]
    log = ProtocolStepLog.objects.filter(run=run).order_by("id")
    return rules.states(plans, [rules.Tick(str(row.step), row.done, row.at, row.by, row.value) for row in log], run.started_at, at)


def _shown(state: StepState, kind: StepKind) -> ShownStep:
    done = state.done
    return ShownStep(
        state.plan.id, state.plan.text, kind.value, kind.label_nl, state.plan.required, state.due, int(state.late.total_seconds() // 60),
        done.at if done else None, done.by if done else "", done.value if done else "",
    )


def notes_of(alert_id: UUID) -> list[DutyNote]:
    """What was seen on the spot, in the order in which it happened."""
    return list(DutyNote.objects.filter(alert_id=alert_id).order_by("at", "id"))


@dataclass(frozen=True)
class Version:
    """One version of a protocol, with its steps and for what it is meant, in words."""

    row: Protocol
    steps: list[ProtocolStep]
    meant_for: str

    @property
    def shown_steps(self) -> list[dict[str, Any]]:
        """Steps with the Dutch word of their kind."""
        return [{"row": step, "kind": StepKind(step.kind).label_nl} for step in self.steps]


def in_force() -> list[Version]:
    """The newest version of every protocol of this scope, by name; those out of use last."""
    newest = Protocol.objects.order_by("organisation_id", "code", "-version").distinct("organisation_id", "code")
    rows = sorted(newest, key=lambda row: (not row.in_use, row.name))
    names = dict(Category.objects.values_list("service_code", "name"))
    return [Version(row, _steps(row.id), _meant_for(row, names)) for row in rows]


def versions(code: str) -> list[Version]:
    """Every version, newest first. Raises ``NotFound``."""
    rows = list(Protocol.objects.filter(code=code).order_by("-version"))
    if not rows:
        raise NotFound("Dit protocol vinden we niet.")
    names = dict(Category.objects.values_list("service_code", "name"))
    return [Version(row, _steps(row.id), _meant_for(row, names)) for row in rows]


def _meant_for(row: Protocol, names: dict[str, str]) -> str:
    parts = [names.get(code, code) for code in row.categories]
    parts += [f"met het woord “{word}”" for word in row.words]
    return ", ".join(parts) or "elk alarm zonder eigen protocol"


def categories() -> list[tuple[str, str]]:
    """Service codes and names, for the form."""
    return list(Category.objects.order_by("name").values_list("service_code", "name"))
