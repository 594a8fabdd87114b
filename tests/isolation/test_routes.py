"""Kernel A7: every route × every function × five organisations × own, foreign and unknown ids. Generated: a new route is in it by itself.

What is expected follows from what the route declares (verb, module) and what the manifests give a function, and from nothing else.
"""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import pytest
from matrix import (
    DATA,
    ORGANISATIONS,
    OWNED,
    SHARED,
    UNKNOWN,
    Person,
    Planted,
    Route,
    Rows,
    anonymous,
    people,
    plant,
    staff_routes,
    undeclared,
)

from nabij.kernel.modules.own import STAFF

pytestmark = pytest.mark.slow(reason="thousands of requests: every route for every function")
PLANTED = ("kortrijk", "kuurne")
GONE, REFUSED, NO_SUCH_METHOD = 404, 403, 405


@dataclass(frozen=True)
class Cell:
    """One request and what came back."""

    route: Route
    person: Person
    which: str
    method: str
    status: int
    body: bytes

    def __str__(self) -> str:
        return f"{self.method} {self.route.path} as {self.person.function} of {self.person.organisation}, {self.which} id: {self.status}"


class World:
    """Planted objects, the people, and a memory of what was asked."""

    def __init__(self, organisations: dict[str, int], slugs: tuple[str, ...] = ORGANISATIONS) -> None:
        self.planted: dict[str, Planted] = {slug: plant(slug, organisations) for slug in PLANTED}
        self.people = list(people(organisations, slugs))
        self.rows = Rows(sorted(organisations.values()))
        self.count: Counter[str] = Counter()
        self.wrong: list[str] = []

    def values(self, person: Person, which: str) -> dict[str, str]:
        """Parameter values: own objects, another municipality's, a mix of both in one address, or ids that nobody has."""
        own = self.planted.get(person.organisation)
        other = self.planted["kuurne" if person.organisation == "kortrijk" else "kortrijk"]
        shared = (own or other).values
        if which == "unknown":
            return shared | UNKNOWN
        foreign = other.values | dict.fromkeys(SHARED, other.values["report_id"])
        if which == "foreign":
            return foreign
        parts = ("attachment_id", "channel_id", "hold_id", "item_id")  # each stands in an address behind what it is a part of
        return shared | ({name: other.values[name] for name in parts} if which == "mixed" else {})

    def ask(self, route: Route, person: Person, which: str, method: str) -> Cell:
        address = route.address(self.values(person, which))
        more = {"content_type": "application/json", "headers": {"idempotency-key": "a", "if-match": '"1"'}} if route.is_api else {}
        body = DATA["bodies"].get(route.path, {})
        data = json.dumps(body) if route.is_api and method == "POST" else body if method == "POST" else None
        answer = getattr(person.client, method.lower())(address, data, **(more if method == "POST" else {}))
        self.count[person.organisation] += 1
        cell = Cell(route, person, which, method, answer.status_code, answer.content)
        self.judge_words(cell)
        return cell

    def judge_words(self, cell: Cell) -> None:
        """No answer, of whatever status, holds a word of another organisation's objects."""
        for slug, planted in self.planted.items():
            if slug != cell.person.organisation and planted.word.encode() in cell.body:
                self.wrong.append(f"{cell} shows what is {slug}'s")

    def asked(self) -> int:
        """How many cells; printed, because the figure is the proof."""
        print(f"\n{sum(self.count.values())} cells: {dict(self.count)}")  # noqa: T201
        return sum(self.count.values())

    def expect(self, true: bool, sentence: object) -> None:
        if not true:
            self.wrong.append(str(sentence))

    def judge_rows(self, route: Route) -> None:
        changed = self.rows.changed()
        self.expect(not changed, f"{route.path} changed {changed}")


def ids(route: Route, person: Person) -> list[str]:
    """Which ids make sense: an organisation without objects has no own ones."""
    if not route.parameters:
        return ["own"]
    owned = [name for name in route.parameters if name in OWNED]
    own = ["own"] if person.organisation in PLANTED or not owned else []
    mixed = ["mixed"] if own and len(owned) > 1 else []
    return [*own, *mixed, *(["foreign"] if set(route.parameters) & {*OWNED, *SHARED} else []), "unknown"]


