"""A number opens a report, so numbers may not be tried one by one."""

from __future__ import annotations

from datetime import timedelta

from nabij.kernel.access import throttle
from nabij.kernel.identity.models import Guess
from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.meldpunt.models import Report


def test_after_many_wrong_numbers_one_waits_and_a_neighbour_does_not(organisations, visitor, still_clock):
    kortrijk = organisations["kortrijk"]
    with scope(reading=[kortrijk], actor=system("test")):
        code = Report.objects.order_by("-reported_at").first().code
    client = visitor("kortrijk")
    for _ in range(throttle.LIMIT):
        assert client.get("/melding/KOR222222").status_code == 404
    refused = client.get(f"/melding/{code}")
    assert refused.status_code == 429 and "056 00 00 05" in refused.content.decode()
    assert client.get(f"/melding/{code}", REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get(f"/melding/{code}", headers={"x-real-ip": "192.0.2.8"}).status_code == 200
    still_clock.forward(timedelta(minutes=16))
    assert client.get(f"/melding/{code}").status_code == 200


def test_a_right_number_is_never_counted_and_no_address_is_kept(organisations, visitor):
    client = visitor("kortrijk")
    client.get("/melding/KOR222222", REMOTE_ADDR="192.0.2.9")
    assert [g.number for g in Guess.objects.all()] == [1]
    assert "192.0.2.9" not in Guess.objects.get().who


def test_only_our_own_proxy_is_believed(rf):
    assert throttle.address(rf.get("/", REMOTE_ADDR="192.0.2.1", headers={"x-real-ip": "10.0.0.1"})) == "192.0.2.1"
    assert throttle.address(rf.get("/", REMOTE_ADDR="127.0.0.1", headers={"x-real-ip": "192.0.2.2"})) == "192.0.2.2"
    assert throttle.address(rf.get("/", REMOTE_ADDR="127.0.0.1", headers={"x-real-ip": "onzin"})) == "127.0.0.1"
