"""Kernel A24: no notice ends with a machine, and no module is switched on without its inclusion assessment, whoever asks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nabij.kernel.errors import Invalid
from nabij.kernel.modules import facade, registry
from nabij.kernel.modules.manifest import NoticeKind
from nabij.kernel.modules.models import Enablement
from nabij.kernel.tenancy.scope import scope, system


@pytest.mark.parametrize("channels", [(), ("email",), ("letter", "sms")])
def test_a_kind_of_notice_without_a_human_at_its_end_cannot_be_declared(channels: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="letter or a call"):
        NoticeKind("x.y", "Proef", channels, "x.txt")


def test_every_kind_that_is_installed_ends_with_a_human() -> None:
    kinds = [kind for module in registry.installed() for kind in module.notice_kinds]
    assert kinds and {kind.channels[-1] for kind in kinds} <= {"letter", "call"}


@pytest.mark.django_db
def test_a_seed_or_an_importer_cannot_switch_on_without_inclusion_either(organisations: dict[str, int]) -> None:
    own = [organisations["lendelede"]]
    with scope(reading=own, writing=own, actor=system("demo"), organisation_id=own[0]):
        before = Enablement.objects.count()
        given: dict[str, Any] = {"organisation_id": own[0], "module": "meldpunt", "effective": date(2027, 5, 1), "decision_ref": "GR 12"}
        with pytest.raises(Invalid) as refused:
            facade.enable(**given, agreement_ref="protocol 3")
        assert "inclusion_ref" in refused.value.fields and Enablement.objects.count() == before
