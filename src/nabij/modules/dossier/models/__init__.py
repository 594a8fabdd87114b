"""Rows of the social dossier."""

from .casework import Application, ApplicationStep, Deadline, EvidenceSource, Finding, InquiryAct, Requirement
from .file import DataKey, Dossier, Grant, HouseholdEvent, HouseholdMembership, LookupToken, Person, SearchEntry
from .folder import Folder, FolderPickup
from .handover import Answer, Handover, HandoverItem, HandoverStep, IssuerKey, Message, ObjectionDecision, Preview, ReceivedItem

__all__ = [
    "Answer", "Application", "ApplicationStep", "DataKey", "Deadline", "Dossier", "EvidenceSource", "Finding", "Folder", "FolderPickup",
    "Grant", "Handover", "HandoverItem", "HandoverStep", "HouseholdEvent", "HouseholdMembership", "InquiryAct", "IssuerKey",
    "LookupToken", "Message", "ObjectionDecision", "Person", "Preview", "ReceivedItem", "Requirement", "SearchEntry",
]
