from .alarm import Alert, AlertLog, Incident, Page
from .doors import PartnerDoor, PartnerUse
from .duty import (
    ContactMethod,
    DutyLine,
    DutyParticipation,
    DutyPerson,
    EscalationPolicy,
    EscalationStep,
    Heartbeat,
    LastResort,
    RotaOverride,
    Rotation,
    RotationMember,
    Shift,
)
from .duty_call import DutyCall, LineCoordinator, MethodDelay, MethodProof
from .handover import Handover, StandingNote
from .local import LocalEntry, LocalSheet
from .night import NightCall, NightNumber, NightStep
from .report import Attachment, Category, LexiconTerm, Redirect, Report, ReporterContact, StatusChange

__all__ = [
    "Alert",
    "AlertLog",
    "Attachment",
    "Category",
    "ContactMethod",
    "DutyCall",
    "DutyLine",
    "DutyParticipation",
    "DutyPerson",
    "EscalationPolicy",
    "EscalationStep",
    "Handover",
    "Heartbeat",
    "Incident",
    "LastResort",
    "LexiconTerm",
    "LineCoordinator",
    "LocalEntry",
    "LocalSheet",
    "MethodDelay",
    "MethodProof",
    "NightCall",
    "NightNumber",
    "NightStep",
    "Page",
    "PartnerDoor",
    "PartnerUse",
    "Redirect",
    "Report",
    "ReporterContact",
    "RotaOverride",
    "Rotation",
    "RotationMember",
    "Shift",
    "StandingNote",
    "StatusChange",
]
