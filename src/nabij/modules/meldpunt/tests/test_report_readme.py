"""The README's drawing is the table itself; the lists that are shipped hold together."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

from nabij.modules.meldpunt.rules.danger import DangerClass, Level, Term, Urgency, danger
from nabij.modules.meldpunt.rules.report_states import mermaid

ROOT = Path(__file__).resolve().parents[1]


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lexicon() -> list[Term]:
    split = lambda text: tuple(part for part in text.split("|") if part)  # noqa: E731
    return [
        Term(r["term"], DangerClass(r["danger_class"]), split(r["needs"]), split(r["not_with"]))
        for r in rows("lexicon.csv")
    ]


def test_the_drawing_in_the_readme_is_the_table() -> None:
    drawn = re.search(r"<!-- states -->\n```mermaid\n(.*?)\n```", (ROOT / "README.md").read_text("utf-8"), re.S)
    assert drawn and drawn.group(1) == mermaid()


def test_categories_are_at_most_fourteen_with_one_for_everything_else() -> None:
    found = rows("categories.csv")
    assert len(found) <= 14 and len({r["service_code"] for r in found}) == len(found)
    assert all(Urgency(r["default_urgency"]) for r in found)
    assert [r["service_code"] for r in found][-1] == "andere"


def test_every_number_has_a_source_and_a_day_of_checking() -> None:
    for row in rows("redirects.csv"):
        assert row["source"] and date.fromisoformat(row["checked_on"]) and row["text_fr"]


def test_every_class_has_words_in_both_languages_where_it_matters() -> None:
    words = rows("lexicon.csv")
    assert {r["danger_class"] for r in words} == {c.value for c in DangerClass}
    assert {r["language"] for r in words} == {"nl", "fr"}
    assert len({(r["language"], r["term"]) for r in words}) == len(words)


def test_the_shipped_words_find_danger_and_leave_daily_reports_alone() -> None:
    for text in (
        "gasgeur", "Ik ruik gas aan de hoek", "een boom, en er hangt een draad los", "er is brand in een schuur", "auto te water",
        "man ligt op straat", "fuite de gaz rue de la gare", "une femme est blessée", "de straatlantaarn hangt los, kabel bloot",
    ):  # fmt: skip
        assert danger(text, lexicon()).level is Level.LIFE, text
    for text in (
        "losliggende stoeptegel", "Straatlamp brandt niet", "put in de weg", "vijf zakken sluikstort", "hond zonder leiband",
        "de haag van de buren is te hoog", "prikkeldraad hangt los aan de weide", "verkeerslicht springt niet op groen",
    ):  # fmt: skip
        assert danger(text, lexicon()).level is Level.NONE, text
