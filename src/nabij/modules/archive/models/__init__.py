from .disposal import DestructionCertificate, DisposalDecision, DisposalItem, DisposalList, DisposalPolicy
from .dossier import (
    Audience,
    AudienceMember,
    Component,
    Dossier,
    Hold,
    PageText,
    Record,
    RetentionFact,
    RetentionVerdict,
)
from .finding import CompoundWord, SearchEntry, SynonymSet
from .intake import Batch, BatchItem, MappingRule
from .inventory import Platform, Room
from .plan import OVERLAY_NL, LocalOverlay, PlanNode, RetentionTerm, SelectionRule, Sensitivity, Series
from .requests import AccessRequest, RequestRecord
from .strategy import (
    FIELDS_NL,
    Adoption,
    Argument,
    DecisionQuestion,
    DecisionRecord,
    Deviation,
    Option,
    PlacementAgreement,
    Reopening,
    StrategyVersion,
)

__all__ = [
    "FIELDS_NL", "OVERLAY_NL", "AccessRequest",
    "Adoption", "Argument", "Audience", "AudienceMember", "Batch", "BatchItem", "Component", "CompoundWord",
    "DecisionQuestion", "DecisionRecord", "DestructionCertificate", "Deviation", "DisposalDecision", "DisposalItem", "DisposalList",
    "DisposalPolicy", "Dossier", "Hold", "LocalOverlay", "MappingRule", "Option", "PageText", "PlacementAgreement", "PlanNode",
    "Platform", "Record", "Reopening", "RequestRecord",
    "RetentionFact", "RetentionTerm", "RetentionVerdict", "Room", "SearchEntry", "SelectionRule",
    "Sensitivity", "Series", "StrategyVersion", "SynonymSet",
]
