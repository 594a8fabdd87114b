"""Which day and which knowledge a page shows, from ``?op=`` and ``?gekend=``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest

from nabij.kernel.calendar import clock
from nabij.kernel.calendar.rules.holidays import BRUSSELS

from ..forms import MomentForm


@dataclass(frozen=True, slots=True)
class Moment:
    """``on`` = the day shown; ``known_at`` = what we knew then; ``known_on`` is empty when that is now."""

    form: MomentForm
    on: date
    known_at: datetime
    known_on: date | None
    today: date

    @property
    def query(self) -> str:
        """The same moment for a link; empty for today as known now."""
        parts = {"op": self.on if self.on != self.today else None, "gekend": self.known_on}
        text = urlencode({name: value.isoformat() for name, value in parts.items() if value})
        return f"?{text}" if text else ""


def asked(request: HttpRequest) -> Moment:
    """The moment asked for; what cannot be read stays in the form with its sentence, and today is shown."""
    form, today = MomentForm(request.GET if request.GET else None), clock.today()
    form.full_clean()
    data = form.cleaned_data if form.is_bound else {}
    on, known_on = data.get("op") or today, data.get("gekend")
    known_at = end_of(known_on) if known_on and known_on < today else clock.now()
    return Moment(form, on, known_at, known_on if known_on and known_on < today else None, today)


def end_of(day: date) -> datetime:
    """Midnight after a day in Belgium: what was recorded on that day counts as known."""
    return datetime.combine(day + timedelta(days=1), time(), BRUSSELS) - timedelta(microseconds=1)
