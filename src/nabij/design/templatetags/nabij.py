"""``{% load nabij %}``: the words and components that every template of the house uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from nabij.kernel.calendar import words

from .. import figures
from ..icons import ICONS
from ..rendering import field_context, summary_lines

register = template.Library()

TAG_ICONS = {
    "neutral": "neutral", "info": "info", "ok": "check", "warn": "warn", "error": "error", "acute": "acute",
}  # fmt: skip
TAG_KINDS = {
    "bezig": "info", "klaar": "ok", "opgelost": "ok", "aanvaard": "ok", "dringend": "acute", "te laat": "error",
    "mislukt": "error",
}  # fmt: skip
BANNERS = {
    "info": ("info", "Mededeling"),
    "ok": ("check", "Gelukt"),
    "warning": ("warn", "Let op"),
    "outage": ("outage", "Storing"),
    "acute": ("acute", "Dringend"),
}
DATE_FORMS: dict[str, Callable[[Any], str]] = {
    "text": words.date_text,
    "short": words.day_month,
    "table": words.table_date,
    "time": words.time_text,
    "timeline": words.timeline_time,
    "moment": words.moment_text,
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one of our own symbols, hidden from screen readers: a word always stands beside it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def field(bound: BoundField, question: bool = False, heading: bool = False, marks: bool = True) -> SafeString:
    """Draw one form field with label, hint and error.

    ``question``: large label; ``heading``: the label is the page's h1; ``marks=False``: no "(niet verplicht)" (filters).
    """
    context = field_context(bound, question=question, heading=heading, marks=marks)
    return render_to_string("design/field/field.html", context)


@register.simple_tag
def fields(form: BaseForm, marks: bool = True) -> SafeString:
    """Draw all fields of a form in order, hidden ones first."""
    bounds = [*form.hidden_fields(), *form.visible_fields()]
    return format_html_join("\n", "{}", ((field(bound, marks=marks),) for bound in bounds))


@register.simple_tag
def error_summary(*forms_: BaseForm) -> SafeString | str:
    """Draw the list of what is still needed; nothing when there is no error."""
    lines = summary_lines(*forms_)
    return render_to_string("design/field/error_summary.html", {"lines": lines}) if lines else ""


@register.simple_tag
def tag(status: Any, kind: str = "") -> SafeString:
    """Draw a status as icon + word + border. ``status`` is a word, or an object with ``label`` and ``kind``."""
    word = str(getattr(status, "label", status))
    kind = kind or getattr(status, "kind", "") or TAG_KINDS.get(word.lower(), "neutral")
    return format_html('<span class="tag {}">{} {}</span>', kind, icon(TAG_ICONS[kind]), word)


@register.simple_block_tag
def banner(content: str, kind: str = "info", since: str = "", until: str = "", who: str = "", inside: bool = False) -> SafeString:
    """Draw a notice (info, ok, warning, outage, acute) over the page or, with ``inside``, in the column of text."""
    symbol, word = BANNERS[kind]
    context = {
        "content": content, "kind": kind, "symbol": symbol, "word": word, "since": since, "until": until, "who": who,
        "inside": inside,
    }  # fmt: skip
    return render_to_string("design/parts/banner.html", context)


def _written(value: Any, form: str) -> str:
    return DATE_FORMS[form](value) if value else ""


@register.simple_tag(name="date_nl")
def date_nl_tag(value: date | datetime | time | None, form: str = "text") -> SafeString | str:
    """Write a date or time the Flemish way, readable by machines too. Forms: text, short, table, time, timeline, moment."""
    if not value:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), _written(value, form))


@register.filter(name="date_nl")
def date_nl_filter(value: date | datetime | time | None, form: str = "text") -> str:
    """As the tag, plain text: for inside a sentence, an attribute or a ``with``."""
    return _written(value, form)


@register.simple_tag
def code(value: str) -> SafeString:
    """Write a code in groups of three so that it can be read aloud; copied text keeps the spaces."""
    groups = format_html_join(" ", '<span class="code-group">{}</span>', ((part,) for part in figures.grouped_code(value)))
    return format_html('<span class="code">{}</span>', groups)


@register.filter
def code_groups(value: str) -> str:
    """``KOR 4F7 92K`` as plain text."""
    return " ".join(figures.grouped_code(value))


@register.filter
def money(cents: int) -> str:
    """Cents → ``€ 1.250,50``."""
    return figures.money(cents)


@register.filter
def number(value: int | float, decimals: int = 0) -> str:
    """``1.250``."""
    return figures.number(value, decimals)


@register.filter
def percent_of(part: int, whole: int) -> str:
    """``134|percent_of:512`` → ``26 %``."""
    return figures.percent(part, whole)


@register.filter
def tel(phone: str) -> str:
    """Phone number → ``tel:`` address."""
    return figures.phone_uri(phone)


@register.filter
def kbo(value: str) -> str:
    """Enterprise number → ``0123.456.789``; anything else as it is."""
    return f"{value[:4]}.{value[4:7]}.{value[7:]}" if len(value) == 10 and value.isdigit() else value
