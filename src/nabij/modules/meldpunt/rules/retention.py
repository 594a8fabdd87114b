"""How long the duty line keeps what points at a person. Pure; the terms also stand in the manifest, for the register of processing."""

from __future__ import annotations

from datetime import datetime, timedelta

#: Calls of the night number and messages to people of the line: as long as the contact data of a reporter.
CALLS = timedelta(days=365)
#: The words about a call to a mayor or director: as long as the text of a report.
TEXTS = timedelta(days=5 * 365)

TERMS_NL = {
    "night_call": "12 maanden: daarna zonder nummer, naam en tekst; dat er gebeld werd, blijft geteld",
    "duty_call": "12 maanden: berichten aan wie van wacht is, nachtproef en proef van aanbieders, daarna gewist",
    "contacted_text": "5 jaar: waarover een burgemeester of directeur gebeld werd, daarna zonder tekst; het cijfer blijft",
}


def before(now: datetime) -> tuple[datetime, datetime]:
    """Calls older than the first moment, and texts older than the second, are forgotten."""
    return now - CALLS, now - TEXTS
