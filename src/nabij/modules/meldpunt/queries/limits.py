"""Limits that the region decides, from the module's data file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Limits:
    """Days after closing in which a number still opens the report, and in which a reporter may ask to look again; working
    days in which such a question is answered."""

    follow_days: int
    reopen_days: int
    reopen_answer_days: int


@cache
def limits() -> Limits:
    data = json.loads((files("nabij.modules.meldpunt") / "data" / "limits.json").read_text("utf-8"))
    return Limits(data["follow_days_after_closing"], data["reopen_days_after_closing"], data["reopen_answer_working_days"])
