"""The social dossier's part of the story: Els Maes moves from Kortrijk to Wervik. Persons are invented, numbers are test numbers.

Told through the same actions that people use, each at its own moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from nabij.kernel import keyholder
from nabij.kernel.calendar import clock
from nabij.kernel.identity.capacities import capacities
from nabij.kernel.modules.actions import disable, enable
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import Scope, scope, system

from . import demo_file
from .actions import selection
from .actions.casework import move_application, receive_application, record_finding
from .actions.files import HouseholdChange, NewPerson, change_household, give, open_dossier
from .actions.requests import Basis, accept, request_handover
from .models import Dossier, Grant
from .queries import files
from .queries.handovers import own_side
from .rules.applications import State
from .rules.evidence import Proposal
from .rules.handovers import SECRECY_CHECKS
from .rules.insz import with_check

TAKING_PART = (
    "deerlijk", "harelbeke", "kortrijk", "kuurne", "menen", "spiere-helkijn", "waregem", "wervik", "wevelgem", "zwevegem",
)
#: Born 14 May 1992: month 05 + 60 is the test range.
ELS = with_check("926514002")
REQUESTED = ["stay", "household", "income", "work", "rights", "rent", "children", "debts", "health_insurance"]


def tell(story: Any) -> str:
    """Tell it; returns in words what was made."""
    _switch_on(story)
    with acting(story, "wim", "ocmw-kortrijk"):
        there, findings = _kortrijk(story)
    with acting(story, "marieke", "ocmw-wervik"), clock.frozen(datetime(2027, 3, 24, 10, 5)):  # noqa: DTZ001 (naive = local)
        here, application = _wervik(story)
        handover = request_handover(
            application_id=application, holder_id=story.organisations["ocmw-kortrijk"], requirements=REQUESTED, basis=_basis()
        )
    with acting(story, "wim", "ocmw-kortrijk"):
        count = _select(there, handover.exchange)
    return f"{findings} bevindingen in Kortrijk, {count} gekozen voor Wervik, dossier {here.ref}"


def _switch_on(story: Any) -> None:
    for slug in (*TAKING_PART, "lendelede"):
        own = story.organisations[f"ocmw-{slug}"]
        with scope(reading=[own], writing=[own], actor=system("demo"), organisation_id=own):
            enable(
                organisation_id=own, module="dossier", effective=date(2025, 6, 1), decision_ref="Vast bureau (verzonnen)",
                agreement_ref="Overeenkomst gegevensdeling sociaal dossier (voorbeeld)",
                inclusion_ref="Inclusietoets: aan het loket, per telefoon, thuis en per brief (voorbeeld)",
            )
            place = directory.by_id(own)
            assert place is not None, "every OCMW of the story has a row"
            keyholder.register(own, directory.name_of(own), place.slug, since=date(2025, 6, 1), phone=place.phone)
            if slug == "lendelede":
                with clock.frozen(datetime(2027, 2, 12, 9)):  # noqa: DTZ001
                    disable(organisation_id=own, module="dossier", on=date(2027, 3, 1), decision_ref="2027-VB-009 (verzonnen)")


@contextmanager
def acting(story: Any, username: str, slug: str) -> Iterator[Scope]:
    """A person of the story in one capacity: files open for accounts, never for a program."""
    account = story.accounts[username]
    own = next(c for c in capacities(account.pk, story.beginning.date()) if c.slug == slug)
    with scope(
        reading=[own.organisation_id], writing=[own.organisation_id], actor=own.actor(account.pk, str(account)), tags=own.tags,
        organisation_id=own.organisation_id,
    ) as opened:
        yield opened


def _els(address: str) -> NewPerson:
    return NewPerson("Els", "Maes", date(1992, 5, 14), ELS, "nl", "0470 00 00 71", address, "letter")


def _kortrijk(story: Any) -> tuple[Dossier, int]:
    with clock.frozen(datetime(2024, 10, 7, 9, 20)):  # noqa: DTZ001
        file = open_dossier(person=_els("Voorbeeldstraat 8, 8500 Kortrijk"))
        give(file, story.accounts["els"].pk, Grant.Basis.SELF, "de persoon zelf")
        _family(file.ref, date(2018, 6, 1), "main")
    told, keys = demo_file.kortrijk(), _members(file.ref)
    for finding in told:
        with clock.frozen(datetime.combine(finding.observed_on, datetime.min.time()) + timedelta(hours=11)):
            record_finding(ref=file.ref, finding=replace(finding, subject=keys.get(finding.subject, finding.subject)))
    return file, len(told)


def _members(ref: str) -> dict[str, str]:
    """Name → key of who lives in the household."""
    return {m.name: str(m.subject) for m in files.household(files.open_file(ref), clock.today(), clock.now())}


def _family(ref: str, since: date, children: str) -> None:
    kind = "custody" if children == "shared" else "move_in"
    change_household(ref=ref, change=HouseholdChange("move_in", since, name="Els Maes", birth=date(1992, 5, 14), role="de persoon zelf"))
    for name, birth in (("Noor", date(2017, 9, 3)), ("Sami", date(2020, 11, 21))):
        on = max(since, birth)
        change_household(ref=ref, change=HouseholdChange(kind, on, name=name, birth=birth, role="kind"))


def _wervik(story: Any) -> tuple[Dossier, UUID]:
    file = open_dossier(person=_els("Proefweg 21 bus 2, 8940 Wervik"))
    give(file, story.accounts["els"].pk, Grant.Basis.SELF, "de persoon zelf")
    _family(file.ref, date(2027, 3, 22), "shared")
    for finding in demo_file.wervik():
        record_finding(ref=file.ref, finding=finding)
    row = receive_application(
        ref=file.ref, aid="leefloon", received_on=date(2027, 3, 24), channel="desk",
        words="Ik ben uit elkaar met mijn man. De kinderen zijn de helft van de tijd bij mij. Ik heb geen inkomen.",
    )
    for state in (State.RECEIPTED, State.IN_INQUIRY):
        move_application(application_id=row.id, to=state)
    return file, row.id


def _basis() -> Basis:
    return Basis(
        competence="Mevrouw woont sinds 22 maart 2027 in Wervik. Ze verblijft er gewoonlijk.",
        legal_basis="OCMW-wet art. 57 en 60; RMI-wet art. 19 (nog te bevestigen)", purpose="Uw aanvraag om leefloon van 24 maart 2027",
        informed="Aan het loket, door Marieke Ghesquière, in het Nederlands. Mevrouw ging akkoord.", informed_on=date(2027, 3, 24),
        checks=list(SECRECY_CHECKS),
    )


def _select(file: Dossier, exchange: UUID) -> int:
    own = own_side(file.organisation_id, exchange)
    with clock.frozen(datetime(2027, 3, 25, 9, 40)):  # noqa: DTZ001
        accept(handover_id=own.id)
    with clock.frozen(datetime(2027, 3, 26, 11, 15)):  # noqa: DTZ001
        offer = selection.proposal(own.id)
        chosen = [choice.finding.key for choice in offer.choices if choice.proposal is Proposal.PROPOSED]
        selection.show(handover_id=own.id, chosen=chosen, reasons={})
    return len(chosen)
