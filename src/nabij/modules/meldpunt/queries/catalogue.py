"""Reads of the regional catalogue: categories, numbers to show first, words of danger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ..models import Category, LexiconTerm, Redirect
from ..rules.danger import DangerClass, Term

STALE_AFTER = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Number:
    """A number to show first. ``stale`` = not checked for 180 days: shown all the same, flagged to staff."""

    party: str
    phone: str
    text_nl: str
    text_fr: str
    source: str
    checked_on: date
    stale: bool


def categories() -> list[Category]:
    """Active categories in the order of the form."""
    return list(Category.objects.filter(active=True).order_by("sequence"))


def category_by_code(service_code: str) -> Category | None:
    return Category.objects.filter(active=True, service_code=service_code).first()


def lexicon() -> list[Term]:
    rows = LexiconTerm.objects.order_by("danger_class", "term")
    return [Term(row.term, DangerClass(row.danger_class), tuple(row.needs), tuple(row.not_with)) for row in rows]


#: A category that is acute by itself leads to the numbers of its danger.
_TRIGGERS = {"gasgeur": "gas", "stroom": "electricity"}


def numbers_for(classes: Iterable[DangerClass | str], service_code: str, on: date) -> list[Number]:
    """Numbers for what was found, 112 not included: the page says that one by itself, first and always."""
    wanted = {str(danger_class) for danger_class in classes} | {service_code, _TRIGGERS.get(service_code, "")}
    rows = Redirect.objects.filter(trigger__in=wanted).exclude(phone="112").order_by("party", "phone")
    return [
        Number(r.party, r.phone, r.text_nl, r.text_fr, r.source, r.checked_on, on - r.checked_on > STALE_AFTER)
        for r in rows
    ]
