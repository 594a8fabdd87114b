"""The people of the demo: invented, each with dated functions. They sign in by a card, without a password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from nabij.kernel.identity.models import Account, Function
from nabij.kernel.identity.rules import DEMO_RESIDENT
from nabij.kernel.tenancy.scope import scope, system

SINCE = date(2021, 9, 1)


@dataclass(frozen=True, slots=True)
class Role:
    """One function in one organisation (by slug)."""

    organisation: str
    kind: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """``card`` is the title on the welcome page, empty = no card; ``first`` the page that the card opens, ``begins_as`` (slug) the
    organisation in which it opens when that is not the first by name. ``site`` (slug) is where a resident lives: the card opens there."""

    username: str
    name: str
    roles: tuple[Role, ...]
    card: str = ""
    first: str = "/werk"
    phone: str = ""
    begins_as: str = ""
    site: str = ""


PEOPLE = (
    # With a card, in the order of the welcome page; a card shows when its page exists.
    Person("an", "An Callens", (Role("lendelede", "general_director"),), "Algemeen directeur", "/werk"),
    Person(
        "mieke", "Mieke Tanghe", (Role("zuid-west-vlaanderen", "coordinator", "secretariaat van Exello"),),
        "Programmacoördinator", "/programma",
    ),
    Person(
        "hilde", "Hilde Bossuyt", (Role("wervik", "archivist"), Role("kuurne", "archivist")), "Archivaris", "/archief",
        begins_as="wervik",
    ),
    Person(
        "piet", "Piet Hoornaert", (Role("wervik", "head_of_service", "dienst omgeving in Wervik"),), "Diensthoofd, tweede persoon", "/werk"
    ),
    Person(
        "delphine", "Delphine Baert", (Role("kortrijk", "operator"), Role("kortrijk", "handler")), "Meldpuntoperator", "/meldpunt/nieuw"
    ),
    Person("joris", "Joris Vanneste", (Role("zwevegem", "duty_officer"),), "Wachtdienst", "/wacht", "0470 00 00 42"),
    Person("marieke", "Marieke Ghesquière", (Role("ocmw-wervik", "social_worker"),), "Maatschappelijk werker", "/dossier", "056 00 03 11"),
    Person("wim", "Wim Callewaert", (Role("ocmw-kortrijk", "social_worker"),), "Maatschappelijk werker", "/dossier", "056 00 02 11"),
    Person(
        "lannoo", "Greet Lannoo", (Role("ocmw-kortrijk", "chief_social_worker"),), "Hoofdmaatschappelijk werker", "/dossier", "056 00 02 10"
    ),
    Person("femke", "Femke Deprez", (Role("kuurne", "web_editor"),), "Webredacteur", "/website"),
    Person("lien", "Lien Verhaeghe", (Role("deerlijk", "desk_clerk"), Role("deerlijk", "operator")), "Loket", "/balie"),
    Person(
        "nadine", "Nadine Opsomer",
        tuple(Role("spiere-helkijn", kind) for kind in ("administrator", "operator", "desk_clerk", "programme_contact")),
        "Loket en beheer van de kleinste gemeente", "/werk",
    ),
    Person("rik", "Rik Vandorpe", (Role("lendelede", "mayor"),), "Burgemeester", "/burgemeester"),
    Person("bart", "Bart Staelens", (Role("wervik", "general_director"), Role("ocmw-wervik", "general_director")),
           "Directeur van gemeente én OCMW", "/werk"),
    Person(
        "sofie", "Sofie Lambrecht", (Role("ocmw-kortrijk", "dpo"), Role("kortrijk", "dpo")), "Functionaris gegevensbescherming",
        "/beheer/controlelog", begins_as="ocmw-kortrijk",
    ),
    Person("els", "Els Maes", (), "Inwoner", "/mijn", site="wervik"),
    Person("kaat", "Kaat Desmet", (), "Inwoner, met een half formulier", "/mijn", site="anzegem"),
    # Without a card.
    Person("anke", "Anke Dewulf", (Role("harelbeke", "duty_officer"),), "", "/wacht", "0470 00 00 13"),
    Person("wouter", "Wouter Dendooven", (Role("ocmw-kortrijk", "administrator"),), "", "/beheer/modules"),
    Person("stijn", "Stijn Maertens", (Role("kortrijk", "general_director"),), "", "/werk"),
    Person("griet", "Griet Holvoet", (Role("kuurne", "general_director"), Role("kuurne", "administrator")), "", "/werk"),
    Person("sara", "Sara Coussens", (Role("harelbeke", "desk_clerk"),), "", "/balie"),
    Person("bruno", "Bruno Lagae", (Role("lendelede", "administrator"),), "", "/beheer/modules"),
    Person("tine", "Tine Vercruysse", (Role("kortrijk", "administrator"),), "", "/beheer/gezondheid"),
)


def load(ids: dict[str, int]) -> dict[str, Account]:
    """Accounts without a usable password and their functions; returns username → account."""
    accounts = {}
    for person in PEOPLE:
        account, made = Account.objects.get_or_create(
            username=person.username,
            defaults={"display_name": person.name, "kind": Account.Kind.DEMO, "issuer": "" if person.roles else DEMO_RESIDENT},
        )
        if made:
            account.set_unusable_password()
            account.save()
            _functions(person, account, ids)
        accounts[person.username] = account
    return accounts


def _functions(person: Person, account: Account, ids: dict[str, int]) -> None:
    for role in person.roles:
        organisation_id = ids[role.organisation]
        with scope(reading=[organisation_id], writing=[organisation_id], actor=system("demo")):
            Function.objects.create(
                organisation_id=organisation_id, account=account, kind=role.kind, unit=role.unit, phone=person.phone,
                period=DateRange(SINCE, None),
            )
