"""A pointer to a row of any module without a foreign key across modules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reference:
    """``module`` and ``kind`` name what it is, ``id`` its key as text, ``label`` how a person calls it."""

    module: str
    kind: str
    id: str
    label: str = ""
    organisation_id: int | None = None

    @classmethod
    def to(cls, row: Any, label: str = "") -> Reference:
        """Reference to a model instance: module = app label, kind = model name in lower case."""
        meta = row._meta
        return cls(
            meta.app_label, meta.model_name, str(row.pk), label or str(row), getattr(row, "organisation_id", None)
        )

    @property
    def key(self) -> str:
        return f"{self.module}.{self.kind}:{self.id}"
