"""Questions, options, arguments, decisions: what the region works out together."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.events import facade as events
from nabij.kernel.tenancy.scope import current

from .. import access
from ..events import QUESTION_DECIDED
from ..models import Argument, DecisionQuestion, DecisionRecord, Option, Reopening
from ..queries import strategy as queries
from ..rules import strategy as rules
from ..rules.strategy import QuestionState


def ask(*, partnership_id: int, number: int, code: str, text: str, why: str, kind: str, quote: str = "") -> DecisionQuestion:
    """Put a question on the region's table."""
    authorise(access.STEER)
    require_own(partnership_id)
    question = DecisionQuestion.objects.create(
        organisation_id=partnership_id, audience=f"partnership:{partnership_id}", number=number, code=code, text=text, why=why,
        kind=kind, quote=quote,
    )
    entries.record("archive.question.asked", question, detail={"code": code})
    return question


def add_option(*, question_id: UUID, title: str, description: str, **fields: Any) -> Option:
    """Put an option beside the others. ``fields`` are columns of ``Option``. Raises Invalid without title or description."""
    question = queries.question_row(question_id)
    authorise(access.STEER)
    require_own(question.organisation_id)
    typed = {"title": title, "description": description}
    lacking = {name: "Vul dit in, in uw eigen woorden." for name, text in typed.items() if not text.strip()}
    if lacking:
        raise Invalid(lacking)
    option = Option.objects.create(
        organisation_id=question.organisation_id, audience=question.audience, question=question,
        position=question.options.count() + 1, title=title.strip(), description=description.strip(), **fields,
    )
    entries.record("archive.option.added", option, detail={"question": question.code})
    return option


def argue(*, option_id: UUID, side: str, text: str, evidence: str = "", invented: bool = False) -> Argument:
    """Say for or against an option, in the name of the own organisation. Raises Invalid for an argument without words."""
    actor = authorise(access.ARGUE)
    option = queries.option_row(option_id)
    if side not in Argument.Side.values:
        raise Invalid({"side": "Kies: voor of tegen."})
    if len(text.strip()) < 10:
        raise Invalid({"text": "Schrijf uw argument in één zin."})
    own = current().organisation_id or actor.organisation_id
    assert own is not None, "an argument has an author"
    row = Argument.objects.create(
        organisation_id=own, audience=f"partnership:{option.organisation_id}", option_organisation_id=option.organisation_id,
        option=option, side=side, text=text.strip(), evidence=evidence.strip(), invented=invented, recorded_at=clock.now(),
    )
    entries.record("archive.argument.added", row, detail={"option": str(option.id), "side": side})
    return row


def decide(*, question_id: UUID, option_id: UUID, body: str, decided_on: date | None, reference: str, text: str) -> DecisionRecord:
    """Record what a body decided elsewhere. Raises RuleViolation while options are not argued, Invalid for what lacks."""
    question = queries.question_row(question_id, locked=True)
    authorise(access.STEER)
    require_own(question.organisation_id)
    view = queries.question(question_id)
    rules.may_decide(view.facts, view.state)
    _complete(body, decided_on, reference, text)
    assert decided_on is not None, "checked just before"
    option = next((o for o in view.options if o.id == option_id), None)
    if option is None:
        raise Invalid({"option": "Kies een van de opties bij deze vraag."})
    row = DecisionRecord.objects.create(
        organisation_id=question.organisation_id, audience=question.audience, question=question, option_id=option.id,
        body=body.strip(), decided_on=decided_on, reference=reference.strip(), text=text.strip(),
        supersedes_id=view.decisions[-1].id if view.decisions else None, recorded_at=clock.now(),
    )
    entries.record("archive.question.decided", row, detail={"question": question.code, "option": option.title})
    events.publish(QUESTION_DECIDED, row, data={"question": question.code})
    return row


def _complete(body: str, decided_on: date | None, reference: str, text: str) -> None:
    rules.require_reference(body, decided_on, reference)
    if not text.strip():
        raise Invalid({"text": "Schrijf in enkele zinnen wat er beslist is."})
    if decided_on and decided_on > clock.today():
        raise Invalid({"decided_on": "Deze dag ligt in de toekomst. Vul de dag van het besluit in."})


def reopen(*, question_id: UUID, reason: str) -> Reopening:
    """Open a decided question again; the earlier decision stays. Raises RuleViolation when it is not decided."""
    question = queries.question_row(question_id, locked=True)
    authorise(access.STEER)
    require_own(question.organisation_id)
    if queries.question(question_id).state is not QuestionState.DECIDED:
        raise RuleViolation("Deze vraag is nog niet beslist.")
    if not reason.strip():
        raise Invalid({"reason": "Zeg waarom de vraag opnieuw op tafel komt."})
    row = Reopening.objects.create(
        organisation_id=question.organisation_id, audience=question.audience, question=question, reason=reason.strip(),
        recorded_at=clock.now(),
    )
    entries.record("archive.question.reopened", row, detail={"question": question.code})
    return row
