"""A person's own page, composed from what every module declares. A module that fails is named; the rest stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from nabij.kernel.identity import mandates, parties
from nabij.kernel.modules import registry
from nabij.kernel.modules.manifest import PersonItem, PersonLook, PersonSelf
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import current, switch_to

from .asked import attempted

GROUND = "eigen pagina: de persoon bekijkt wat wij voor haar deden"


def of_account(account_id: UUID) -> PersonSelf:
    """The rows that organisations tied to this account themselves."""
    return PersonSelf(account_id, tuple((row.organisation_id, row.id) for row in parties.of_account(account_id)))


def items(person: PersonSelf, enabled: Iterable[str], at: datetime) -> list[PersonItem]:
    """What she asked and what is asked of her, soonest first."""
    return _gathered(person, enabled, at)[0]


def page(person: PersonSelf, enabled: Iterable[str], at: datetime) -> dict[str, Any]:
    """Everything of the own page: items, who looked, what was done in her name, and the modules that do not answer."""
    found, silent = _gathered(person, enabled, at)
    looks: list[PersonLook] = []
    for module in registry.installed():
        if module.person_looks and module.name in enabled:
            looks += attempted(module.label_nl, partial(registry.call, module.person_looks, person)) or []
    return {"items": found, "silent": silent, "looks": sorted(looks, key=lambda look: look.at, reverse=True)[:50], "acts": acts(person)}


def _gathered(person: PersonSelf, enabled: Iterable[str], at: datetime) -> tuple[list[PersonItem], list[str]]:
    found: list[PersonItem] = []
    silent: list[str] = []
    for module in registry.installed():
        if not module.person_items or module.name not in enabled:
            continue
        answer = attempted(module.label_nl, partial(registry.call, module.person_items, person, at))
        if answer is None:
            silent.append(module.label_nl)
        found += answer or []
    return sorted(found, key=lambda item: (item.due is None, item.due or at.date(), item.title)), silent


def acts(person: PersonSelf) -> list[tuple[str, Any]]:
    """What staff did in her name, with the name of the organisation (acceptance A20)."""
    found: list[tuple[str, Any]] = []
    for organisation_id, party_id in person.parties:
        name = directory.name_of(organisation_id)
        if organisation_id in current().reading:
            found += [(name, act) for act in mandates.acts_for(organisation_id, party_id)]
            continue
        with switch_to(organisation_id, ground=GROUND):
            found += [(name, act) for act in mandates.acts_for(organisation_id, party_id)]
    return sorted(found, key=lambda pair: pair[1].at, reverse=True)
