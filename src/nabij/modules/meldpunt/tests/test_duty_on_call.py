"""Who is on call now: the answer of the API, its text form, its agreement with the rota, and its copy when the database is away."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import cache

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.module_loading import import_string

from nabij.kernel import lastcopies
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Unavailable
from nabij.kernel.events.facade import publish
from nabij.kernel.identity.capacities import hash_of, new_token
from nabij.kernel.identity.models import AccessToken
from nabij.modules.meldpunt import jobs, standing
from nabij.modules.meldpunt.models import DutyLine, DutyPerson, Shift
from nabij.modules.meldpunt.queries import on_call, rota
from nabij.modules.meldpunt.rules import rota as rules

from .duty_scene import ANKE, JORIS, of, organisation_id

URL = "/api/v1/meldpunt/on-call/now"
LUC, MIEKE = "+32470000051", "+32470000020"
PLAIN = {"accept": "text/plain"}
LastCopies = import_string("nabij.site.copies.LastCopies")


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path, db):
    settings.NABIJ_HOME = tmp_path


def token_of(slug: str, *scopes: str) -> str:
    token = new_token()
    with of(slug):
        AccessToken.objects.create(
            organisation_id=organisation_id(slug), name="telefooncentrale", prefix=token[:12], sha256=hash_of(token), scopes=list(scopes),
            expires=clock.now() + timedelta(days=90), created_at=clock.now(),
        )  # fmt: skip
    return token


def asked(client, token: str, query: str = "", **headers: str):
    client.defaults["HTTP_HOST"] = "localhost:8000"
    return client.get(URL + query, headers={"authorization": f"Bearer {token}", **headers})


def test_the_answer_names_who_is_on_who_follows_and_the_last_resort(client):
    answer = asked(client, token_of("kortrijk", "meldpunt.duty.read")).json()
    assert set(answer) == {"line", "at", "until", "people", "fallback", "public_number", "next", "engine"}
    assert answer["line"] == "regio" and answer["public_number"].startswith("+3256")
    first, backup, second = answer["people"]
    assert (first["name"], first["role"], first["because"]) == ("Joris Vanneste", "first", "beurtrol")
    assert first["methods"] == [{"kind": "sms", "value": JORIS}, {"kind": "voice", "value": JORIS}]
    assert (backup["name"], backup["role"]) == ("Anke Dewulf", "backup")
    assert (second["name"], second["role"]) == ("Luc Debaere", "second")
    assert answer["until"] == answer["next"]["from"] == "2027-04-02T15:00:00+00:00"
    assert [person["name"] for person in answer["next"]["people"]] == ["Anke Dewulf", "Joris Vanneste", "Nele Verschuere"]
    assert [person["role"] for person in answer["fallback"]] == ["coördinator", "algemeen directeur", "burgemeester"]
    assert answer["engine"]["pulse_age_s"] is None or answer["engine"]["pulse_age_s"] >= 0


def test_an_exchange_gets_one_number_per_line_in_the_order_to_dial(client):
    answer = asked(client, token_of("kortrijk", "meldpunt.duty.read"), **PLAIN)
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content.decode().splitlines()[:4] == [JORIS, ANKE, LUC, MIEKE]


def test_another_moment_another_line_another_municipality(client):
    token = token_of("kortrijk", "meldpunt.duty.read")
    later = asked(client, token, "?at=2027-04-03T12:00:00%2B02:00").json()
    assert later["people"][0]["name"] == "Anke Dewulf"
    gap = asked(client, token, "?at=2027-04-16T09:00:00").json()
    assert [person["role"] for person in gap["people"]] == ["backup", "second"], "the gap of 16 April is not filled in silently"
    for query, status in (
        ("?line=nergens", 404), ("?municipality=kuurne", 404), ("?municipality=nergens", 404), ("?at=straks", 422), ("?at=2031-01-01", 422),
        ("?line=regio&municipality=kortrijk", 200),
    ):  # fmt: skip
        assert asked(client, token, query).status_code == status, query
    assert asked(client, token_of("kortrijk", "meldpunt.report.list")).status_code == 403
    assert asked(client, "nbj_nergens").status_code == 401


def test_a_municipality_outside_the_line_is_told_its_own_number(client):
    answer = asked(client, token_of("lendelede", "*"), "")
    assert answer.status_code in (200, 404), "the module is off there until April"
    with of("wervik"):
        found = on_call.answer(municipality_id=organisation_id("wervik"), line_slug="", at=clock.now())
    assert (found.line, found.people, found.numbers) == ("", (), [found.public_number])


@pytest.mark.slow(reason="a thousand moments")
def test_json_and_text_agree_with_the_rota_at_a_thousand_random_instants(monkeypatch):
    chance = random.Random(20270330)
    opened = cache(on_call._methods)  # the numbers stay the same: unsealing them a thousand times proves nothing more
    monkeypatch.setattr(on_call, "_methods", lambda ids: opened(tuple(ids)))
    with of("kortrijk"):
        line = DutyLine.objects.get(slug="regio")
        schedules = {role: rota.schedule_of(line, role) for role in ("first", "backup", "second")}
        names = {str(person.id): str(person) for person in DutyPerson.objects.all()}
        start, end = clock.now(), max(shift.period.upper for shift in Shift.objects.filter(line=line))
        for number in range(1_000):
            at = start + timedelta(seconds=chance.randrange(int((end - start).total_seconds())))
            found = on_call.OnCall("regio", at, None, on_call.people_at(line, at), (), "", ())
            if number % 20 == 0:  # the whole answer costs five more questions
                found = on_call.answer(municipality_id=organisation_id("kortrijk"), line_slug="regio", at=at)
            expected = [(names[on.person], role) for role, plan in schedules.items() for on in rules.on_call(plan, at)]
            assert [(person.name, person.role) for person in found.people] == expected, at
            text = standing.on_call_response(RequestFactory(headers=PLAIN).get(URL), on_call.as_data(found, 0))
            dialled = [method.value for person in found.people for method in person.methods]
            assert text.content.decode().splitlines()[: len(set(dialled))] == list(dict.fromkeys(dialled)), at
            assert found.until is None or at < found.until


def away(request):
    """The application while the database is away."""
    return HttpResponse("databank niet bereikbaar", status=Unavailable.status)


def copied(token: str, query: str = "", **headers: str) -> HttpResponse:
    request = RequestFactory(headers={"authorization": f"Bearer {token}", **headers}).get(URL + query)
    return LastCopies(away)(request)


def test_without_a_database_the_copy_answers_also_after_the_next_change_of_turn(client, still_clock):
    token = token_of("kortrijk", "meldpunt.duty.read")
    asked(client, token)
    assert copied(token, **PLAIN).content.decode().splitlines()[:2] == [JORIS, ANKE]
    still_clock.forward(timedelta(days=4))
    assert copied(token, **PLAIN).content.decode().splitlines()[:2] == [ANKE, JORIS]
    body = copied(token)
    assert b'"copy_of"' in body.content and b'"pulse_age_s": null' in body.content


def test_a_copy_opens_only_for_the_token_that_was_let_in_and_was_not_refused_since(client):
    token = token_of("kortrijk", "meldpunt.duty.read")
    asked(client, token)
    assert copied(token_of("kuurne", "meldpunt.duty.read")).status_code == 503
    assert copied(token, "?line=andere").status_code == 503, "a question that was never answered has no copy"
    with of("kortrijk"):
        AccessToken.objects.update(revoked_at=clock.now())
    assert asked(client, token).status_code == 401
    assert copied(token).status_code == 503


def test_the_files_hold_no_number_and_nobody_else_can_read_them(client, settings):
    asked(client, token_of("kortrijk", "meldpunt.duty.read"))
    files = [path for path in (settings.NABIJ_HOME / "copies").rglob("*") if path.is_file()]
    assert files and all(path.stat().st_mode & 0o077 == 0 for path in files)
    assert all(JORIS[3:].encode() not in path.read_bytes() for path in files)


def sheet_request(client) -> object:
    request = RequestFactory().get("/wacht/blad")
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    return request


def test_the_sheet_stays_when_the_database_goes_and_closes_when_one_signs_out(staff):
    client = staff("joris")
    assert "0470 00 00 42" in client.get("/wacht/blad").content.decode()
    request = sheet_request(client)
    page = LastCopies(away)(request)
    text = page.content.decode()
    assert page.status_code == 200 and "0470 00 00 42" in text and "De databank antwoordt nu niet." in text
    assert "no-store" in page["Cache-Control"]
    assert LastCopies(away)(RequestFactory().get("/wacht/blad")).status_code == 503
    client.post("/afmelden")
    assert LastCopies(away)(request).status_code == 503


def test_an_api_without_database_says_503_so_that_the_copy_is_asked(client, monkeypatch):
    def broken(*_: object) -> None:
        raise OperationalError("away")

    token = token_of("kortrijk", "meldpunt.duty.read")
    asked(client, token)
    with monkeypatch.context() as cut:
        cut.setattr("nabij.kernel.identity.capacities.connection.cursor", broken)
        answer = asked(client, token, **PLAIN)
    assert answer.status_code == 200 and answer.content.decode().startswith(JORIS)


def test_a_changed_rota_renews_the_copies_of_every_member(organisations):
    from nabij.kernel.jobs.models import JobMeta

    with of("zuid-west-vlaanderen"):
        line = DutyLine.objects.get(slug="regio")
        jobs.on_shifts_changed(publish("shift.changed", line))
    with of("kuurne"):
        assert JobMeta.objects.filter(task=jobs.keep_copies.name, finished_at=None).count() == 1
        jobs.keep_copies.function()
    kept = lastcopies.kept(organisations["kuurne"], standing.SHEET)
    assert kept is not None and "Griet Holvoet" in kept.text
