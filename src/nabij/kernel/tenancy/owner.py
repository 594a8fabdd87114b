"""The owner role, for code lists and boundaries: used by loaders that an administrator runs from the shell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings

from ..errors import Unavailable


@contextmanager
def owner_connection() -> Iterator[psycopg.Connection]:
    """A psycopg connection as ``nabij_owner``, one transaction. Raises ``Unavailable`` without DATABASE_OWNER_URL."""
    url = settings.DATABASE_OWNER_URL
    if not url:
        raise Unavailable("Dit bevel heeft de eigenaarsrol nodig: zet DATABASE_OWNER_URL of start Nabij met zijn eigen databank.")
    with psycopg.connect(url) as connection:
        yield connection
