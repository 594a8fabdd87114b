"""Kernel 4.6: a message ends with a human, never with a machine's failure."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nabij.kernel import crypto
from nabij.kernel.errors import Unavailable
from nabij.kernel.modules import registry
from nabij.kernel.modules.manifest import NoticeKind
from nabij.kernel.notices import actions
from nabij.kernel.notices.models import Attempt, Notice
from nabij.kernel.notices.ports import Permanent, Sent, Temporary
from nabij.kernel.references import Reference
from nabij.kernel.tenancy.scope import scope, system


class Provider:
    """A transport that can be told what to do, as every stub of a port can."""

    name = "proef"
    mood = "ok"

    def send(self, *, key, to, **content):
        if Provider.mood == "down":
            raise Temporary("antwoordt niet")
        if Provider.mood == "unknown":
            raise Permanent("bestaat niet")
        return Sent(f"ref-{key}")


@pytest.fixture
def kind(settings, monkeypatch, tmp_path):
    (tmp_path / "probe.txt").write_text("Onderwerp\nDag {{ name }}, uw vraag is binnen.")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    settings.NABIJ_TRANSPORTS = {"email": f"{__name__}.Provider", "sms": f"{__name__}.Provider"}
    probe = NoticeKind("test.probe", "Proef", ("email", "sms", "call"), "probe.txt")
    monkeypatch.setattr(registry, "notice_kind", lambda code: probe)
    Provider.mood = "ok"
    return probe


@pytest.fixture
def notice(kind, organisations):
    kortrijk = organisations["kortrijk"]
    with scope(reading=[kortrijk], writing=[kortrijk], actor=system("test"), organisation_id=kortrijk):
        yield actions.notify(
            kind="test.probe", organisation_id=kortrijk, recipient="Els", contact_points={"email": "els@proef.example"},
            subject=Reference("test", "thing", "1", "ding", kortrijk), context={"name": "Els"},
        )


def test_the_text_is_frozen_and_the_address_sealed(notice):
    assert (notice.title, notice.body) == ("Onderwerp", "Dag Els, uw vraag is binnen.")
    assert b"els@proef" not in bytes(notice.contact_points)
    assert notice.channels == ["email", "call"]


def test_an_accepted_message_is_not_sent_twice(notice):
    assert actions.try_once(notice_id=notice.id).state == Notice.State.ACCEPTED
    assert actions.try_once(notice_id=notice.id).state == Notice.State.ACCEPTED
    assert Attempt.objects.filter(notice=notice).count() == 1


def test_an_address_that_does_not_exist_goes_to_a_person_at_once(notice):
    Provider.mood = "unknown"
    assert actions.try_once(notice_id=notice.id).state == Notice.State.QUEUED
    assert actions.try_once(notice_id=notice.id).state == Notice.State.HANDED_TO_PERSON


def test_a_dead_provider_ends_with_a_person_after_four_hours(notice, still_clock):
    Provider.mood = "down"
    for _ in range(40):
        row = actions.try_once(notice_id=notice.id)
        if row.state == Notice.State.HANDED_TO_PERSON:
            break
        still_clock.forward(timedelta(minutes=15))
    assert row.state == Notice.State.HANDED_TO_PERSON
    outcomes = list(Attempt.objects.filter(notice=notice).order_by("at").values_list("outcome", flat=True))
    assert outcomes[-1] == "handed" and set(outcomes[:-1]) == {"failed"}


def test_what_one_organisation_sealed_another_cannot_open():
    sealed = crypto.seal(1, "notice", "0470 00 00 01")
    assert crypto.unseal(1, "notice", sealed) == "0470 00 00 01"
    for organisation, purpose in ((2, "notice"), (1, "other")):
        with pytest.raises(Unavailable):
            crypto.unseal(organisation, purpose, sealed)
    assert crypto.blind_index(1, "phone", "x") != crypto.blind_index(2, "phone", "x")
