"""Rows of the website."""

from .news import NewsItem
from .places import BridgeAnswer, OpeningException, OpeningRule, Place, Team
from .publication import PublishedPage, Release
from .services import Channel, Concept, ConceptSnapshot, Overlay, Service
from .submissions import Submission

__all__ = [
    "BridgeAnswer", "Channel", "Concept", "ConceptSnapshot", "NewsItem", "OpeningException", "OpeningRule", "Overlay", "Place",
    "PublishedPage", "Release", "Service", "Submission", "Team",
]
