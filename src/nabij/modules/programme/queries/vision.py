"""Versions of the vision, and who ratified which one when (N5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..models import Ratification, Vision, VisionSentence
from .programme import Member, members


@dataclass(frozen=True)
class RatificationLine:
    """One municipality and its own decision about a version; ``row`` None = not yet."""

    member: Member
    row: Ratification | None


@dataclass(frozen=True)
class VersionView:
    """A version with its sentences and a line per municipality, in alphabetical order."""

    row: Vision
    sentences: tuple[VisionSentence, ...]
    lines: tuple[RatificationLine, ...]

    @property
    def count(self) -> int:
        return sum(1 for line in self.lines if line.row)

    def own(self, organisation_id: int) -> RatificationLine | None:
        return next((line for line in self.lines if line.member.id == organisation_id), None)


def versions(today: date) -> list[VersionView]:
    """Every version, newest first; four queries whatever their number."""
    rows = list(Vision.objects.order_by("-version").prefetch_related("sentences"))
    if not rows:
        return []
    everyone = members(today, rows[0].organisation_id)
    found = Ratification.objects.select_related("decision")
    by_pair = {(one.vision_id, one.organisation_id): one for one in found}
    return [
        VersionView(
            row, tuple(s for s in row.sentences.all() if s.language == "nl"),
            tuple(RatificationLine(member, by_pair.get((row.id, member.id))) for member in everyone),
        )
        for row in rows
    ]
