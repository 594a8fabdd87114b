"""No export and no API answers a person's times: not how fast somebody took an alarm, nor how long anybody was busy.

It walks everything the module offers to machines: the schemas of its API, the columns of its exports, the data of its events.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import nabij.modules.meldpunt as module

ROOT = Path(module.__file__).parent
#: A person, in any word that this house uses for one.
PERSON = re.compile(
    r"(?:^|_)(?:person|people|officer|taker|taken_by|acked_by|recipient|employee|colleague|account|given_name|family_name|medewerker|wie|naam)(?:_|$|s$)"
)
#: How fast, how long, when somebody reacted.
TIME = re.compile(
    r"(?:^|_)(?:response|reaction|acknowledg\w*|acked_at|taken_at|confirmed_at|answered_at|minutes_to|seconds_to|time_to|duration|delay_s|"
    r"reactietijd|duur|opgenomen_om|bevestigd_na)(?:_|$)"
)


def _objects(schema: Any) -> list[set[str]]:
    """Property names of each object in a JSON schema, with those of the objects inside it."""
    found: list[set[str]] = []
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            found.append(set(properties))
        for part in schema.values():
            found += _objects(part)
    elif isinstance(schema, list):
        for part in schema:
            found += _objects(part)
    return found


def _wrong(names: set[str]) -> bool:
    return any(PERSON.search(name) for name in names) and any(TIME.search(name) for name in names)


def _columns() -> dict[str, set[str]]:
    """Every list of columns of an export: module-level names that end in COLUMNS or HEADERS, and dicts that go into an event."""
    found: dict[str, set[str]] = {}
    for path in sorted(ROOT.rglob("*.py")):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = [t.id for t in getattr(node, "targets", ()) if isinstance(t, ast.Name)]
            if isinstance(node, ast.Assign) and any(name.endswith(("COLUMNS", "HEADERS")) for name in named):
                found[f"{path.name}:{node.lineno}"] = _texts(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "publish":
                data = next((k.value for k in node.keywords if k.arg == "data"), None)
                found[f"{path.name}:{node.lineno}"] = _keys(data) if data is not None else set()
    return found


def _texts(node: ast.AST) -> set[str]:
    return {n.value.lower().replace(" ", "_") for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def _keys(node: ast.AST) -> set[str]:
    keys = [key for found in ast.walk(node) if isinstance(found, ast.Dict) for key in found.keys]
    return {key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}


def _writers() -> list[str]:
    """Files that write an export without naming its columns where this test sees them."""
    lost = []
    for path in sorted(ROOT.rglob("*.py")):
        text = path.read_text("utf-8")
        if "tests" in path.parts or not re.search(r"csv\.(?:writer|DictWriter)|xlsxwriter", text):
            continue
        if not re.search(r"^\w*(?:COLUMNS|HEADERS)\b", text, re.MULTILINE):
            lost.append(str(path.relative_to(ROOT)))
    return lost


def test_no_schema_of_the_api_pairs_a_person_with_a_time(db: Any) -> None:
    client = Client(headers={"host": "localhost:8000", "sec-fetch-site": "same-origin"})
    schema = client.get("/api/v1/openapi.json").json()
    paths = {path: body for path, body in schema["paths"].items() if "/meldpunt" in path or "duty" in path or "on-call" in path}
    assert paths, "the module has an API"
    used = set(re.findall(r"#/components/schemas/([\w.]+)", str(paths)))
    before: set[str] = set()
    while used != before:
        before = set(used)
        for name in before:
            used |= set(re.findall(r"#/components/schemas/([\w.]+)", str(schema["components"]["schemas"].get(name, {}))))
    bodies = [schema["components"]["schemas"].get(name, {}) for name in used] + list(paths.values())
    assert [sorted(names) for body in bodies for names in _objects(body) if _wrong(names)] == []
    parameters = {p["name"] for body in paths.values() for operation in body.values() for p in operation.get("parameters", [])}
    assert not [name for name in parameters if PERSON.search(name)], "no figure can be asked for one person"


def test_no_export_and_no_event_pairs_a_person_with_a_time() -> None:
    columns = _columns()
    assert columns, "the walk finds what the module tells"
    assert {where: sorted(names) for where, names in columns.items() if _wrong(names)} == {}


def test_every_export_names_its_columns_where_this_walk_sees_them() -> None:
    assert _writers() == []


@pytest.mark.parametrize("names", [{"taken_by", "taken_at"}, {"person", "minutes_to_acknowledge"}, {"naam", "reactietijd"}])
def test_the_walk_sees_what_it_must(names: set[str]) -> None:
    assert _wrong(names) and not _wrong(names - {next(n for n in names if PERSON.search(n))})
