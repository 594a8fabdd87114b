"""Whether somebody may stand in a rota: as what, and until when. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def may_stand(name: str, *, roles: Sequence[str], until: date | None, role: str, role_words: str, first: date, last: date | None) -> str:
    """Why this person may not be on duty in this role from day ``first`` to day ``last``; empty when nothing is in the way.

    ``roles`` empty = every role. ``last`` None: without end. A turn that began before ``until`` may be finished on that day.
    """
    if roles and role not in roles:
        return f"{name} staat niet op de lijst als {role_words}. Pas eerst de rollen van {name} aan."
    if until is not None and (first >= until or last is None or last > until):
        return f"{name} doet geen wacht meer vanaf {until.day}/{until.month:02d}/{until.year}. Kies iemand anders of een vroeger einde."
    return ""
