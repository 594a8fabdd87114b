"""Reads of the regional strategy: questions with their options, the published version, its agreements."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from nabij.kernel.errors import NotFound
from nabij.kernel.tenancy import queries as directory

from ..models import Argument, DecisionQuestion, DecisionRecord, Option, Reopening, StrategyVersion
from ..rules.strategy import QUESTION_NL, OptionFacts, QuestionState, VersionState, question_state


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option with what is said for and against it."""

    id: UUID
    row: Option
    pro: tuple[Argument, ...]
    contra: tuple[Argument, ...]

    @property
    def title(self) -> str:
        return self.row.title


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with everything that stands under it; decisions oldest first."""

    id: UUID
    row: DecisionQuestion
    options: tuple[OptionView, ...]
    decisions: tuple[DecisionRecord, ...]
    reopenings: tuple[Reopening, ...]
    state: QuestionState

    @property
    def word(self) -> str:
        return QUESTION_NL[self.state]

    @property
    def facts(self) -> list[OptionFacts]:
        return [OptionFacts(o.title, len(o.pro), len(o.contra)) for o in self.options]

    @property
    def decision(self) -> DecisionRecord | None:
        """The decision that counts now; None while the question is open (again)."""
        return self.decisions[-1] if self.state is QuestionState.DECIDED else None


def questions() -> list[QuestionView]:
    """All questions of the region, by number. Five queries whatever their number."""
    found = DecisionQuestion.objects.prefetch_related(
        "options__arguments__organisation", "decisions__option", "reopenings"
    ).order_by("number")
    return [_view(row) for row in found]


def question(question_id: UUID) -> QuestionView:
    """Raises NotFound."""
    return _view(question_row(question_id))


def question_row(question_id: UUID, *, locked: bool = False) -> DecisionQuestion:
    """Raises NotFound. ``locked``: a second writer waits here."""
    rows = DecisionQuestion.objects.select_for_update() if locked else DecisionQuestion.objects.all()
    found = rows.filter(id=question_id).first()
    if found is None:
        raise NotFound("Deze vraag vinden we niet.")
    return found


def option_row(option_id: UUID) -> Option:
    """Raises NotFound."""
    found = Option.objects.filter(id=option_id).first()
    if found is None:
        raise NotFound("Deze optie vinden we niet.")
    return found


def _view(row: DecisionQuestion) -> QuestionView:
    options = tuple(_option(option) for option in row.options.all())
    decisions, reopenings = tuple(row.decisions.all()), tuple(row.reopenings.all())
    facts = [OptionFacts(o.title, len(o.pro), len(o.contra)) for o in options]
    decided = max((d.recorded_at for d in decisions), default=None)
    reopened = max((r.recorded_at for r in reopenings), default=None)
    return QuestionView(row.id, row, options, decisions, reopenings, question_state(facts, decided, reopened))


def _option(row: Option) -> OptionView:
    said = list(row.arguments.all())
    return OptionView(
        row.id, row, tuple(a for a in said if a.side == Argument.Side.PRO), tuple(a for a in said if a.side == Argument.Side.CONTRA)
    )


def published(kind: str = "archive") -> StrategyVersion | None:
    """The version that counts now, with its agreements."""
    return (
        StrategyVersion.objects.filter(kind=kind, state=VersionState.PUBLISHED).prefetch_related("agreements").first()
    )


def require_published(kind: str = "archive") -> StrategyVersion:
    """Raises NotFound while the region published nothing."""
    found = published(kind)
    if found is None:
        raise NotFound("De regio publiceerde nog geen strategie.")
    return found


def versions(kind: str = "archive") -> list[StrategyVersion]:
    return list(StrategyVersion.objects.filter(kind=kind).order_by("-published_on", "-number"))


def version_row(version_id: UUID, *, locked: bool = False) -> StrategyVersion:
    """Raises NotFound."""
    rows = StrategyVersion.objects.select_for_update() if locked else StrategyVersion.objects.all()
    found = rows.filter(id=version_id).first()
    if found is None:
        raise NotFound("Deze versie vinden we niet.")
    return found


def partnership_id() -> int:
    return directory.partnership().id
