"""What the rest of the platform may ask of the archive. Values are frozen; no row leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from nabij.kernel.access import may
from nabij.kernel.calendar.rules import BRUSSELS
from nabij.kernel.errors import RuleViolation
from nabij.kernel.modules.manifest import Found, Task

from . import access
from .actions import departure, dossiers, intake, verdicts
from .queries import adoption, disposal, finding, inventory, requests
from .queries import dossiers as reads
from .queries import intake as batches
from .rules.batches import OUTCOME_NL
from .rules.rooms import Flag
from .rules.words import parse_query

__all__ = [
    "Filed", "FolderLine", "Retention", "add_fact", "adoption_of", "export", "file_dossier", "find", "finder", "judge_folder", "place_hold",
    "retention_of", "start_take_in", "take_in_counts", "take_in_next", "tasks",
]


@dataclass(frozen=True, slots=True)
class Filed:
    """A dossier that was taken over: its id here and its number."""

    id: UUID
    number: str


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a dossier stays, in words."""

    earliest: date | None
    latest: date | None
    outcome: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FolderLine:
    """What would become of one file of a folder."""

    path: str
    outcome: str
    message: str


def file_dossier(
    *, organisation_id: int, source: str, series_code: str, title: str, responsible: str, opened_on: date, closed_on: date | None = None,
    facts: dict[str, date] | None = None,
) -> Filed:
    """Take over a dossier of another module; ``source`` is its reference there."""
    row = dossiers.file_dossier(
        organisation_id=organisation_id, series_code=series_code, title=title, responsible=responsible, opened_on=opened_on,
        closed_on=closed_on, facts=facts, source_path=source,
    )
    return Filed(row.id, row.number)


def add_fact(*, dossier_id: UUID, kind: str, on: date, source: str) -> None:
    """A dated fact that starts a term."""
    dossiers.add_fact(dossier_id=dossier_id, kind=kind, on=on, source=source)


def place_hold(*, organisation_id: int, dossier_id: UUID, reason: str, reference: str) -> None:
    """Nothing of this dossier goes until the hold is released."""
    dossiers.place_hold(organisation_id=organisation_id, dossier_id=dossier_id, reason=reason, reference=reference)


def retention_of(dossier_id: UUID) -> Retention:
    """The verdict of a dossier that the asker may read."""
    verdict = verdicts.verdict_of(reads.dossier(dossier_id))
    return Retention(verdict.earliest, verdict.latest, verdict.outcome, tuple(reason.text for reason in verdict.reasons))


def adoption_of(organisation_id: int) -> str:
    """The word for where a municipality stands towards the strategy; "" for who is none."""
    found = adoption.standing(organisation_id)
    return found.word if found else ""


def find(text: str) -> Sequence[Found]:
    """Records that the asker may read, newest first."""
    hits = finding.find(parse_query(text), facets=False).hits
    return [
        Found(hit.record.title, f"/archief/stukken/{hit.record.id}", f"{hit.record.dossier.number}, {hit.record.dossier.title}", "stuk")
        for hit in hits
    ]


def finder(actor: Any, words: str) -> list[Found]:
    """Source of the search over everything."""
    if not may(actor, access.SEARCH):
        return []
    try:
        return list(find(words))
    except RuleViolation:  # what cannot be read as a question here may still be a name elsewhere
        return []


def judge_folder(*, organisation_id: int, root: Path) -> list[FolderLine]:
    """A dry run that writes nothing at all."""
    pairs = intake.judge_tree(organisation_id=organisation_id, root=root)
    return [FolderLine(one.seen.path, OUTCOME_NL[one.outcome], one.message) for _, one in pairs]


def start_take_in(*, organisation_id: int, root: Path, name: str) -> UUID:
    """A dry run that is approved at once; its files follow by ``take_in_next``."""
    batch = intake.dry_run(organisation_id=organisation_id, root=root, name=name)
    return intake.approve(batch_id=batch.id).id


def take_in_next(batch_id: UUID) -> int:
    """Take over the next files; returns how many are left."""
    return intake.take_next(batch_id=batch_id)


def take_in_counts(batch_id: UUID) -> dict[str, int]:
    """Outcome in words → number of files."""
    return {line.word: line.count for line in batches.report(batch_id).lines}


def export(*, organisation_id: int, into: IO[bytes]) -> dict[str, int]:
    """Everything of one organisation in one package; returns how much of what."""
    return asdict(departure.pack(organisation_id=organisation_id, into=into))


def tasks(actor: Any, at: datetime) -> list[Task]:
    """What the archive asks of the actor's organisation, for who may do it."""
    if actor.organisation_id is None:
        return []
    return [*_lists(actor), *_overdue(actor, at), *_requests(actor), *_ownerless(actor)]


def _lists(actor: Any) -> list[Task]:
    if not may(actor, access.LIST_REVIEW):
        return []
    return [
        Task(
            title=f"Kijk de vernietigingslijst “{row.name}” na", url=f"/archief/vernietiging/{row.id}", button="Kijk de lijst na",
            minutes=10, why=f"{row.made_by} maakte ze. Zonder een tweede persoon gaat er niets weg.",
        )
        for row in disposal.waiting_for_second(actor.organisation_id) if row.made_by_id != actor.account_id
    ]


def _ownerless(actor: Any) -> list[Task]:
    """Digital rooms that nobody looks after (N48), for who keeps the inventory."""
    if not may(actor, access.INVENTORY_WRITE):
        return []
    count = inventory.rooms(actor.organisation_id, limit=0).counts.get(Flag.NO_OWNER, 0)
    if not count:
        return []
    title = "1 digitale kamer heeft geen eigenaar" if count == 1 else f"{count} digitale kamers hebben geen eigenaar"
    return [
        Task(
            title=title, url=f"/archief/kamers?vlag={Flag.NO_OWNER.value}", button="Wijs een eigenaar aan", minutes=2,
            why="Zonder eigenaar weet niemand wat mag blijven en wie erbij kan.",
        )
    ]


def _overdue(actor: Any, at: datetime) -> list[Task]:
    count = disposal.overdue_count(actor.organisation_id) if may(actor, access.LIST_MAKE) or actor.function == "dpo" else 0
    if not count:
        return []
    what = "1 dossier had al weg moeten zijn" if count == 1 else f"{count} dossiers hadden al weg moeten zijn"
    return [
        Task(
            title=what, url="/archief/bewaring", button="Bekijk de termijnen", due=at, minutes=5,
            why="De maximumtermijn voor persoonsgegevens is voorbij.",
        )
    ]


def _requests(actor: Any) -> list[Task]:
    if not may(actor, access.REQUEST_HANDLE):
        return []
    return [
        Task(
            title=f"Vraag om documenten {view.row.number}: dag {view.clock.day} van {view.clock.of}",
            url=f"/archief/aanvragen/{view.row.id}", button="Bekijk de vraag", minutes=15,
            due=datetime.combine(view.row.due_on, time(17), BRUSSELS),
            why="De wet geeft een laatste dag; niet antwoorden geldt als weigeren.",
        )
        for view in requests.open_requests(actor.organisation_id)
    ]
