"""Two people of one organisation confirm different changes at the same moment: one wins, the other is asked to look again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from nabij.kernel.errors import Stale
from nabij.kernel.tenancy.models import Organisation
from nabij.testing.people import acting_as

from .. import actions
from ..actions.membership import consequences
from ..models import Membership, Project
from ..rules.states import Level, State


@pytest.mark.slow("two connections that commit, on a database of their own")
def test_of_two_writers_one_wins(fresh_database: str) -> None:
    own = Organisation.objects.get(slug="kuurne").id
    with acting_as("griet"):
        project = Project.objects.get(slug="regionaal-meldpunt").id
    together = Barrier(2)

    def confirm(month: int) -> str:
        try:
            with acting_as("griet"):
                step: dict[str, Any] = {
                    "organisation_id": own,
                    "project_id": project,
                    "to": State.LEFT,
                    "effective": date(2027, month, 1),
                }
                seen = consequences(**step, level=Level.LIGHT)
                together.wait(10)
                actions.record_membership(**step, reason=f"maand {month}", preview_digest=seen.digest)
            return "won"
        except Stale:
            return "look again"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(confirm, (6, 7)))
    assert outcomes == ["look again", "won"]
    with acting_as("griet"):
        assert (
            Membership.objects.filter(organisation_id=own, project_id=project, state="left", recorded__upper_inf=True).count()
            == 1
        )