def judge(world: World, cells: list[Cell], route: Route, person: Person) -> None:
    """The declared order of the door: module, then permission, then the object."""
    for cell in cells:
        world.expect(cell.status < 500, cell)
        if person.is_off(route):
            world.expect(cell.status == GONE, f"{cell}, module off")
        elif not person.may(route):
            world.expect(cell.status == (GONE if route.conceals else REFUSED), f"{cell}, no permission")
        elif cell.which == "own":
            allowed = cell.status not in (REFUSED, GONE, 302 if cell.route.is_api else 0)
            world.expect(allowed or route.path in DATA["no_own_answer"], f"{cell}, own object")
        else:
            world.expect(cell.status in (GONE, NO_SUCH_METHOD, REFUSED), f"{cell}, not an own object")
    strange = [(cell.status, cell.body) for cell in cells if cell.which != "own"]
    world.expect(len(set(strange)) <= 1, f"{route.path} as {person.function} of {person.organisation}: foreign and unknown differ")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals are expected here; none of them is news."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


#: Here every function that may ask a route asks it, and one that may not, in turn over the routes, so that each function is refused
#: somewhere; elsewhere one that may and one that may not. LONG=1 asks every cell.
WHOLE = ("kortrijk", "ocmw-kortrijk")


def who_asks(everyone: list[Person], route: Route) -> list[tuple[Person, list[str]]]:
    """The people whose cells of a route are asked, each with the ids that they ask for.

    What a foreign or an unknown id answers is a matter of the organisation, not of the function: of those who may, and of those who
    may not, one in each organisation asks them all, in turn over the routes; the others ask for the first kind of id that they have.
    """
    if os.environ.get("LONG"):
        return [(person, ids(route, person)) for person in everyone]
    turn = crc32(route.path.encode())
    groups: dict[tuple[str, bool], list[Person]] = {}
    for person in everyone:
        groups.setdefault((person.organisation, person.may(route)), []).append(person)
    asking: list[tuple[Person, list[str]]] = []
    for (organisation, may), group in groups.items():
        asks_all = group[turn % len(group)]
        others = [one for one in group if may and organisation in WHOLE and one is not asks_all]
        asking += [(asks_all, ids(route, asks_all)), *((one, ids(route, one)[:1]) for one in others)]
    return asking


def test_every_route_is_in_the_matrix() -> None:
    """A route whose parameters nobody can fill, or that no door guards, is named here."""
    assert undeclared() == []
    lost = [route.path for route in staff_routes() if set(route.parameters) - set(UNKNOWN)]
    assert lost == [], "give matrix.plant a value for these parameters"
    assert len(STAFF) == 18 and len(ORGANISATIONS) == 5


@pytest.mark.parametrize("slugs", [("kortrijk", "kuurne"), ("ocmw-kortrijk", "lendelede", "zuid-west-vlaanderen")], ids="+".join)
def test_reading_stays_inside_the_organisation(organisations: dict[str, int], slugs: tuple[str, ...]) -> None:
    """GET, all ids: the declared answer, no word of a neighbour, no row written."""
    world = World(organisations, slugs)
    for route in [r for r in staff_routes() if "GET" in r.methods]:
        for person, asked in who_asks(world.people, route):
            judge(world, [world.ask(route, person, which, "GET") for which in asked], route, person)
        world.judge_rows(route)
    assert world.wrong == []
    assert world.asked() >= 3_000


def test_writing_stays_inside_the_organisation(organisations: dict[str, int]) -> None:
    """POST where it must be refused: without permission, with the module off, on a foreign or unknown id. Nothing changes."""
    world = World(organisations)
    for route in [r for r in staff_routes() if "POST" in r.methods]:
        for person, asked in who_asks(world.people, route):
            refused = person.is_off(route) or not person.may(route)
            posted = asked[:1] if refused else [which for which in asked if which != "own"]
            judge(world, [world.ask(route, person, which, "POST") for which in posted], route, person)
        world.judge_rows(route)
    assert world.wrong == []
    assert world.asked() >= 2_000


def test_a_stranger_is_sent_to_the_door(organisations: dict[str, int]) -> None:
    """Without signing in: pages lead to the sign-in page, the API answers 401; neither says whether a thing exists."""
    world = World(organisations, ())
    person = Person("nobody", "", anonymous(), frozenset(), frozenset())
    for route in staff_routes():
        for method in route.methods:
            cells = [world.ask(route, person, which, method) for which in ids(route, person)]
            for cell in cells:
                world.expect(cell.status == (401 if route.is_api else 302), cell)
        world.judge_rows(route)
    assert world.wrong == []
