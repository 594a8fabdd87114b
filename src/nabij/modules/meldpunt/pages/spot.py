"""What the alarm page and the copy for the telephone show of protocol and notes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from ..queries import protocol as protocols


def context_of(alert_id: UUID, at: datetime) -> dict[str, Any]:
    """``new_key`` gives each form a key of its own: the same form sent twice is one act."""
    return {"run": protocols.run_of(alert_id, at), "notes": protocols.notes_of(alert_id), "new_key": uuid4}
