"""The archive's part of the story: the note's four questions worked out, and nine invented answers; then Wervik's and Kuurne's shelves.

Told through the same actions that people use. Names of towns are real; persons, files and stances are invented.
"""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from nabij.kernel.calendar import clock
from nabij.kernel.tenancy.scope import Scope, scope, system

from . import shelf_demo
from .actions import adoption, questions, versions
from .rules.strategy import AdoptionState

DATA = Path(__file__).parent / "data"
PARTNERSHIP = "zuid-west-vlaanderen"


def tell(story: Any) -> str:
    """Tell it; returns in words what was made. ``story.organisations`` maps slug → id."""
    told = json.loads((DATA / "strategy.json").read_text(encoding="utf-8"))
    _strategy(story.organisations, told)
    shelf = shelf_demo.set_up(story, as_organisation)
    return f"{len(told['questions'])} vragen beslist, {len(told['adoptions'])} gemeenten namen over; {shelf}"


def as_organisation(ids: dict[str, int], slug: str) -> AbstractContextManager[Scope]:
    """A scope that writes for one organisation, as an importer."""
    own = [ids[slug]]
    return scope(
        reading=own, writing=own, actor=system("demo"), tags=[f"partnership:{ids[PARTNERSHIP]}"], organisation_id=ids[slug]
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _strategy(ids: dict[str, int], told: dict[str, Any]) -> None:
    made = _questions(ids, told["questions"])
    for question, options in made:
        _arguments(ids, question, options)
    with as_organisation(ids, PARTNERSHIP):
        for question, options in made:
            _decision(question, options)
        _version(ids, told["version"])
    for line in told["adoptions"]:
        _adoption(ids, line)
    for line in told["answers"]:
        with as_organisation(ids, line["organisation"]):
            adoption.answer(
                organisation_id=ids[line["organisation"]], state=AdoptionState(line["state"]), note=line["note"], invented=True
            )


def _questions(ids: dict[str, int], told: list[dict[str, Any]]) -> list[tuple[Any, list[Any]]]:
    made = []
    with as_organisation(ids, PARTNERSHIP):
        for line in told:
            fields = {name: line[name] for name in ("number", "code", "kind", "text", "quote", "why")}
            row = questions.ask(partnership_id=ids[PARTNERSHIP], **fields)
            options = [
                questions.add_option(question_id=row.id, **{k: v for k, v in option.items() if k not in ("pro", "contra")})
                for option in line["options"]
            ]
            made.append(((line, row), options))
    return made


def _arguments(ids: dict[str, int], question: Any, options: list[Any]) -> None:
    for told, option in zip(question[0]["options"], options, strict=True):
        for side in ("pro", "contra"):
            for slug, text, evidence in told[side]:
                with as_organisation(ids, slug):
                    questions.argue(option_id=option.id, side=side, text=text, evidence=evidence, invented=True)


def _decision(question: Any, options: list[Any]) -> None:
    told = question[0]["decision"]
    decided_on = date.fromisoformat(told["decided_on"])
    # Recorded on that day: telling takes minutes, and "Begin opnieuw" sets the clock back to before they passed.
    with clock.frozen(datetime.combine(decided_on, time(16))):
        questions.decide(
            question_id=question[1].id, option_id=options[told["option"] - 1].id, body=told["body"], decided_on=decided_on,
            reference=told["reference"], text=told["text"],
        )


def _version(ids: dict[str, int], told: dict[str, Any]) -> None:
    version = versions.draft(
        partnership_id=ids[PARTNERSHIP], number=told["number"], title=told["title"], changelog=told["changelog"]
    )
    for line in told["agreements"]:
        versions.set_agreement(version_id=version.id, **line)
    versions.publish(
        version_id=version.id, body=told["body"], decided_on=date.fromisoformat(told["published_on"]), reference=told["reference"]
    )


def _adoption(ids: dict[str, int], line: dict[str, Any]) -> None:
    own = ids[line["organisation"]]
    with as_organisation(ids, line["organisation"]):
        adoption.adopt(
            organisation_id=own, body="college van burgemeester en schepenen", decided_on=_day(line["decided_on"]),
            reference=line["reference"], note=line.get("note", ""), invented=True,
            copy_from=ids[line["copy_from"]] if line.get("copy_from") else None,
        )
        for one in line.get("deviations", []):
            adoption.deviate(organisation_id=own, **one | {"review_on": _day(one["review_on"])})
