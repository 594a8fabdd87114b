"""From a bound Django field to what its template needs: ids, descriptions, errors, widths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString, mark_safe

from nabij.kernel.calendar.words import date_text

from .fields import PARTS, DateBoxes

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
WIDTHS = ((6, "short"), (20, "middle"), (40, "long"))


@dataclass(frozen=True, slots=True)
class Summary:
    """A line of the error summary: the sentence and the id of the control it leads to ("" for the whole form)."""

    sentence: str
    target: str


def kind_of(bound: BoundField) -> str:
    """Name of the template under ``design/field/`` that draws this field."""
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if bound.field.disabled:
        return "locked"
    if isinstance(widget, DateBoxes):
        return "date"
    if isinstance(widget, CHOICES):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "file" if isinstance(widget, forms.FileInput) else "control"


def first_control(bound: BoundField) -> str:
    """Id of the control that gets the focus from the error summary."""
    several = isinstance(bound.field.widget, (*CHOICES, DateBoxes))
    return f"{bound.auto_id}_0" if several else bound.auto_id


def described_by(bound: BoundField, *extra: str) -> str:
    """Ids of hint, error and others that stand with the control, in reading order; "" when there are none."""
    own = bound.field.widget.attrs.get("aria-describedby", "").split()
    parts = [f"{bound.auto_id}-hint"] if bound.help_text else []
    if bound.errors:
        parts.append(f"{bound.auto_id}-error")
    return " ".join([*parts, *own, *extra])


def width_of(bound: BoundField) -> str:
    """A width that hints at the expected length (WCAG does not ask it, people do)."""
    widget = bound.field.widget
    if isinstance(widget, (forms.Textarea, forms.Select)):
        return ""
    if isinstance(widget, forms.NumberInput):
        return "short"
    length = widget.attrs.get("size") or getattr(bound.field, "max_length", None) or 0
    return next((name for limit, name in WIDTHS if 0 < int(length) <= limit), "")


def control_attributes(bound: BoundField, limit: int | None) -> dict[str, Any]:
    """Attributes laid over those of the widget: ``autocomplete`` and ``inputmode`` of the form stay as they are."""
    own = bound.field.widget.attrs
    attributes: dict[str, Any] = {
        "id": bound.auto_id,
        "class": " ".join(part for part in ("control", width_of(bound), own.get("class", "")) if part),
        "required": False,
    }
    described = described_by(bound, *([f"{bound.auto_id}-count"] if limit else []))
    if described:
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if limit:
        # Typing past the limit is allowed and counted: cutting a pasted text in silence loses words.
        attributes["maxlength"] = False
        attributes["data-limit"] = limit
    return {**attributes, **_guessed_modes(bound)}


def _guessed_modes(bound: BoundField) -> dict[str, str]:
    own, widget = bound.field.widget.attrs, bound.field.widget
    modes: dict[str, str] = {}
    if isinstance(widget, forms.EmailInput):
        modes = {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
    elif getattr(widget, "input_type", "") == "tel":
        modes = {"autocomplete": "tel", "inputmode": "tel"}
    elif isinstance(widget, forms.NumberInput):
        modes = {"inputmode": "numeric"}
    return {name: value for name, value in modes.items() if name not in own}


def file_control(bound: BoundField) -> SafeString:
    """A bare file input: Django's own adds "Currently: …" in words and links that are not ours."""
    widget = bound.field.widget
    attributes = {**control_attributes(bound, None), "class": "file"}
    context = widget.get_context(bound.html_name, None, bound.build_widget_attrs(attributes, widget))
    # Django escaped each attribute while rendering.
    return mark_safe(bound.form.renderer.render("django/forms/widgets/input.html", context))  # nosec B308 B703


def date_boxes(bound: BoundField) -> list[dict[str, Any]]:
    """The three boxes with name, id, value as typed, label and autocomplete token."""
    widget = bound.field.widget
    assert isinstance(widget, DateBoxes)
    value = bound.value()
    values = list(value) if isinstance(value, (list, tuple)) else widget.decompress(value)
    return [
        {
            "name": f"{bound.html_name}_{part}",
            "id": f"{bound.auto_id}_{place}",
            "part": part,
            "label": label,
            "value": "" if values[place] is None else values[place],
            "autocomplete": token if widget.birthday else "",
            # A month may be typed as a word, so it keeps the whole keyboard.
            "inputmode": "" if part == "month" else "numeric",
        }
        for place, (part, label, token) in enumerate(PARTS)
    ]


def date_echo(bound: BoundField) -> str:
    """The date as understood, in words; "" before it is sent or when it is wrong."""
    if not bound.form.is_bound or bound.errors:
        return ""
    value = getattr(bound.form, "cleaned_data", {}).get(bound.name)
    return date_text(value) if value else ""


def field_context(bound: BoundField, *, question: bool = False, heading: bool = False, marks: bool = True) -> dict[str, Any]:
    """Everything the templates of ``design/field/`` read."""
    kind = kind_of(bound)
    limit = getattr(bound.field, "max_length", None) if isinstance(bound.field.widget, forms.Textarea) else None
    context: dict[str, Any] = {
        "field": bound,
        "kind": kind,
        "id": bound.auto_id,
        "control_id": first_control(bound),
        "described_by": described_by(bound),
        "optional": marks and not bound.field.required and kind not in ("locked", "checkbox"),
        "question": question or heading,
        "heading": heading,
        "limit": limit,
    }
    if kind in ("control", "checkbox"):
        context["control"] = bound.as_widget(attrs=control_attributes(bound, limit))
    if kind == "file":
        # Browsers never fill a file in again: whoever sent one beside an error must be told so.
        context |= {"control": file_control(bound), "chosen_again": bool(bound.data and bound.form.errors)}
    if kind == "date":
        context |= {"boxes": date_boxes(bound), "echo": date_echo(bound)}
    return context


def summary_lines(*forms_: forms.BaseForm) -> list[Summary]:
    """The lines of the error summary over one or more forms: each sentence once, in the order of the fields."""
    lines: list[Summary] = []
    for form in forms_:
        if not form or not form.is_bound:
            continue
        lines += [Summary(str(sentence), "") for sentence in form.non_field_errors()]
        lines += [Summary(str(sentence), first_control(bound)) for bound in form for sentence in bound.errors]
    return lines
