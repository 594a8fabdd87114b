"""Whom an alarm can reach at a moment: the policy with its people and their methods, in one question.

An alarm opens in the transaction of a resident's report, whose scope sees neither rota nor telephones. Therefore
the question goes to `nabij.duty_chain`, which answers ids, names and delays, never a number.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from nabij.kernel import crypto

from ..models.duty import ContactMethod, LastResort
from ..models.duty_call import LineCoordinator
from ..rules.alarm import Advance, PersonalRule, Policy, Step
from ..rules.coverage import FIRST_LINE
from ..rules.last_resort import Kind, Office, ends_at_desk
from ..rules.policy import Mode, Window
from .coverage import Answering, answering

PURPOSE = "duty"
#: Ends the target of a step that rings one person of a role in turn.
IN_TURN = "/beurt"


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
    """`people` maps a target of a step to who is there now, with or without methods.

    `offices` names the office of each place of the last resort; `turn` is the alarm's number on its line. `answers` is what the
    municipality decided for the kind of duty of a new alarm; None for a running one, which keeps its line.
    """

    line_organisation_id: int | None
    line_id: UUID | None
    policy_id: UUID | None
    policy: Policy
    people: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    turn: int = 0
    answers: Answering | None = None

    def reachable(self, target: str) -> bool:
        """Somebody is there and has a verified method."""
        return any(person.rules for person in self.people.get(target, ()))

    def names(self, entry: Advance | None) -> str:
        """Who is paged by an entry, in words; empty without anybody."""
        targets = entry.targets if entry else ()
        return " en ".join(person.name for target in targets for person in self.people[target] if person.rules)

    def holds(self, person_id: UUID, targets: tuple[str, ...]) -> bool:
        """Whether a person is among those whom these targets page."""
        return any(person.id == person_id for target in targets for person in self.people.get(target, ()))

    @property
    def takes_turns(self) -> bool:
        """Whether a step rings one person in turn: then the chain differs from one alarm to the next."""
        return any(step.target.endswith(IN_TURN) for step in self.policy.steps)

    @property
    def desk(self) -> str:
        """Name of the staffed desk at which the last resort stops; empty when it ends with a person."""
        return self.people[self.policy.last_resort[-1].target][0].name if self.policy.ends_at_desk else ""

    @property
    def coordinator(self) -> Person | None:
        """Who is told when a step fails: the coordinator of the list, else its first place."""
        places = [step.target for step in self.policy.last_resort]
        chosen = next((place for place in places if self.offices.get(place) is Office.COORDINATOR), *places[:1] or [""])
        return self.people.get(chosen, (None,))[0]


def chain_for(organisation_id: int, at: datetime, kind: str = FIRST_LINE) -> Chain:
    """The chain of an alarm that opens now: of the line that answers for this municipality and kind of duty at this moment.

    Where a number answers, or nothing was decided, there are no steps: the alarm goes to the last resort at once.
    """
    answers = answering(organisation_id, kind, at)
    found = _asked(organisation_id, at, None, answers.line)
    return replace(_chain(found, found["turn"], None), answers=answers)


def running_chain(
    organisation_id: int, at: datetime, policy_id: UUID | None, *, turn: int, also: UUID | None = None
) -> Chain:
    """The chain of a running alarm: it keeps the version (and line) with which it began, also when that was none.

    `also` adds one person of the line as target `str(also)`, on duty or not.
    """
    found = _asked(organisation_id, at, policy_id, None)
    return _chain(found, turn, person_of(organisation_id, also) if also else None)


def _asked(organisation_id: int, at: datetime, policy_id: UUID | None, line_id: UUID | None) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.duty_chain(%s, %s, %s, %s)", [organisation_id, at, policy_id, line_id])
        (answer,) = cursor.fetchone()
    return json.loads(answer) if isinstance(answer, str) else answer


def person_of(organisation_id: int, person_id: UUID) -> Person | None:
    """One person of the line with the verified methods; None for anybody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.duty_person(%s, %s)", [organisation_id, person_id])
        (answer,) = cursor.fetchone()
    found = json.loads(answer) if isinstance(answer, str) else answer
    return _person(found) if found else None


