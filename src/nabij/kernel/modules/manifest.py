"""What a module offers to the whole: one frozen ``Module``, listed in settings in menu order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Permission:
    """``verb`` is ``<module>.<noun>.<verb>``; ``functions`` hold it by default; ``public`` = anyone on the site host."""

    verb: str
    label_nl: str
    functions: tuple[str, ...] = ()
    public: bool = False


@dataclass(frozen=True, slots=True)
class MenuItem:
    label: str
    url: str
    verb: str


@dataclass(frozen=True, slots=True)
class Task:
    """A line on ``/werk``: what is asked, by when, how long it takes, one button."""

    title: str
    url: str
    button: str
    due: datetime | None = None
    minutes: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One search result of a finder."""

    title: str
    url: str
    summary: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PublicCard:
    """A door on the home page of a municipality."""

    label: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class HealthLine:
    name: str
    alive: bool
    sentence: str
    since: datetime | None = None
    what_to_do: str = ""


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """``channels`` in order; the last one is always ``letter`` or ``call``: no notice ends with a machine."""

    code: str
    label_nl: str
    channels: tuple[str, ...]
    template: str
    urgency: str = "normal"


@dataclass(frozen=True)
class Module:
    """The manifest. Dotted strings are imported when first used, so that a manifest imports nothing heavy.

    ``public_urls``/``staff_urls`` are URL modules, ``api`` a Django Ninja router; ``tasks(actor, at) -> list[Task]``,
    ``finders[kind](actor, words) -> list[Found]``, ``urgent(actor, at) -> list[str]`` lines for every staff page,
    ``nightly`` maps a job to ``each`` organisation or ``region`` (the partnership once);
    ``membership_consequences(organisation_id, change, on) -> list[str]``.
    """

    name: str
    label_nl: str
    always_on: bool = False
    uses: tuple[str, ...] = ()
    public_urls: str = ""
    staff_urls: str = ""
    api: str = ""
    menu: tuple[MenuItem, ...] = ()
    permissions: tuple[Permission, ...] = ()
    public_cards: tuple[PublicCard, ...] = ()
    tasks: str = ""
    finders: dict[str, str] = field(default_factory=dict)
    urgent: str = ""
    notice_kinds: tuple[NoticeKind, ...] = ()
    handlers: dict[str, str] = field(default_factory=dict)
    health: str = ""
    #: Who holds this verb sees the module's lines in the audit log; empty: whoever may read the log.
    log_verb: str = ""
    nightly: dict[str, str] = field(default_factory=dict)
    commands: dict[str, str] = field(default_factory=dict)
    membership_consequences: str = ""
    shares_personal_data: bool = False
    retention: dict[str, str] = field(default_factory=dict)
    demo: str = ""


TaskSource = Callable[[Any, datetime], Sequence[Task]]
Consequences = Callable[[int, str, date], Sequence[str]]
