"""The rota is made ahead at night, without anyone touching it."""

from __future__ import annotations

from datetime import timedelta

from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.meldpunt import facade
from nabij.modules.meldpunt.models import Shift


def furthest() -> object:
    return Shift.objects.order_by("period").last().period.upper


def test_the_horizon_moves_with_the_days(organisations, still_clock):
    region = organisations["zuid-west-vlaanderen"]
    with scope(reading=[region], writing=[region], actor=system("test"), organisation_id=region):
        before = furthest()
        still_clock.forward(timedelta(days=30))
        assert facade.renew_shifts() > 0
        assert furthest() >= before + timedelta(days=23)
        rows = Shift.objects.count()
        facade.renew_shifts()
        assert Shift.objects.count() == rows
