"""Search: one question, answered over what the asker may read; counts come from the same set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import connection, transaction
from django.db.utils import OperationalError

from nabij.kernel.calendar import clock
from nabij.kernel.errors import RuleViolation
from nabij.kernel.tenancy.scope import current

from ..models import CompoundWord, Record, SynonymSet
from ..rules import words
from ..rules.words import Mark, Query

PAGE = 20
LEXICON_S = 30
_TOO_LONG_MS = 2000


class TooBroad(RuleViolation):
    """The question takes too long; the sentence says what to add."""

    code = "te-breed"


@dataclass(frozen=True, slots=True)
class Hit:
    """One found record, with a snippet in marks."""

    record: Record
    doc_date: date
    snippet: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class FacetLine:
    value: str
    hits: int


@dataclass(frozen=True, slots=True)
class Answer:
    """``total`` counts to 10.000 and then says so; ``next_after`` is the place to go on."""

    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, tuple[FacetLine, ...]]
    next_after: tuple[date, UUID] | None

    @property
    def total_text(self) -> str:
        return "meer dan 10.000" if self.total > 10_000 else f"{self.total:,}".replace(",", ".")


def find(query: Query, *, best: bool = False, after: tuple[date, UUID] | None = None, facets: bool = True) -> Answer:
    """Newest first, or best first. Raises TooBroad after two seconds."""
    expression = words.tsquery(query, synonyms(), lexicon())
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(_TOO_LONG_MS)])
            rows = _found(cursor, query, expression, best, after)
            counted = _facets(cursor, query, expression) if facets else {}
            headlines = _headlines(cursor, [row[0] for row in rows[:PAGE]], expression)
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    except OperationalError as slow:
        raise TooBroad("Deze vraag levert te veel op. Voeg een woord, een jaar of een reeks toe.") from slow
    records = Record.objects.select_related("dossier__series").in_bulk([row[0] for row in rows])
    hits = tuple(Hit(records[row[0]], row[3], headlines.get(row[0], ())) for row in rows[:PAGE] if row[0] in records)
    last = (rows[PAGE - 1][3], rows[PAGE - 1][0]) if len(rows) > PAGE and not best else None
    total = sum(line.hits for line in counted.pop("alles", ()))
    return Answer(hits, total, counted, last)


def _filters(query: Query, expression: str) -> dict[str, Any]:
    return {
        "wanted": expression or None, "today": clock.today(), "series": query.series, "kind": query.kind, "since": query.since,
        "until": query.until,
    }


_ASKED = "to_tsquery('nabij.nabij_nl', %(wanted)s), %(today)s, %(series)s, %(kind)s, %(since)s::date, %(until)s::date"


def _found(cursor: Any, query: Query, expression: str, best: bool, after: tuple[date, UUID] | None) -> list[tuple[Any, ...]]:
    day, record = after or (None, None)
    more = {"best": best, "most": PAGE + 1, "day": day, "record": record}
    cursor.execute(
        f"SELECT * FROM nabij.archive_find({_ASKED}, %(best)s, %(most)s, %(day)s::date, %(record)s::uuid)",  # nosec B608: placeholders
        _filters(query, expression) | more,
    )
    return list(cursor.fetchall())


def _facets(cursor: Any, query: Query, expression: str) -> dict[str, tuple[FacetLine, ...]]:
    cursor.execute(f"SELECT * FROM nabij.archive_facets({_ASKED})", _filters(query, expression))  # nosec B608: placeholders
    found: dict[str, list[FacetLine]] = {}
    for facet, value, hits in cursor.fetchall():
        found.setdefault(facet, []).append(FacetLine(value, hits))
    return {facet: tuple(sorted(lines, key=lambda line: (-line.hits, line.value))) for facet, lines in found.items()}


_HEADLINE = """
SELECT c.record_id, ts_headline('nabij.nabij_nl', string_agg(left(t.text, 20000), ' ' ORDER BY t.page),
  to_tsquery('nabij.nabij_nl', %(wanted)s), E'MaxFragments=1, MaxWords=24, MinWords=10, StartSel=\x02, StopSel=\x03')
FROM archive_component c JOIN archive_pagetext t ON t.component_id = c.id AND t.organisation_id = c.organisation_id
WHERE c.record_id = ANY (%(records)s) AND t.page <= 40 GROUP BY c.record_id
"""


def _headlines(cursor: Any, records: list[UUID], expression: str) -> dict[UUID, tuple[Mark, ...]]:
    if not expression or not records:
        return {}
    cursor.execute(_HEADLINE, {"wanted": expression, "records": records})
    return {record: words.marks(text) for record, text in cursor.fetchall()}


def synonyms() -> list[list[str]]:
    """Running sets of words that mean the same, of the region and of the own municipality."""
    rows = SynonymSet.objects.filter(ended_at=None).values_list("words", flat=True)
    return [[word.strip() for word in row.split(",") if word.strip()] for row in rows]


def synonym_sets(organisation_id: int) -> list[SynonymSet]:
    return list(SynonymSet.objects.filter(ended_at=None, organisation_id=organisation_id).order_by("words"))


def lexicon() -> frozenset[str]:
    """Words of which compounds are made; kept for half a minute per process."""
    key = f"archive:lexicon:{','.join(current().tags)}"
    found = cache.get(key)
    if found is None:
        found = frozenset(words.plain(word) for word in CompoundWord.objects.values_list("word", flat=True))
        cache.set(key, found, LEXICON_S)
    return frozenset(found)
