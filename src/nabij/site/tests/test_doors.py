"""Hosts, headers, same-origin and what a person reads when something breaks."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from nabij.site import middleware


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"origin": "http://localhost:8000"}, True),
        ({"origin": "http://elders.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://["}, False),
        ({"origin": "HTTP://LOCALHOST:8000"}, True),
        ({"referer": "http://localhost:8000/werk"}, True),
        ({"referer": "http://elders.example/"}, False),
        ({}, False),
    ],
)
def test_a_change_with_a_session_comes_from_our_own_page(staff, headers, allowed):
    client = staff("tine")
    client.defaults = {k: v for k, v in client.defaults.items() if k != "HTTP_SEC_FETCH_SITE"}
    response = client.post("/hoedanigheid", {"capacity": "0"}, headers=headers)
    refused = response.status_code == 403 and "andere website" in response.content.decode()
    assert refused is not allowed


def test_an_unknown_host_is_refused(db):
    assert Client(headers={"host": "elders.example"}).get("/").status_code == 400


@pytest.mark.parametrize("host", ["KORTRIJK.localhost:8000", "Kortrijk.LocalHost"])
def test_a_host_name_is_the_same_in_capitals(db, host):
    assert Client(headers={"host": host}).get("/").status_code == 200


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("&".join(f"f{n}=1" for n in range(1_001)), "application/x-www-form-urlencoded"),
        ("wat=" + "a" * 2_200_000, "application/x-www-form-urlencoded"),
        ("--x", "multipart/form-data"),
        ("wat=a", "application/x-www-form-urlencoded; charset=utf-16"),
    ],
    ids=["fields", "length", "boundary", "charset"],
)
def test_what_cannot_be_read_is_told_in_dutch_with_the_phone(visitor, content, kind):
    page = visitor("kuurne").generic("POST", "/melden", content, content_type=kind)
    text = page.content.decode()
    assert page.status_code == 400 and "Bad Request" not in text and "056 00 00 06" in text and "Dit lukt zo niet" in text


def test_the_api_says_so_in_its_own_form(staff):
    page = staff("delphine").post(
        "/api/v1/meldpunt/reports", '{"text":', content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    assert page.status_code == 400 and page.headers["Content-Type"] == "application/problem+json" and "JSON" in page.json()["detail"]


def test_a_refusal_names_the_administrator_and_does_not_hide_that_person_afterwards(staff):
    client = staff("delphine")
    refused = client.get("/beheer/controlelog")
    assert refused.status_code == 403 and "Tine Vercruysse" in refused.content.decode()
    assert "Tine Vercruysse" in client.get("/werk").content.decode()


@pytest.mark.parametrize("capacity", ["9" * 5_000, "²", "-1", "\x00", ""])
def test_an_odd_capacity_is_none_of_yours(staff, capacity):
    assert staff("bart").post("/hoedanigheid", {"capacity": capacity}).status_code == 404


def test_a_host_without_municipality_is_not_found(db):
    assert Client(headers={"host": "brussel.localhost:8000"}).get("/").status_code == 404


@pytest.mark.parametrize("path", ["/werk", "/beheer/modules", "/api/v1/me", "/demo/"])
def test_staff_pages_do_not_answer_on_a_municipality_host(visitor, path):
    assert visitor("kortrijk").get(path).status_code == 404


def test_a_number_is_a_site_too(db):
    page = Client(headers={"host": "localhost:8105"}).get("/")
    assert page.status_code == 200 and "Kortrijk" in page.content.decode()
    assert middleware.is_platform("localhost:8000") and not middleware.is_platform("localhost:8105")


def test_every_answer_carries_the_headers_and_a_public_page_no_cookie(visitor):
    page = visitor("kuurne").get("/")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"] and "unsafe" not in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert not page.cookies and "Cookie" not in page.headers.get("Vary", "")


def test_an_unknown_page_names_the_local_phone(visitor):
    page = visitor("lendelede").get("/bestaat-niet")
    assert page.status_code == 404 and "056 00 00 07" in page.content.decode()


def test_a_staff_page_asks_to_sign_in_and_comes_back(db):
    answer = Client(headers={"host": "localhost:8000"}).get("/beheer/modules?op=2027-04-01")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/aanmelden?next=%2Fbeheer%2Fmodules%3Fop%3D2027-04-01"


def test_demo_accounts_do_not_start_outside_the_demo(db, settings):
    from nabij.site.start import demo_problems

    assert demo_problems() == []
    settings.NABIJ_DEMO = False
    assert "voorbeeldaanmeldingen" in demo_problems()[0]


def test_without_a_database_the_page_says_so_and_names_the_phone(visitor, monkeypatch):
    from django.core.cache import cache
    from django.db import OperationalError

    from nabij.kernel.access import routes

    client = visitor("kuurne")
    assert client.get("/").status_code == 200
    cache.clear()

    def down(*args, **kwargs):
        raise OperationalError("no server")

    monkeypatch.setattr(middleware, "site_organisation", down)
    monkeypatch.setattr(routes, "scope", down)
    page = client.get("/")
    assert page.status_code == 503 and "056 00 00 06" in page.content.decode()


def test_what_was_typed_while_the_database_was_away_is_sent_again_from_the_same_page(visitor, monkeypatch):
    from html import unescape

    from django.db import OperationalError

    from nabij.kernel.access import routes

    client = visitor("kuurne")
    typed = {"wat": 'put "diep"\nen nat', "waar": "achter de sporthal", "categorie": "", "password": "geheim"}

    def down(*args, **kwargs):
        raise OperationalError("no server")

    with monkeypatch.context() as patched:
        patched.setattr(routes, "scope", down)
        page = client.post("/melden", typed)
    text = page.content.decode()
    carried = {name: unescape(value) for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text)}
    assert page.status_code == 503 and carried == {name: typed[name] for name in ("wat", "waar", "categorie")}
    assert 'action="/melden"' in text and "Verstuur opnieuw" in text and "no-store" in page.headers["Cache-Control"]
    done = client.post("/melden", carried)
    assert done.status_code == 302 and "put &quot;diep&quot;" in client.get(done.headers["Location"]).content.decode()


def test_after_half_an_hour_of_nothing_a_person_signs_in_again(staff, monkeypatch):
    import time

    client, now = staff("delphine"), time.time()
    assert client.get("/werk").status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 29 * 60)
    assert client.get("/werk").status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + (29 + 31) * 60)
    asked = client.get("/werk?x=1")
    assert asked.status_code == 302 and asked.headers["Location"] == "/aanmelden?next=%2Fwerk%3Fx%3D1&stil=30"
    assert "Er gebeurde hier een half uur niets" in client.get(asked.headers["Location"]).content.decode()
    assert client.get("/api/v1/me").status_code == 401


def test_without_a_database_the_api_answers_a_program_in_its_own_words(staff, monkeypatch):
    from django.db import OperationalError

    from nabij.kernel.access import api

    client = staff("delphine")

    def down(*args, **kwargs):
        raise OperationalError("no server")

    monkeypatch.setattr(api, "scope", down)
    answer = client.get("/api/v1/meldpunt/reports")
    assert (answer.status_code, answer.headers["Content-Type"], answer.headers["Retry-After"]) == (503, "application/problem+json", "60")
    assert "niets bewaard" in answer.json()["detail"]


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_a_page_is_read_or_sent_and_nothing_else(visitor, method):
    answer = getattr(visitor("kuurne"), method)("/melden")
    assert (answer.status_code, answer.content) == (204 if method == "options" else 405, b"")
    assert answer.headers["Allow"] == "GET, HEAD, POST"
