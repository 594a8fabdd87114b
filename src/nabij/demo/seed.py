"""One story, seeded through the same actions that people use. The clock stands at Tuesday 30 March 2027, 8.30."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.module_loading import import_string

from nabij.kernel.audit import jobs as audit
from nabij.kernel.calendar import clock
from nabij.kernel.modules import registry

from . import people, region

BEGINNING = datetime(2027, 3, 30, 8, 30)  # noqa: DTZ001 (naive = Belgian local time)
#: Telling takes a while on a slow machine; nothing that was told may lie in the visitor's future.
TELLING = timedelta(minutes=2)
Progress = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Story:
    """What a module's story may build on: slug → organisation id, username → account, the moment it begins."""

    organisations: dict[str, int]
    accounts: dict[str, people.Account]
    beginning: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """A person whose place a visitor can take."""

    title: str
    who: str
    url: str
    username: str
    site: str = ""


def seed(progress: Progress = lambda *said: None) -> None:
    """Tell the whole story. Each module's ``demo`` is ``tell(story) -> str`` and returns what it made, in words."""
    clock.set_demo_start(BEGINNING - TELLING)
    organisations = region.load()
    progress("Regio", f"{len(organisations)} organisaties")
    accounts = people.load(organisations)
    progress("Mensen", f"{len(accounts)} verzonnen medewerkers")
    story = Story(organisations, accounts, BEGINNING)
    # Modules that are always on tell last: their part is about what the others offer.
    for module in sorted(registry.installed(), key=lambda module: module.always_on):
        if module.demo:
            progress(module.label_nl, import_string(module.demo)(story))
    audit.seal_all()
    progress("Controlelog", "elke regel verzegeld")
    clock.set_demo_start(BEGINNING)


def present() -> Story:
    """The story as it stands: who plays in it, read from the rows. For what goes on with it after it was told."""
    from nabij.kernel.identity.models import Account
    from nabij.kernel.tenancy.models import Organisation

    organisations = dict(Organisation.objects.values_list("slug", "id"))
    return Story(organisations, {account.username: account for account in Account.objects.all()}, clock.now())


def cards() -> list[Card]:
    """The role cards of the welcome page, in its order."""
    return [Card(p.card, _who(p), p.first, p.username, p.site) for p in people.PEOPLE if p.card]


def _who(person: people.Person) -> str:
    names = {row["slug"]: row["name_nl"] for row in region.rows()}
    places = list(dict.fromkeys(role.unit or names[role.organisation] for role in person.roles))
    if person.site:
        places = [f"inwoner van {names[person.site]}"]
    return ", ".join(filter(None, [person.name, " en ".join(places)]))
