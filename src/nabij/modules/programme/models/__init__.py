"""Rows of the programme. R = owned by the partnership, M = owned by the member that it is about."""

from .answers import BoardDecision, GoLive, Invitation, Membership, Population
from .programme import CostKey, Group, Project, Vision, VisionSentence

__all__ = [
    "BoardDecision", "CostKey", "GoLive", "Group", "Invitation", "Membership", "Population", "Project", "Vision",
    "VisionSentence",
]
