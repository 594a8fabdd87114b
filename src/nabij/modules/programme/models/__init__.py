"""Rows of the programme. R = owned by the partnership, M = owned by the member that it is about."""

from .answers import BoardDecision, GoLive, Invitation, Membership, Population
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
from .programme import CostKey, Group, Project, Vision, VisionSentence

__all__ = [
    "Answer", "BoardDecision", "Consultation", "CostKey", "DispatchEvent", "EffortEstimate", "EngagementRequest", "EngagementResponse",
    "ExpectedBenefit", "GoLive", "Group", "Invitation", "Membership", "Note", "NoteOrder", "Population", "Project", "Question", "Vision",
    "VisionSentence",
]
