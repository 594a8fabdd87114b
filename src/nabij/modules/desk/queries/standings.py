"""State of the modules of one organisation on a date, with what decided it. Needs a scope that reads the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nabij.kernel.modules import queries, registry, rules
from nabij.kernel.modules.manifest import Module
from nabij.kernel.references import Reference

STATES = {"on": ("Aan", "ok"), "off": ("Uit", "neutral"), "planned": ("Gepland", "info"), "never": ("Nooit aan", "neutral")}


@dataclass(frozen=True, slots=True)
class Row:
    module: Module
    standing: rules.Standing
    set_by: str

    @property
    def label(self) -> str:
        return STATES[self.standing.state][0]

    @property
    def kind(self) -> str:
        return STATES[self.standing.state][1]


def rows(organisation_id: int, on: date) -> list[Row]:
    """One row per installed module, in menu order: one query."""
    facts = queries.facts(organisation_id)
    return [_row(module, facts, on) for module in registry.installed() if module.name != "kernel"]


def row(organisation_id: int, name: str, on: date) -> Row:
    """Raises ``KeyError`` for a module that is not installed."""
    return _row(registry.module(name), queries.facts(organisation_id), on)


def history(organisation_id: int, name: str) -> list[rules.Fact]:
    """Every recorded fact of a module, latest day first."""
    return sorted((f for f in queries.facts(organisation_id) if f.module == name), key=lambda f: (f.effective, f.recorded_at), reverse=True)


def _row(module: Module, facts: list[rules.Fact], on: date) -> Row:
    standing = rules.Standing("on") if module.always_on else rules.standing(facts, module.name, on)
    return Row(module, standing, _set_by(standing.fact or standing.next))


def _set_by(fact: rules.Fact | None) -> str:
    """Who set it, in words. A reference to another module's row is shown by its module, never by its key."""
    if fact is None:
        return ""
    if not fact.set_by:
        return "ingesteld door een beheerder of een directeur"
    name = fact.set_by.partition(".")[0]
    known = {module.name: module.label_nl for module in registry.installed()}
    return f"volgt uit een deelname ({known.get(name, name).lower()})" if name in known else fact.set_by


def consequences(organisation_id: int, module: Module, state: str, on: date) -> list[str]:
    """What changes for the organisation, in the module's own words."""
    if not module.membership_consequences:
        return []
    change = "in" if state == "on" else "left"
    return list(registry.call(module.membership_consequences, organisation_id, change, on))


def reference_to(account_label: str, account_id: object) -> Reference:
    """Who set a module by hand, as the log keeps it."""
    return Reference("identity", "account", str(account_id), account_label)
