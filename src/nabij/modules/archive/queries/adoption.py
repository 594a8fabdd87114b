"""Reads of who took over what: one municipality's answer, the thirteen, and the difference with a newer version."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from nabij.kernel.calendar import clock
from nabij.kernel.errors import NotFound
from nabij.kernel.overlay.dated import Line, LineKind, three_way_diff
from nabij.kernel.overlay.difference import Piece
from nabij.kernel.overlay.difference import changes as word_changes
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.models import Organisation

from ..models import FIELDS_NL, Adoption, Deviation, PlacementAgreement, StrategyVersion
from ..rules.strategy import PRESENTED_NL, AdoptionState, Presented, presented
from . import strategy

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """One municipality: its open answer, if any, and the word for it."""

    organisation: Organisation
    row: Adoption | None
    deviations: tuple[Deviation, ...]
    state: Presented

    @property
    def word(self) -> str:
        return PRESENTED_NL[self.state]

    @property
    def adopted(self) -> bool:
        return self.row is not None and self.row.state == AdoptionState.ADOPTED


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of one agreement for one municipality, with the difference in words where it deviates."""

    name: str
    label: str
    regional: str
    local: str | None
    pieces: tuple[Piece, ...]
    deviation: Deviation | None


@dataclass(frozen=True, slots=True)
class AgreementView:
    row: PlacementAgreement
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the step to a newer version, named for people."""

    name: str
    kind: LineKind
    document_kind: str
    label: str
    base: str
    newer: str
    local: str | None


def open_row(organisation_id: int, *, locked: bool = False, kind: str = "archive") -> Adoption | None:
    """The open answer of one organisation, with version and deviations."""
    rows = Adoption.objects.select_for_update(of=("self",)) if locked else Adoption.objects.all()
    found = rows.filter(organisation_id=organisation_id, kind=kind, until=None)
    return found.select_related("version").prefetch_related("version__agreements", "deviations").first()


def deviation_row(organisation_id: int, deviation_id: UUID) -> Deviation:
    """A deviation under the open answer of this organisation. Raises NotFound."""
    found = Deviation.objects.filter(id=deviation_id, organisation_id=organisation_id, adoption__until=None).first()
    if found is None:
        raise NotFound("Deze afwijking vinden we niet.")
    return found


def standings() -> list[Standing]:
    """Every municipality of the partnership with its answer, in alphabetical order; never in another one."""
    current = strategy.published()
    rows = {
        row.organisation_id: row
        for row in Adoption.objects.filter(kind="archive", until=None).select_related("version").prefetch_related("deviations")
    }
    members = [o for o in directory.members(strategy.partnership_id(), clock.today()) if o.kind == "municipality"]
    return [_standing(o, rows.get(o.id), current) for o in sorted(members, key=lambda o: o.short_name)]


def standing(organisation_id: int) -> Standing | None:
    """The own answer; None for who is no municipality of the partnership."""
    return next((s for s in standings() if s.organisation.id == organisation_id), None)


def _standing(organisation: Organisation, row: Adoption | None, current: StrategyVersion | None) -> Standing:
    deviations = tuple(row.deviations.all()) if row else ()
    outdated = bool(row and current and row.version_id != current.id)
    answer = AdoptionState(row.state) if row else None
    return Standing(organisation, row, deviations, presented(answer, deviations=len(deviations), outdated=outdated))


def values(version: StrategyVersion) -> dict[Key, str]:
    """(code, field) → regional text."""
    return {(line.code, name): getattr(line, name) for line in version.agreements.all() for name in FIELDS_NL}


def difference(adoption: Adoption, newer: StrategyVersion) -> list[Line[Key]]:
    """What the step from the adopted version to ``newer`` means for this municipality, field by field."""
    local = {(d.code, d.field): d.value for d in adoption.deviations.all()}
    return three_way_diff(values(adoption.version), values(newer), local)


def changes(adoption: Adoption, newer: StrategyVersion) -> list[Change]:
    """The lines of ``difference`` that say something, with names for the screen."""
    names = {line.code: line.document_kind for line in (*adoption.version.agreements.all(), *newer.agreements.all())}
    return [
        Change(f"{code}.{field}", line.kind, names[code], FIELDS_NL[field], line.base or "", line.newer or "", line.local)
        for line in difference(adoption, newer) if line.kind is not LineKind.UNCHANGED
        for code, field in [line.key]
    ]


def agreements(version: StrategyVersion, adoption: Adoption | None) -> list[AgreementView]:
    """The agreements of a version as they count for one municipality."""
    own = {(d.code, d.field): d for d in adoption.deviations.all()} if adoption else {}
    return [
        AgreementView(line, tuple(_field(line, name, own.get((line.code, name))) for name in FIELDS_NL))
        for line in version.agreements.all()
    ]


def _field(line: PlacementAgreement, name: str, deviation: Deviation | None) -> FieldView:
    regional = getattr(line, name)
    local = deviation.value if deviation else None
    pieces = word_changes(regional, local) if local else ()
    return FieldView(name, FIELDS_NL[name], regional, local, pieces, deviation)
