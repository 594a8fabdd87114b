"""What this transaction may read and write, by whom, why.

``scope(...)`` opens a transaction and writes transaction-local settings that the row-level policies read. A setting made with
``set_config(…, true)`` lives until the end of the *outer* transaction, so leaving a scope always writes the previous values back.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction

from ..errors import Refused


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: ``kind`` is person, resident, system or machine; ``permissions`` are verbs of the chosen capacity."""

    kind: str
    label: str
    account_id: uuid.UUID | None = None
    organisation_id: int | None = None
    function: str = ""
    function_id: uuid.UUID | None = None
    permissions: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.account_id or self.label}"


ANONYMOUS = Actor(kind="resident", label="inwoner zonder aanmelding")


def system(label: str) -> Actor:
    """The actor of a job, command or engine; may do what its own code does."""
    return Actor(kind="system", label=label, permissions=frozenset({"*"}))


@dataclass(frozen=True)
class Scope:
    """The running scope. ``pending_reads`` are read entries, committed before data leaves."""

    reading: frozenset[int]
    writing: frozenset[int]
    actor: Actor
    reason: str = ""
    tags: tuple[str, ...] = ("public",)
    organisation_id: int | None = None
    correlation: str = ""
    pending_reads: list[Any] = field(default_factory=list, compare=False)

    def settings(self) -> dict[str, str]:
        """Who reads for an organisation also reads what another one addressed to it alone (audience ``organisation:<id>``)."""
        addressed = (f"organisation:{id}" for id in sorted(self.reading))
        return {
            "nabij.reading": ",".join(map(str, sorted(self.reading))),
            "nabij.writing": ",".join(map(str, sorted(self.writing))),
            "nabij.tags": ",".join((*self.tags, *addressed)),
            "nabij.account": str(self.actor.account_id or ""),
            "nabij.actor": self.actor.key,
            "nabij.correlation": self.correlation,
        }


_NOTHING = {
    f"nabij.{name}": "" for name in ("reading", "writing", "tags", "account", "actor", "correlation")
}
_current: ContextVar[Scope | None] = ContextVar("nabij_scope", default=None)


def running() -> Scope | None:
    """The scope of this thread, or None outside one."""
    return _current.get()


def current() -> Scope:
    """The scope of this thread. Raises ``Refused`` outside one: a write or read without a scope is a mistake."""
    found = _current.get()
    if found is None:
        raise Refused("Deze handeling heeft geen bereik: ze werd buiten een scope gevraagd.")
    return found


def _apply(settings: dict[str, str]) -> None:
    columns = ", ".join("set_config(%s, %s, true)" for _ in settings)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [part for pair in settings.items() for part in pair])


def _narrowed(outer: Scope | None, inner: Scope) -> Scope:
    if not inner.writing <= inner.reading:
        raise Refused("Wie mag schrijven, moet ook mogen lezen.")
    if outer is None:
        return inner
    if not (inner.reading <= outer.reading and inner.writing <= outer.writing and set(inner.tags) <= set(outer.tags)):
        raise Refused("Een bereik binnen een ander bereik mag alleen kleiner zijn.")
    return replace(inner, pending_reads=outer.pending_reads, correlation=outer.correlation or inner.correlation)


@contextmanager
def scope(
    *,
    reading: Iterable[int],
    writing: Iterable[int] = (),
    actor: Actor,
    reason: str = "",
    tags: Iterable[str] = (),
    organisation_id: int | None = None,
    correlation: str = "",
) -> Iterator[Scope]:
    """Open a scope. ``reading`` and ``writing`` are organisation ids.

    Raises ``Refused`` when it is wider than the scope around it, when it writes what it may not read, or when it
    reads another organisation than the actor's own without a reason.
    """
    wanted = Scope(
        reading=frozenset(reading), writing=frozenset(writing), actor=actor, reason=reason,
        tags=("public", *tags), organisation_id=organisation_id or actor.organisation_id,
        correlation=correlation or uuid.uuid4().hex[:12],
    )
    if actor.kind == "person" and wanted.reading - {actor.organisation_id} and not reason:
        raise Refused("Zeg waarom u de gegevens van een andere organisatie nodig hebt.")
    outer = running()
    with _entered(outer, _narrowed(outer, wanted)) as opened:
        yield opened
    if outer is None:
        _flush_reads(opened)


@contextmanager
def switch_to(organisation_id: int, *, ground: str, tags: Iterable[str] = ()) -> Iterator[Scope]:
    """Work in one other organisation inside the running scope, in the same transaction, on a named ground.

    For what crosses a border by design: a report that lies in the neighbour's territory, a hand-over, a merger. Both logs get an
    entry. Everything read and written inside is the other organisation's alone; a scope that only reads, only reads there too.
    """
    from nabij.kernel.audit import entries

    outer, there = current(), frozenset({organisation_id})
    inner = replace(
        outer, reading=there, writing=there if outer.writing else frozenset(), reason=ground, tags=("public", *tags),
        organisation_id=organisation_id,
    )
    note = entries.record if outer.writing else entries.log_read
    detail = {"ground": ground, "from": outer.organisation_id, "to": organisation_id}
    if outer.organisation_id is not None:
        note("tenancy.scope.switched", organisation_id=outer.organisation_id, detail=detail)
    with _entered(outer, inner) as opened:
        note("tenancy.scope.entered", organisation_id=organisation_id, detail=detail)
        yield opened


@contextmanager
def _entered(outer: Scope | None, inner: Scope) -> Iterator[Scope]:
    # A transaction of our own ends with its settings; inside another one they would live on, so they are written back.
    inside_another = connection.in_atomic_block
    with transaction.atomic():
        _apply(inner.settings())
        token = _current.set(inner)
        try:
            yield inner
        finally:
            _current.reset(token)
        if inside_another and not connection.needs_rollback:
            _apply(outer.settings() if outer else _NOTHING)


def _flush_reads(finished: Scope) -> None:
    """Commit the read entries in a short transaction of their own, before the answer leaves."""
    if not finished.pending_reads:
        return
    from nabij.kernel.audit import entries

    entries.write_reads(finished)
