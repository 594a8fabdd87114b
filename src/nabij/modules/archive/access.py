"""Verbs of the archive and who holds them by default."""

from __future__ import annotations

from nabij.kernel.modules.manifest import Permission
from nabij.kernel.modules.own import STAFF

STRATEGY_READ = "archive.strategy.read"
ARGUE = "archive.argument.write"
STEER = "archive.strategy.write"
ADOPT = "archive.adoption.decide"
DEVIATE = "archive.deviation.write"
INVENTORY = "archive.inventory.read"
INVENTORY_WRITE = "archive.inventory.write"
PLAN_READ = "archive.plan.read"
PLAN_STEER = "archive.plan.write"
OVERLAY = "archive.plan.overlay"
SEARCH = "archive.record.search"
READ = "archive.record.read"
FILE = "archive.record.file"
INTAKE = "archive.batch.run"
RETENTION = "archive.retention.read"
FACT = "archive.retention.write"
HOLD = "archive.hold.place"
LIST_READ = "archive.disposal.read"
LIST_MAKE = "archive.disposal.make"
LIST_REVIEW = "archive.disposal.review"
LIST_POLICY = "archive.disposal.policy"
REQUEST_READ = "archive.request.read"
REQUEST_REGISTER = "archive.request.register"
REQUEST_HANDLE = "archive.request.handle"
REQUEST_ASK = "archive.request.ask"
EXPORT = "archive.organisation.export"

ARCHIVIST = ("archivist",)
_MUNICIPAL = tuple(f for f in STAFF if f not in ("coordinator", "social_worker", "chief_social_worker"))
_FILERS = ("archivist", "handler", "operator", "desk_clerk", "web_editor", "administrator", "strategic_lead", "head_of_service")
_DECIDERS = ("general_director", "board")
_ARGUERS = ("archivist", "general_director", "strategic_lead", "coordinator", "administrator")

PERMISSIONS = (
    Permission(REQUEST_ASK, "een document opvragen", public=True),
    Permission(STRATEGY_READ, "de archiefstrategie lezen", STAFF),
    Permission(ARGUE, "een argument bij een optie zetten", _ARGUERS),
    Permission(STEER, "de regionale strategie vastleggen", ("coordinator",)),
    Permission(ADOPT, "voor de eigen gemeente een strategie overnemen", _DECIDERS),
    Permission(DEVIATE, "een eigen afwijking van de strategie schrijven", ("archivist", *_DECIDERS)),
    Permission(INVENTORY, "platformen en digitale kamers zien", _ARGUERS),
    Permission(INVENTORY_WRITE, "platformen en digitale kamers bijhouden", ("archivist", "administrator")),
    Permission(PLAN_READ, "het ordeningsplan lezen", STAFF),
    Permission(PLAN_STEER, "het regionale ordeningsplan schrijven", ("coordinator",)),
    Permission(OVERLAY, "lokaal afwijken van het ordeningsplan", ARCHIVIST),
    Permission(SEARCH, "in het archief zoeken", _MUNICIPAL),
    Permission(READ, "een dossier openen", _MUNICIPAL),
    Permission(FILE, "documenten in het archief zetten", _FILERS),
    Permission(INTAKE, "een map proefdraaien en overnemen", ARCHIVIST),
    Permission(RETENTION, "bewaartermijnen zien", ("archivist", "dpo", "general_director", "head_of_service")),
    Permission(FACT, "een termijnfeit vastleggen", ARCHIVIST),
    Permission(HOLD, "een blokkering plaatsen of opheffen", ("archivist", "general_director", "dpo")),
    Permission(LIST_READ, "vernietigingslijsten zien", ("archivist", "head_of_service", "general_director", "dpo")),
    Permission(LIST_MAKE, "een vernietigingslijst maken en uitvoeren", ARCHIVIST),
    Permission(LIST_REVIEW, "een vernietigingslijst nakijken of goedkeuren", ("head_of_service", "archivist", "general_director")),
    Permission(LIST_POLICY, "bepalen hoeveel mensen vernietigen goedkeuren", _DECIDERS),
    Permission(REQUEST_READ, "vragen om documenten zien", ("archivist", "general_director", "desk_clerk", "dpo")),
    Permission(REQUEST_REGISTER, "een vraag om documenten noteren", ("archivist", "general_director", "desk_clerk")),
    Permission(REQUEST_HANDLE, "over een vraag om documenten beslissen", ("archivist", "general_director")),
    Permission(EXPORT, "het hele archief van het bestuur meenemen", ("archivist", "general_director", "administrator")),
)
