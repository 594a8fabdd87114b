from .inventory import Platform, Room
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
    "FIELDS_NL",
    "Adoption",
    "Argument",
    "DecisionQuestion",
    "DecisionRecord",
    "Deviation",
    "Option",
    "PlacementAgreement",
    "Platform",
    "Reopening",
    "Room",
    "StrategyVersion",
]
