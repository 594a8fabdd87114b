"""*Wat als* from the command line belongs to the story and to nothing else."""

from __future__ import annotations

import pytest

from nabij.cli.whatif import _story
from nabij.kernel.errors import RuleViolation
from nabij.kernel.identity.models import Account


@pytest.mark.django_db
def test_a_real_installation_knows_no_storm_and_no_tampering() -> None:
    _story()
    Account.objects.create(username="echt", display_name="Een echte aanmelding", kind=Account.Kind.STAFF)
    with pytest.raises(RuleViolation, match="een echte installatie wordt nooit een voorbeeld"):
        _story()
