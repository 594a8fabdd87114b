"""The doors of the duty line in the story: partners with an address of their own. Names are real services, numbers are invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from nabij.kernel.tenancy.scope import scope, system

from .actions import partners
from .models.duty import DutyLine

ACTOR = system("Mieke Tanghe")
#: The story prints this one address, so that a visitor can report as the police. A real token is random.
POLICE_TOKEN = "voorbeeldtoegangvandepolitie"
PARTNERS = (
    ("Politiezone Vlas, dispatching", "police", "kortrijk", "056 00 03 01", POLICE_TOKEN),
    ("Hulpverleningszone Fluvia, meldkamer", "fire", "kortrijk", "056 00 03 02", ""),
    ("Noodplanningscoördinator Kortrijk", "planning", "kortrijk", "056 00 03 03", ""),
    ("Wachtdienst van een buurregio", "desk", "zwevegem", "056 00 03 04", ""),
)


def set_up(story: Any, line: DutyLine) -> None:
    """Everything of the doors that the story shows."""
    _partners(story.organisations, line)


def _partners(ids: dict[str, int], line: DutyLine) -> None:
    owner = line.organisation_id
    with scope(reading=[owner], writing=[owner], actor=ACTOR, organisation_id=owner):
        for name, kind, host, number, token in PARTNERS:
            partners.issue(wish=partners.Wish(name, kind, ids[host], number, date(2027, 12, 31)), token=token)
