"""Rows of the programme. R = owned by the partnership, M = owned by the member that it is about."""

from .answers import BoardDecision, GoLive, Invitation, Membership, Population, Ratification
from .calls import (
    Application,
    ApplicationParty,
    Call,
    CallDate,
    CallRule,
    CallType,
    FundingProgramme,
    ParticipationElsewhere,
    ProjectPart,
    Scenario,
    ScenarioPlacement,
)
from .consultation import (
    Answer,
    Consultation,
    DispatchEvent,
    EffortEstimate,
    EngagementRequest,
    EngagementResponse,
    ExpectedBenefit,
    Note,
    NoteOrder,
    Question,
)
from .improvement import CriterionResult, ImprovementCriterion, ImprovementRound, ImprovementTest
from .months import AgendaFeed, MonthPack
from .movement import Gathering, GatheringOutput, QuietPeriod, SignalStep, StallSignal
from .programme import CostKey, Group, Project, Vision, VisionSentence
from .rhythm import MeetingSeries, Need

__all__ = [
    "AgendaFeed", "Answer", "Application", "ApplicationParty", "BoardDecision", "Call", "CallDate", "CallRule", "CallType", "Consultation",
    "CostKey", "CriterionResult", "DispatchEvent", "EffortEstimate", "EngagementRequest", "EngagementResponse",
    "ExpectedBenefit", "FundingProgramme", "Gathering", "GatheringOutput", "GoLive", "Group", "ImprovementCriterion",
    "ImprovementRound", "ImprovementTest", "Invitation", "MeetingSeries", "Membership", "MonthPack", "Need", "Note", "NoteOrder",
    "ParticipationElsewhere", "Population", "Project", "ProjectPart", "Question", "QuietPeriod", "Ratification", "Scenario",
    "ScenarioPlacement", "SignalStep", "StallSignal", "Vision", "VisionSentence",
]
