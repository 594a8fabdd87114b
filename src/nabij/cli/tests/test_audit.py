"""``nabij audit verify`` after ``nabij demo tamper``: the sentence names the row."""

from __future__ import annotations

import psycopg
import pytest
from django.conf import settings

from nabij.cli.audit import sentences
from nabij.kernel.audit.verification import verify


@pytest.mark.slow(reason="the change is committed, so it has a database of its own")
def test_the_sentence_names_the_row(fresh_database: str) -> None:
    from nabij.demo.tampering import change_one_row

    with psycopg.connect(settings.DATABASE_OWNER_URL, autocommit=True) as connection:
        before = sentences(verify(connection))
        assert len(before) == 1 and before[0].startswith("De controlelog klopt: ")
        said = change_one_row()
        assert "OCMW Kortrijk, buiten Nabij om." in said and "Laat nu de controle lopen." in said
        first = sentences(verify(connection))[0]
    assert first.startswith("Regel ") and "OCMW Kortrijk is gewijzigd na haar zegel. Er staat nu:" in first and "Niemand" in first
