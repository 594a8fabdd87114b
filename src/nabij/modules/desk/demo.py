"""The desk's part of the story: Lien in Deerlijk, four people who wait since Friday, Georgette without a computer, Youssef half-way.

Every person and number is invented. Told through the same actions that people use, each at its own moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from nabij.kernel.calendar import clock
from nabij.kernel.drafts import actions as drafts
from nabij.kernel.identity import parties
from nabij.kernel.identity.capacities import capacities
from nabij.kernel.identity.mandates import Basis
from nabij.kernel.identity.parties import Person
from nabij.kernel.modules import queries as modules
from nabij.kernel.modules.manifest import Asker, Service
from nabij.kernel.notices import calls
from nabij.kernel.tenancy.scope import scope, system

from .actions import passing
from .actions.starting import Wish, start
from .queries import counter

HOME = "deerlijk"
#: What Youssef Amrani reads aloud; nine characters and four figures. Shown on the page of a demo, because nobody rings a visitor.
CODE, FIGURES = "VRT6K4Z8P", "0058"
#: What Kaat Desmet has on her telephone: the code of a form that she began and could not finish on the bus.
KAAT, KAAT_HOME, KAAT_CODE, KAAT_FIGURES = "kaat", "anzegem", "HK3M7WD4R", "0066"
GEORGETTE = Person("Georgette Naessens", "056 00 00 81", "", "Proefstraat 81, 8540 Deerlijk", none_digital=True)
WAITING = (
    (datetime(2027, 3, 26, 10, 20), "Antoon Vermeersch", "056 00 00 61", "Vraagt hoe hij een parkeerkaart aanvraagt."),  # noqa: DTZ001
    (datetime(2027, 3, 26, 15, 45), "Greta Lambert", "0470 00 00 62", "Haar moeder verhuist naar het rusthuis."),  # noqa: DTZ001
    (datetime(2027, 3, 27, 19, 10), "Hüseyin Kaya", "0470 00 00 63", "Zijn rijbewijs is bijna verlopen."),  # noqa: DTZ001
    (datetime(2027, 3, 29, 11, 5), "Marie-Jeanne Decock", "056 00 00 64", "Begrijpt de brief over de huisvuilzakken niet."),  # noqa: DTZ001
)


def tell(story: Any) -> str:
    """Tell it; returns in words what was made."""
    with _acting(story, "lien") as own:
        if calls.waiting(own):
            return "de balie van Deerlijk stond er al"
        enabled = modules.enabled(own, story.beginning.date())
        catalogue = [one for one in counter.services(own, enabled) if not one.emergency]
        _georgette(own, catalogue)
        _youssef(own, catalogue)
        for at, who, phone, about in WAITING:
            with clock.frozen(at):
                calls.ask(organisation_id=own, wish=calls.Wish(who, phone, about))
        with clock.frozen(datetime(2027, 3, 26, 16, 40)):  # noqa: DTZ001
            question = passing.Question("Rik Tanghe", "0470 00 00 65", "Wil weten wanneer zijn tante in Harelbeke haar pas afhaalt.", True)
            passing.pass_on(organisation_id=own, to_id=story.organisations["harelbeke"], asked=question)
    _els(story)
    _kaat(story)
    return f"{len(WAITING)} mensen om terug te bellen, één brief en twee halve formulieren"


@contextmanager
def _acting(story: Any, username: str) -> Iterator[int]:
    account = story.accounts[username]
    own = next(c for c in capacities(account.pk, story.beginning.date()) if c.slug == HOME)
    ids = [own.organisation_id]
    with scope(
        reading=ids, writing=ids, actor=own.actor(account.pk, str(account)), tags=own.tags, organisation_id=own.organisation_id
    ):
        yield own.organisation_id


def _filled(service: Service, own: int, person: Person, text: str, wish: str) -> Any:
    """The service's own form, filled in as the page would."""
    empty = service.form(own, Asker("", ""), None)
    values = {"text": text, "wish": wish, "name": person.name, "phone": person.phone, "email": person.email, "address": person.address}
    form = service.form(own, Asker("", ""), {empty.add_prefix(name): value for name, value in values.items()})
    assert form.is_valid(), form.errors
    return form


def _georgette(own: int, catalogue: list[Service]) -> None:
    """Thursday at the counter: she has no computer, so her receipt is a letter that waits to be printed."""
    service = next((one for one in catalogue if one.code == "identiteitskaart"), catalogue[0])
    basis = Basis("oral_desk", "desk", "heeft geen computer", receipt="letter")
    with clock.frozen(datetime(2027, 3, 25, 10, 30)):  # noqa: DTZ001
        form = _filled(service, own, GEORGETTE, "Mijn kaart vervalt in mei. Kan ik een foto laten maken bij u?", "letter")
        start(organisation_id=own, service=service, form=form, wish=Wish(GEORGETTE, basis, form_key="verhaal-georgette"))


def _youssef(own: int, catalogue: list[Service]) -> None:
    """Monday evening, on his telephone: he began, got stuck and saved."""
    service = next((one for one in catalogue if one.code == "verhuizen"), catalogue[0])
    typed = {"text": "Wij verhuizen op 10 april binnen Deerlijk, met twee kinderen.", "name": "Youssef Amrani", "phone": "0470 00 00 58"}
    with clock.frozen(datetime(2027, 3, 29, 21, 15)):  # noqa: DTZ001
        drafts.save(
            organisation_id=own, service=service.code, service_nl=service.label_nl, typed=typed, factor=FIGURES, code=CODE,
        )


def _kaat(story: Any) -> None:
    """Monday on the bus, signed in on her telephone: she began, and the bus was there."""
    own = story.organisations[KAAT_HOME]
    typed = {"text": "Ik verhuis op 1 mei naar Ingooigem en weet nog niet", "name": "Kaat Desmet", "phone": "0470 00 00 66"}
    with scope(reading=[own], writing=[own], actor=system("demo"), organisation_id=own), clock.frozen(datetime(2027, 3, 29, 17, 40)):  # noqa: DTZ001
        enabled = modules.enabled(own, story.beginning.date())
        catalogue = [one for one in counter.services(own, enabled) if not one.emergency]
        service = next((one for one in catalogue if one.code == "verhuizen"), catalogue[0])
        drafts.save(
            organisation_id=own, service=service.code, service_nl=service.label_nl, typed=typed, factor=KAAT_FIGURES, code=KAAT_CODE,
            account_id=story.accounts[KAAT].pk,
        )


def _els(story: Any) -> None:
    """OCMW Wervik ties Els Maes to her own account: what she sees, a colleague can print for her."""
    own = story.organisations["ocmw-wervik"]
    with scope(reading=[own], writing=[own], actor=system("demo"), organisation_id=own), clock.frozen(datetime(2027, 3, 24, 10)):  # noqa: DTZ001
        row = parties.know(organisation_id=own, person=Person("Els Maes", "0470 00 00 71", "", "Proefweg 21 bus 2, 8940 Wervik"))
        row.account_id = story.accounts["els"].pk
        row.save(update_fields=["account_id"])
