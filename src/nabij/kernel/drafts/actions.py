"""Save a form and go on later: with a code that can be read aloud and four figures that only the person knows.

Raises ``NotFound`` with the same sentence for an unknown code and for wrong figures: nobody learns which of the two was wrong.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from .. import crypto, spoken
from ..access.policy import authorise
from ..audit import entries
from ..calendar import clock
from ..errors import Invalid, NotFound, Unavailable
from ..tenancy.scope import Actor
from .models import Draft

PURPOSE = "draft"
CODE_LENGTH = 9
KEPT = timedelta(days=30)
#: Characters of everything that was typed together.
LONGEST = 20_000
MOST_TRIES = 5
UNKNOWN = "Met deze code en deze vier cijfers vinden we geen formulier. Kijk beide na, of begin samen opnieuw."


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft with what was typed so far: field name in the page → value."""

    draft: Draft
    typed: dict[str, str]


def figures(typed: str) -> str:
    """The second factor as it is kept: four figures, or empty."""
    digits = re.sub(r"\D", "", typed)
    return digits[-4:] if len(digits) >= 4 else ""


def save(
    *, organisation_id: int, service: str, service_nl: str, typed: dict[str, str], factor: str, code: str = "",
    account_id: UUID | None = None,
) -> tuple[Draft, str]:
    """Keep an unfinished form for thirty days; returns the row and its code, which is shown this once.

    ``factor``: the last four figures of the person's telephone. With ``code`` an earlier save is replaced. ``account_id``: whoever is
    signed in sees on the own page that it waits; to open it the code and the figures stay needed. Raises ``Invalid``."""
    actor = authorise("kernel.draft.save")
    if not figures(factor):
        raise Invalid({"factor": "Vul de laatste vier cijfers van uw telefoonnummer in. Daarmee weten we later dat u het bent."})
    if sum(map(len, typed.values())) > LONGEST:
        raise Invalid({"text": "Dit is te lang om te bewaren. Maak het korter."})
    now = clock.now()
    columns = {
        "service": service, "service_nl": service_nl, "factor_index": _index(organisation_id, "factor", figures(factor)),
        "sealed": crypto.seal(organisation_id, PURPOSE, json.dumps(typed)), "saved_by": actor.label, "saved_at": now, "expires": now + KEPT,
        "account_id": account_id,
    }
    row, code = _again(organisation_id, code, columns) if code else _new(organisation_id, columns)
    entries.record("drafts.draft.saved", row)
    return row, code


def _again(organisation_id: int, code: str, columns: dict[str, object]) -> tuple[Draft, str]:
    row = Draft.objects.select_for_update().filter(
        organisation_id=organisation_id, code_index=_index(organisation_id, "code", code), state=Draft.State.OPEN
    ).first()
    if row is None:
        return _new(organisation_id, columns, code)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    return row, code


def _new(organisation_id: int, columns: dict[str, object], wanted: str = "") -> tuple[Draft, str]:
    for _ in range(5):
        code = wanted or spoken.make(CODE_LENGTH)
        try:
            with transaction.atomic():
                index = _index(organisation_id, "code", code)
                return Draft.objects.create(organisation_id=organisation_id, code_index=index, **columns), code
        except IntegrityError:
            continue
    raise Unavailable("We vinden nu geen vrije code. Probeer het over enkele minuten opnieuw.")


def _index(organisation_id: int, kind: str, text: str) -> str:
    return crypto.blind_index(organisation_id, f"draft-{kind}", text)


def resume(*, organisation_id: int, code: str, factor: str, actor: Actor) -> Opened:
    """Open a draft with both its keys; a wrong figure counts, and after five the draft is locked. Raises ``NotFound``."""
    read = spoken.read(code, CODE_LENGTH)
    row = _found(organisation_id, read)
    if row is None or row.state != Draft.State.OPEN or row.expires <= clock.now():
        raise NotFound(UNKNOWN)
    if row.factor_index != _index(organisation_id, "factor", figures(factor)):
        raise NotFound(UNKNOWN, wrong=row.id)
    row.resumed_by, row.resumed_at, row.wrong_tries = actor.label, clock.now(), 0
    row.save()
    entries.record("drafts.draft.resumed", row)
    return Opened(row, json.loads(crypto.unseal(organisation_id, PURPOSE, row.sealed)))


def _found(organisation_id: int, code: str) -> Draft | None:
    if not code:
        return None
    rows = Draft.objects.select_for_update().filter(organisation_id=organisation_id)
    return rows.filter(code_index=_index(organisation_id, "code", code)).first()


def count_wrong(*, organisation_id: int, draft_id: object) -> None:
    """One wrong try; the fifth locks the draft."""
    if not draft_id:
        return
    row = None
    if isinstance(draft_id, UUID):
        row = Draft.objects.select_for_update().filter(organisation_id=organisation_id, id=draft_id, state=Draft.State.OPEN).first()
    if row is None:
        return
    row.wrong_tries += 1
    row.state = Draft.State.LOCKED if row.wrong_tries >= MOST_TRIES else row.state
    row.save()
    entries.record("drafts.draft.refused", row, result="refused")


def finish(*, organisation_id: int, draft_id: UUID | str | None) -> None:
    """The form was sent: what was typed goes, the row says that it was finished."""
    if not draft_id:
        return
    row = Draft.objects.select_for_update().filter(organisation_id=organisation_id, id=draft_id, state=Draft.State.OPEN).first()
    if row is None:
        return
    row.state, row.sealed = Draft.State.FINISHED, b""
    row.save()
    entries.record("drafts.draft.finished", row)


def forget(organisation_id: int) -> int:
    """Remove what nobody came back for in thirty days; returns how many."""
    gone, _ = Draft.objects.filter(organisation_id=organisation_id, expires__lt=clock.now()).delete()
    return gone


def waiting(organisation_id: int) -> int:
    """How many forms wait for their person."""
    return Draft.objects.filter(organisation_id=organisation_id, state=Draft.State.OPEN, expires__gt=clock.now()).count()


def of_account(account_id: UUID) -> list[Draft]:
    """Forms that this person saved while signed in and that still wait, the latest first; nothing of their content."""
    rows = Draft.objects.filter(account_id=account_id, state=Draft.State.OPEN, expires__gt=clock.now()).select_related("organisation")
    return list(rows.order_by("-saved_at"))


def peek(organisation_id: int, code: str) -> Draft | None:
    """Whether these words are the code of a draft that still waits here; nothing of its content."""
    read = spoken.read(code, CODE_LENGTH)
    if not read:
        return None
    rows = Draft.objects.filter(organisation_id=organisation_id, code_index=_index(organisation_id, "code", read))
    return rows.filter(state=Draft.State.OPEN, expires__gt=clock.now()).first()


def typed_so_far(organisation_id: int, draft_id: UUID | str) -> Opened:
    """A draft that was resumed here just now, with what was typed. Raises ``NotFound``."""
    row = Draft.objects.filter(organisation_id=organisation_id, id=draft_id, state=Draft.State.OPEN).first()
    if row is None or row.resumed_at is None or clock.now() - row.resumed_at > timedelta(hours=1):
        raise NotFound(UNKNOWN)
    return Opened(row, json.loads(crypto.unseal(organisation_id, PURPOSE, row.sealed)))
