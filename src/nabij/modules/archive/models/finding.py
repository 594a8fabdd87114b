"""What search reads: one narrow row per record, synonyms and the lexicon of compounds."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from nabij.kernel.tenancy.rows import OwnedRow, SharedRow, TenantForeignKey

from .dossier import Record


class SearchEntry(OwnedRow):
    """One record as search knows it. ``lead``: title and first words; ``full``: everything. The audience is read from the dossier
    as well, so that a narrowed dossier is gone at once."""

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="entry", db_constraint=False)
    dossier = TenantForeignKey("archive.Dossier", on_delete=models.PROTECT, related_name="+")
    series_code = models.CharField(max_length=30)
    audience = TenantForeignKey("archive.Audience", on_delete=models.PROTECT, related_name="+")
    doc_date = models.DateField()
    kind = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300)
    lead = SearchVectorField(null=True)
    full = SearchVectorField(null=True)
    partly = models.BooleanField(default=False)

    class Meta(OwnedRow.Meta):
        indexes = [
            GinIndex(fields=["full"], name="archive_entry_full"),
            GinIndex(fields=["lead"], name="archive_entry_lead"),
            models.Index(fields=["organisation", "-doc_date", "record"], name="archive_entry_newest"),
            models.Index(fields=["organisation", "audience"], name="archive_entry_audience"),
        ]

    def __str__(self) -> str:
        return self.title


class SynonymSet(SharedRow):
    """Words that mean the same here; one per line. Expanded in the question, so that a new one works at once."""

    words = models.CharField(max_length=300)
    note = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.words


class CompoundWord(SharedRow):
    """A word that compounds are made of, with where it comes from."""

    word = models.CharField(max_length=40)
    source = models.CharField(max_length=120)

    class Meta(SharedRow.Meta):
        constraints = [
            *SharedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "word"], name="archive_compound_word"),
        ]

    def __str__(self) -> str:
        return self.word
