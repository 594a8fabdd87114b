"""``{% shows "findings" %}``: printing a section that the page did not declare to the log raises, so that nothing is shown unlogged."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nabij.kernel.calendar.words import table_date
from nabij.kernel.tenancy.scope import running

from ..queries.journal import READ

register = template.Library()
#: What a printed section leaves in the page.
MARK = "<!--sectie {}-->"
MARKED = MARK.partition("{}")[0].encode()


class Undeclared(RuntimeError):
    """A template prints a section of a file that is not in the log."""


@register.simple_tag(takes_context=True)
def shows(context: Context, section: str) -> SafeString:
    """Stands where a section begins, and leaves a mark there by which the door counts what goes out (``pages.acting``).

    Raises ``Undeclared`` when fewer reads of this section wait to be written than are printed with this one.
    """
    scope, request = running(), context.get("request")
    declared: list[Any] = scope.pending_reads if scope else []
    printed = vars(request).setdefault("sections_printed", Counter()) if request is not None else Counter()
    printed[section] += 1
    if sum(section in read.detail.get("sections", ()) for read in declared if read.verb == READ) < printed[section]:
        raise Undeclared(f"{section} is printed but stands in no read entry")
    return format_html(MARK, section)


@register.filter
def day(iso: str) -> str:
    """A sealed date as people write it: ``2027-02-15`` → ``15/02/2027``; nothing when there is none."""
    return table_date(date.fromisoformat(iso)) if iso else ""
