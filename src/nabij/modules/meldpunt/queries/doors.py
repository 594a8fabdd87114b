"""Where the duty page leads further: only to what this person may open."""

from __future__ import annotations

from dataclasses import dataclass

from nabij.kernel.access.policy import may
from nabij.kernel.tenancy.scope import Actor


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    verb: str


LINKS = (
    Link("Overdracht", "/wacht/overdracht", "meldpunt.duty.read"),
    Link("Plaatselijke kennis", "/wacht/plaatselijk", "meldpunt.duty.read"),
    Link("Nachtnummer", "/wacht/nachtnummer", "meldpunt.duty.read"),
    Link("Stemcode van een partner", "/wacht/stemcode", "meldpunt.duty.read"),
    Link("Mijn toestellen", "/wacht/mij/toestellen", "meldpunt.duty.act"),
    Link("Nachtproef", "/wacht/proeven", "meldpunt.drill.handle"),
    Link("Toegang voor partners", "/wacht/partners", "meldpunt.partner.manage"),
)  # fmt: skip


def links(actor: Actor) -> list[Link]:
    """The pages around the duty line, in the order in which an officer needs them."""
    return [link for link in LINKS if may(actor, link.verb)]
