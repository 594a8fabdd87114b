"""What several public pages show alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nabij.kernel.calendar import clock, words

from ...queries import places
from ...queries.places import PlaceView
from ...rules import hours


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day in words; ``language`` nl or fr."""

    name: str
    text: str
    reason: str


def day_line(day: hours.Day, language: str = "nl") -> DayLine:
    """"dinsdag 30 maart", "van 9.00 tot 12.00 uur", and why it differs."""
    reason = day.reason_fr if language == "fr" else day.reason_nl
    return DayLine(words.date_text(day.day, language, year=False), hours.intervals_text(day.intervals, language), reason)


def place_context(view: PlaceView) -> dict[str, Any]:
    """A place with its fourteen days and what differs later."""
    return {
        "view": view, "place": view.place, "days": [day_line(day) for day in view.days],
        "special": [day_line(day) for day in view.special], "teams": view.teams,
        "access": [
            (yes if value else no)
            for value, yes, no in (
                (view.place.step_free, "U raakt binnen zonder trap.", "Aan de deur is een trap. Bel ons, dan helpen we u."),
                (view.place.accessible_toilet, "Er is een toilet voor rolstoelen.", "Er is geen toilet voor rolstoelen."),
            ) if value is not None
        ],
    }


def places_of_today(organisation_id: int) -> list[dict[str, Any]]:
    """Each place with the words of this day, for a page that names the day."""
    today = clock.today()
    return [{"view": view, "line": day_line(view.on(today))} for view in places.places(organisation_id, today)]
