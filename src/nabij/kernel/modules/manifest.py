"""What a module offers to the whole: one frozen ``Module``, listed in settings in menu order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ..references import Reference


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
class PublicBanner:
    """Words that stand above every page of a municipality's site while something is going on; ``phones`` are shown to ring.

    ``text_fr``: the whole of it, on a site in two languages. ``others``: (language tag, words) that stand on every site, because who is
    in danger may read neither; a language in which the whole stands is left out.
    """

    text_nl: str
    text_fr: str = ""
    phones: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()


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

    def __post_init__(self) -> None:
        """Raises ``ValueError``: a kind without a human at its end is never installed (N36)."""
        if not self.channels or self.channels[-1] not in ("letter", "call"):
            raise ValueError(f"notice kind {self.code} must end with a letter or a call")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as the desk took it down, and the channel over which; ``about`` names the thing that a service is about."""

    name: str
    channel: str
    phone: str = ""
    email: str = ""
    address: str = ""
    none_digital: bool = False
    party_id: UUID | None = None
    form_key: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a service answers: the number, what is promised by when, and whom to ring. ``code`` may be empty."""

    subject: Reference
    code: str
    next_nl: str
    read_aloud: str
    promised: date | None = None
    contact: str = ""
    phone: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """Something that a person can ask, declared once: the site and the desk show the same form and call the same action (N36).

    ``form(organisation_id, asker, data) -> Form``: ``data`` None for an empty one. ``start(organisation_id, form, asker) -> Receipt`` runs
    in the scope and transaction of who asks. ``contact`` maps name, phone, email, channel to the fields that hold them: the desk asks
    these once, at "voor wie". ``online`` is its address on the site. ``choices(actor)`` lists what it can be about, when it needs that.
    """

    code: str
    label_nl: str
    verb: str
    form: Callable[..., Any]
    start: Callable[..., Receipt]
    online: str = ""
    contact: dict[str, str] = field(default_factory=dict)
    read_aloud: tuple[str, ...] = ()
    emergency: bool = False
    minutes: int | None = None
    choices: Callable[[Any], Sequence[tuple[str, str]]] | None = None


@dataclass(frozen=True, slots=True)
class PersonSelf:
    """Of whom ``/mijn`` speaks: the signed-in account, or the row that one organisation keeps of the person."""

    account_id: UUID | None = None
    parties: tuple[tuple[int, UUID], ...] = ()


@dataclass(frozen=True, slots=True)
class PersonItem:
    """One line on the person's own page: what it is, how it stands, who answers, by when."""

    title: str
    text: str
    organisation: str
    phone: str
    due: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class PersonLook:
    """Who looked or did what, when and why, as the person reads it."""

    at: datetime
    sentence: str
    organisation: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Waited:
    """How long one request waited: for the figures of the desk. ``first_answer_at`` None: still waiting."""

    service_nl: str
    channel: str
    asked_at: datetime
    first_answer_at: datetime | None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One benefit that a module measures itself: a figure of a month beside what it was before.

    ``of_nl`` says of whom; ``baseline`` None: nobody counted before. ``used_for``: what the freed time is used for (N15), or empty.
    ``url``: where it is told how this is counted.
    """

    name_nl: str
    unit_nl: str
    of_nl: str
    month: date
    value: int
    baseline: int | None
    lower_is_better: bool = True
    used_for: str = ""
    url: str = ""


@dataclass(frozen=True)
class Module:
    """The manifest. Dotted strings are imported when first used, so that a manifest imports nothing heavy.

    ``public_urls``/``staff_urls`` are URL modules, ``api`` a Django Ninja router; ``tasks(actor, at) -> list[Task]``,
    ``finders[kind](actor, words) -> list[Found]``, ``urgent(actor, at) -> list[str]`` lines for every staff page,
    ``nightly`` maps a job to ``each`` organisation or ``region`` (the partnership once);
    ``membership_consequences(organisation_id, change, on) -> list[str]``;
    what the desk reads: ``services(organisation_id) -> list[Service]``, ``person_items(person, at) -> list[PersonItem]`` and
    ``person_looks(person) -> list[PersonLook]`` with a ``PersonSelf``, ``waits(organisation_id, since) -> list[Waited]``;
    what the programme reads: ``indicators(organisation_id, today) -> list[Indicator]``.
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
    services: str = ""
    person_items: str = ""
    person_looks: str = ""
    waits: str = ""
    indicators: str = ""
    urgent: str = ""
    #: ``banners(organisation_id, at) -> list[PublicBanner]`` for every page of a municipality's site.
    public_banners: str = ""
    notice_kinds: tuple[NoticeKind, ...] = ()
    handlers: dict[str, str] = field(default_factory=dict)
    health: str = ""
    #: Who holds this verb sees the module's lines in the audit log; empty: whoever may read the log.
    log_verb: str = ""
    nightly: dict[str, str] = field(default_factory=dict)
    commands: dict[str, str] = field(default_factory=dict)
    #: Path → ``function(request, door) -> HttpResponse | None`` that answers from the last copy while the database is away.
    last_copies: dict[str, str] = field(default_factory=dict)
    membership_consequences: str = ""
    shares_personal_data: bool = False
    retention: dict[str, str] = field(default_factory=dict)
    demo: str = ""


TaskSource = Callable[[Any, datetime], Sequence[Task]]
Consequences = Callable[[int, str, date], Sequence[str]]
