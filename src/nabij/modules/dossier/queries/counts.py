"""Counts without persons, by functions with the owner's rights: who asks sees a number and no row. Below ten it is not told."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from ..rules import figures
from ..rules.handovers import CHANNELS_NL


def open_applications(organisation_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.dossier_open_applications(%s)", [organisation_id])
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Way:
    """One way of answering the letter, beside the others: how many used it, and after how many days (the middle one)."""

    label: str
    paper: bool
    told: str
    days: str


def ways(organisation_id: int) -> tuple[list[Way], str]:
    """(every way of answering, paper first, also one that nobody used; the total). Small numbers and their days are not told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nabij.dossier_channels(%s)", [organisation_id])
        found = {row[0]: (int(row[1]), int(row[2])) for row in cursor.fetchall()}
    shown, total = figures.told_together({channel: found.get(channel, (0, 0))[0] for channel in CHANNELS_NL})
    lines = [
        Way(label, channel == "letter", shown[channel], f"{found[channel][1]} dagen" if shown[channel].isdigit() else figures.WITHHELD)
        for channel, label in CHANNELS_NL.items()
    ]
    return sorted(lines, key=lambda way: not way.paper), total


def told(count: int) -> str:
    """"minder dan 10" for small groups, by which a neighbour could recognise somebody."""
    return figures.told(count)
