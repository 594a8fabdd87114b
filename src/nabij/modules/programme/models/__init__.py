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
from .improvement import CriterionResult, ImprovementCriterion, ImprovementRound, ImprovementTest
from .movement import Gathering, GatheringOutput, QuietPeriod, SignalStep, StallSignal
from .programme import CostKey, Group, Project, Vision, VisionSentence

__all__ = [
    "Application", "ApplicationParty", "BoardDecision", "Call", "CallDate", "CallRule", "CallType", "CostKey",
    "CriterionResult", "FundingProgramme", "Gathering", "GatheringOutput", "GoLive", "Group", "ImprovementCriterion",
    "ImprovementRound", "ImprovementTest", "Invitation", "Membership", "ParticipationElsewhere", "Population", "Project",
    "ProjectPart", "QuietPeriod", "Ratification", "Scenario", "ScenarioPlacement", "SignalStep", "StallSignal", "Vision",
    "VisionSentence",
]
