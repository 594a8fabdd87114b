"""``{% shows "findings" %}``: printing a section that the page did not declare to the log raises, so that nothing is shown unlogged."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from nabij.kernel.calendar.words import table_date
from nabij.kernel.tenancy.scope import running

from ..queries.journal import READ

register = template.Library()


class Undeclared(RuntimeError):
    """A template prints a section of a file that is not in the log."""


@register.simple_tag
def shows(section: str) -> str:
    """Stands where a section begins. Raises ``Undeclared`` when no read of this section waits to be written."""
    scope = running()
    declared: list[Any] = scope.pending_reads if scope else []
    if not any(read.verb == READ and section in read.detail.get("sections", ()) for read in declared):
        raise Undeclared(f"{section} is printed but stands in no read entry")
    return ""


@register.filter
def day(iso: str) -> str:
    """A sealed date as people write it: ``2027-02-15`` → ``15/02/2027``; nothing when there is none."""
    return table_date(date.fromisoformat(iso)) if iso else ""
