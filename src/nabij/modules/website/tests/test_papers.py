"""What stands beside the code stays true: the drawing, the story's tables, the budget of questions per page."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nabij.design.tests.test_rendering import outline
from nabij.modules.website.rules import states

MODULE = Path(__file__).resolve().parents[1]
#: Questions to the database of a page that is rendered (a published page asks none). The day's line in the footer is kept for ten
#: seconds, so these are the figures of a cold process.
#: One of them asks whether it storms: 112 and 1722 then stand above every page.
BUDGET = {
    "/": 22, "/contact": 19, "/openingsuren": 18, "/diensten/": 14, "/diensten/identiteitskaart": 14, "/nieuws/": 12, "/noodinfo": 11,
    "/zoeken?q=kaart": 26,
}  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    with (MODULE / "data" / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_drawing_of_the_states_is_the_table() -> None:
    readme = (MODULE / "README.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{states.drawing()}\n```" in readme


def test_every_offer_of_the_story_has_its_concept_and_a_way_without_a_screen() -> None:
    told = json.loads((MODULE / "data" / "concepts.json").read_text(encoding="utf-8"))
    assert [row["number"] for row in rows("offers.csv")] == [member["number"] for member in told["member"]]
    assert all({"desk", "phone", "home", "letter"} & set(row["ways"].split("|")) for row in rows("offers.csv"))
    assert len({row["word"] for row in rows("synonyms.csv")}) == len(rows("synonyms.csv"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", BUDGET)
def test_a_rendered_page_is_whole_and_within_its_budget(visitor: Any, path: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        page = visitor("kuurne").get(path)
    control = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config")
    asked = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(control)]
    assert len(asked) <= BUDGET[path], "\n".join(sql[:140] for sql in asked)
    found = outline(page.content.decode())
    assert found.inline == [] and found.mains == 1 and found.headings.count(1) == 1
