"""Whom an alarm can reach at a moment: the policy with its people and their methods, in one question.

An alarm opens in the transaction of a resident's report, whose scope sees neither rota nor telephones. Therefore
the question goes to `nabij.duty_chain`, which answers ids, names and delays, never a number.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from nabij.kernel import crypto

from ..models.duty import ContactMethod, LastResort
from ..rules.alarm import Advance, PersonalRule, Policy, Step

PURPOSE = "duty"


@dataclass(frozen=True)
class Person:
    """Someone to page: on duty, or of the list of last resort. `rules` are the verified methods."""

    id: UUID
    name: str
    public_name: str
    rules: tuple[PersonalRule, ...]
    kinds: dict[str, str]
    because: str = ""


@dataclass(frozen=True)
class Chain:
    """`people` maps a target of a step to who is there now, with or without methods."""

    line_organisation_id: int | None
    line_id: UUID | None
    policy_id: UUID | None
    policy: Policy
    people: dict[str, tuple[Person, ...]] = field(default_factory=dict)

    def reachable(self, target: str) -> bool:
        """Somebody is there and has a verified method."""
        return any(person.rules for person in self.people.get(target, ()))

    def names(self, entry: Advance | None) -> str:
        """Who is paged by an entry, in words; empty without anybody."""
        targets = entry.targets if entry else ()
        return " en ".join(person.name for target in targets for person in self.people[target] if person.rules)


def chain_for(organisation_id: int, at: datetime, policy_id: UUID | None = None) -> Chain:
    """The chain of a municipality; `policy_id` pins the version (and line) of a running alarm."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.duty_chain(%s, %s, %s)", [organisation_id, at, policy_id])
        (answer,) = cursor.fetchone()
    return _chain(json.loads(answer) if isinstance(answer, str) else answer)


def _chain(found: dict[str, Any]) -> Chain:
    people: dict[str, tuple[Person, ...]] = {}
    for row in found["people"]:
        people[row["role"]] = (*people.get(row["role"], ()), _person(row))
    for row in found["last_resort"]:
        people[row["id"]] = (_last_resort(row),)
    minute = timedelta(minutes=1)
    policy = Policy(
        steps=tuple(Step(s["role"], s["minutes"] * minute) for s in found["steps"]),
        last_resort=tuple(Step(row["id"], row["minutes"] * minute) for row in found["last_resort"]),
        repeat=found["repeat"],
        ack_timeout=found["ack_minutes"] * minute,
        last_resort_every=found["every_minutes"] * minute,
    )
    ids = [UUID(found[key]) if found[key] else None for key in ("line", "policy")]
    return Chain(found["line_organisation"], ids[0], ids[1], policy, people)


def _person(row: dict[str, Any]) -> Person:
    rules = tuple(PersonalRule(m["rule_no"], m["id"], timedelta(minutes=m["delay"])) for m in row["methods"])
    kinds = {m["id"]: m["kind"] for m in row["methods"]}
    name = f"{row['given_name']} {row['family_name']}"
    public = f"{row['given_name']} {row['family_name'][:1]}."
    return Person(UUID(row["id"]), name, public, rules, kinds, row["because"])


def _last_resort(row: dict[str, Any]) -> Person:
    """Somebody of the last resort is called by voice and by SMS at once: there is nobody left to wait for."""
    rules = (PersonalRule(1, row["id"], timedelta(0)), PersonalRule(2, row["id"], timedelta(0)))
    return Person(UUID(row["id"]), named(row["name"], row["function"]), row["function"], rules, {}, "laatste vangnet")


def named(name: str, function: str) -> str:
    """ "Mieke Tanghe (coördinator)"; a name that already says the function stays as it is."""
    return name if function in name else f"{name} ({function})"


def number_of(method: UUID) -> str | None:
    """The telephone number behind a page's method, opened; None when the method is gone."""
    row = ContactMethod.objects.filter(id=method).first() or LastResort.objects.filter(id=method).first()
    return crypto.unseal(row.organisation_id, PURPOSE, row.number) if row else None


def sealed(organisation_id: int, number: str) -> dict[str, Any]:
    """The two columns that hold a number (E.164): sealed, and its index for an answer that comes back."""
    return {
        "number": crypto.seal(organisation_id, PURPOSE, number),
        "number_index": crypto.blind_index(organisation_id, PURPOSE, number),
    }
