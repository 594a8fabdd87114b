"""Words of search: synonyms by an archivist, the lexicon of compounds by the region."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.cache import cache

from nabij.kernel.access import authorise, require_own
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound

from .. import access
from ..models import CompoundWord, SynonymSet
from ..rules import words as rules


def add_synonyms(*, organisation_id: int, words: str, note: str = "", audience: str = "own") -> SynonymSet:
    """Words that mean the same, separated by commas; they count from the next question on."""
    require_own(organisation_id)
    authorise(access.OVERLAY)
    listed = [" ".join(word.split()) for word in words.split(",") if word.strip()]
    if len(listed) < 2:
        raise Invalid({"words": "Schrijf minstens twee woorden, met een komma ertussen."})
    row = SynonymSet.objects.create(organisation_id=organisation_id, audience=audience, words=", ".join(listed)[:300], note=note)
    entries.record("archive.synonyms.added", row, detail={"words": row.words})
    return row


def end_synonyms(*, organisation_id: int, set_id: UUID) -> None:
    """The set stops counting; it stays as history."""
    require_own(organisation_id)
    authorise(access.OVERLAY)
    row = SynonymSet.objects.filter(organisation_id=organisation_id, id=set_id, ended_at=None).first()
    if row is None:
        raise NotFound("Deze woorden vinden we niet.")
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    entries.record("archive.synonyms.ended", row)


def load_lexicon(*, partnership_id: int, words: Iterable[str], source: str) -> int:
    """Words of which compounds are made, for every member; returns how many are new."""
    require_own(partnership_id)
    authorise(access.PLAN_STEER)
    known = set(CompoundWord.objects.filter(organisation_id=partnership_id).values_list("word", flat=True))
    fresh = sorted({rules.plain(word.strip()) for word in words if word.strip()} - known)
    CompoundWord.objects.bulk_create(
        [
            CompoundWord(organisation_id=partnership_id, audience=f"partnership:{partnership_id}", word=word, source=source)
            for word in fresh
        ]
    )
    entries.record("archive.lexicon.loaded", organisation_id=partnership_id, detail={"new": len(fresh), "source": source})
    cache.clear()
    return len(fresh)
