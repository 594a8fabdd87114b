"""What the tests of storm mode share: residents who report, a coordinator, and ways to look at what left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from nabij.kernel.calendar import clock
from nabij.kernel.tenancy.scope import ANONYMOUS, scope, system
from nabij.modules.meldpunt.actions.report import create_report
from nabij.modules.meldpunt.models import Page, Report, StormRun
from nabij.modules.meldpunt.queries import storm as queries
from nabij.modules.meldpunt.rules.form import Contact, NewReport, Typed

from .duty_scene import organisation_id

PARTNERSHIP = "zuid-west-vlaanderen"
WIRE, HURT = "Er hangt een losse draad over de straat", "Iemand ligt gewond onder een boom"
_numbers = count(1)


def report(slug: str = "kortrijk", text: str = WIRE, place: str = "Proefstraat 12", *, contact: Contact | None = None) -> Report:
    """A resident reports, through the action of the site."""
    own = organisation_id(slug)
    typed = Typed(text, f"{place}, {slug.capitalize()}", chosen=own, keep_outside=True)
    new = NewReport(typed, channel="web", contact=contact or Contact(), form_key=f"stormproef-{next(_numbers)}")
    with scope(reading=[own], writing=[own], actor=ANONYMOUS, organisation_id=own):
        return create_report(organisation_id=own, report=new)


@contextmanager
def region() -> Iterator[None]:
    """The partnership with its municipalities, as the coordinator works during a storm."""
    owner = organisation_id(PARTNERSHIP)
    everyone = [owner, *queries.taking_part(clock.now())]
    with scope(
        reading=everyone,
        writing=everyone,
        actor=system("coördinator"),
        reason="storm",
        tags=[f"partnership:{owner}"],
        organisation_id=owner,
    ):
        yield


def run() -> StormRun | None:
    """The storm that is on."""
    with region():
        return queries.running()


def pages(purpose: str) -> list[Page]:
    """Pages of a purpose over the whole region, oldest first."""
    with region():
        return list(Page.objects.filter(purpose=purpose).order_by("due_at", "id"))