def _chain(found: dict[str, Any], turn: int, also: Person | None) -> Chain:
    people: dict[str, tuple[Person, ...]] = {}
    for row in found["people"]:
        people[row["role"]] = (*people.get(row["role"], ()), _person(row))
    steps = tuple(_step(row, people, turn) for row in found["steps"])
    for row in found["last_resort"]:
        people[row["id"]] = (_last_resort(row),)
    if also:
        people[str(also.id)] = (also,)
    minute = timedelta(minutes=1)
    policy = Policy(
        steps=steps,
        last_resort=tuple(Step(row["id"], row["minutes"] * minute) for row in found["last_resort"]),
        repeat=found["repeat"],
        ack_timeout=found["ack_minutes"] * minute,
        last_resort_every=found["every_minutes"] * minute,
        ends_at_desk=ends_at_desk([Kind(row["kind"]) for row in found["last_resort"]]),
    )
    ids = [UUID(found[key]) if found[key] else None for key in ("line", "policy")]
    offices = {row["id"]: Office(row["office"]) for row in found["last_resort"]}
    return Chain(found["line_organisation"], ids[0], ids[1], policy, people, offices, turn)


def _step(row: dict[str, Any], people: dict[str, tuple[Person, ...]], turn: int) -> Step:
    """A step with its target; a round robin is a target of its own that holds one of the reachable persons of the role."""
    target = row["role"]
    if row["mode"] == Mode.ROUND_ROBIN:
        target = f"{row['role']}{IN_TURN}"
        reachable = [person for person in people.get(row["role"], ()) if person.rules]
        people[target] = (reachable[turn % len(reachable)],) if reachable else ()
    window = Window(time.fromisoformat(row["from"]), time.fromisoformat(row["to"])) if row["from"] else None
    return Step(target, timedelta(minutes=row["minutes"]), window, row["multi_ack"])


def _person(row: dict[str, Any]) -> Person:
    rules = tuple(PersonalRule(m["rule_no"], m["id"], timedelta(minutes=m["delay"])) for m in row["methods"])
    kinds = {m["id"]: m["kind"] for m in row["methods"]}
    name = f"{row['given_name']} {row['family_name']}"
    public = f"{row['given_name']} {row['family_name'][:1]}."
    return Person(UUID(row["id"]), name, public, rules, kinds, row.get("because", ""))


def _last_resort(row: dict[str, Any]) -> Person:
    """Somebody of the last resort is called by voice and by SMS at once: there is nobody left to wait for. A desk by voice only."""
    numbers = (2,) if row["kind"] == Kind.DESK else (1, 2)
    rules = tuple(PersonalRule(number, row["id"], timedelta(0)) for number in numbers)
    return Person(UUID(row["id"]), named(row["name"], row["function"]), row["function"], rules, {}, "laatste vangnet")


def named(name: str, function: str) -> str:
    """ "Mieke Tanghe (coördinator)"; a name that already says the function stays as it is."""
    return name if function in name else f"{name} ({function})"


def number_of(method: UUID) -> str | None:
    """The telephone number behind a page's method, opened; None when the method is gone."""
    kinds: tuple[type[ContactMethod | LastResort | LineCoordinator], ...] = (ContactMethod, LastResort, LineCoordinator)
    row = next((found for kind in kinds if (found := kind._default_manager.filter(id=method).first())), None)
    return crypto.unseal(row.organisation_id, PURPOSE, row.number) if row else None


def sealed(organisation_id: int, number: str) -> dict[str, Any]:
    """The two columns that hold a number (E.164): sealed, and its index for an answer that comes back."""
    return {
        "number": crypto.seal(organisation_id, PURPOSE, number),
        "number_index": crypto.blind_index(organisation_id, PURPOSE, number),
    }
