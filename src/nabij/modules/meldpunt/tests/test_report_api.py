"""The API: the same rules as the screens, repeatable, versioned, in problem+json."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

pytestmark = pytest.mark.django_db

URL = "/api/v1/meldpunt/reports"


def post(client: Any, url: str, body: dict[str, Any], **headers: str) -> Any:
    headers.setdefault("Idempotency-Key", uuid4().hex)
    return client.post(url, json.dumps(body), content_type="application/json", headers=headers)


def test_a_report_is_made_read_and_moved(staff: Any) -> None:
    client = staff("delphine")
    made = post(client, URL, {"text": "losse tegel", "place": "achter de sporthal"})
    assert made.status_code == 201 and made["ETag"] == '"1"' and made.json()["code"].startswith("KOR ")
    url = f"{URL}/{made.json()['id']}"
    assert client.get(url).json() == made.json()
    assert post(client, f"{url}/states", {"to": "accepted"}).status_code == 428
    assert post(client, f"{url}/states", {"to": "accepted"}, **{"If-Match": '"9"'}).status_code == 412
    moved = post(client, f"{url}/states", {"to": "accepted"}, **{"If-Match": '"1"'})
    assert moved.status_code == 201 and moved.json()["state"] == "accepted" and moved["ETag"] == '"2"'


def test_the_same_key_makes_one_report(staff: Any) -> None:
    client, key = staff("delphine"), uuid4().hex
    body = {"text": "put", "place": "achter de sporthal"}
    first = post(client, URL, body, **{"Idempotency-Key": key})
    assert post(client, URL, body, **{"Idempotency-Key": key}).json()["id"] == first.json()["id"]
    assert post(client, URL, {**body, "text": "anders"}, **{"Idempotency-Key": key}).status_code == 422


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"text": "", "place": "x"}, "/text"),
        ({"text": "x" * 4_001, "place": "x"}, "/text"),
        ({"text": "put"}, "/place_text"),
        ({"text": "put", "latitude": 3.265, "longitude": 50.828}, "/latitude"),
        ({"text": "put", "latitude": 50.8}, "/latitude"),
        ({"text": "put", "place": "tussen Kuurne en Kortrijk"}, "/municipality"),
        ({"text": "put", "place": "x", "kleur": "rood"}, "/kleur"),
        ({"text": "put", "place": "x", "contact": {"phone": "vijf"}}, "/contact/phone"),
        ({"text": "put", "place": "x", "contact": {"email": "kaat"}}, "/contact/email"),
        ({"text": "put", "place": "x", "contact": {"email": "kaat@voorbeeld.be\nBcc: x@voorbeeld.be"}}, "/contact/email"),
        ({"text": "put \ud800", "place": "x"}, "/text"),
        ({"text": "put", "place": "x\x00"}, "/place"),
    ],
)
def test_what_cannot_be_used_is_named(staff: Any, body: dict[str, Any], pointer: str) -> None:
    response = post(staff("delphine"), URL, body)
    assert response.status_code == 422 and response["Content-Type"] == "application/problem+json"
    assert any(error["pointer"].endswith(pointer) for error in response.json()["errors"]), response.json()


def test_one_key_for_two_reports_is_refused_not_answered_with_the_first(staff: Any) -> None:
    client, key = staff("delphine"), uuid4().hex
    urls = [f"{URL}/{post(client, URL, {'text': text, 'place': 'hier'}).json()['id']}/states" for text in ("put", "boom")]
    headers = {"Idempotency-Key": key, "If-Match": '"1"'}
    assert post(client, urls[0], {"to": "accepted"}, **headers).status_code == 201
    second = post(client, urls[1], {"to": "accepted"}, **headers)
    assert second.status_code == 422 and second.json()["type"] == "/problemen/sleutel-hergebruikt"


def test_a_key_that_is_too_long_is_told(staff: Any) -> None:
    response = post(staff("delphine"), URL, {"text": "put", "place": "hier"}, **{"Idempotency-Key": "k" * 201})
    assert response.status_code == 422 and "Idempotency-Key" in response.json()["detail"]


def test_an_impossible_step_says_why(staff: Any) -> None:
    client = staff("delphine")
    made = post(client, URL, {"text": "put", "place": "hier"}).json()
    response = post(client, f"{URL}/{made['id']}/states", {"to": "reopened"}, **{"If-Match": '"1"'})
    assert response.status_code == 422 and "kan deze melding niet" in response.json()["errors"][0]["message_nl"]


def test_pages_follow_each_other_without_gap_or_double(staff: Any) -> None:
    client = staff("delphine")
    everything = [row["id"] for row in client.get(f"{URL}?limit=100").json()]
    seen: list[str] = []
    url = f"{URL}?limit=2"
    while url:
        response = client.get(url)
        seen += [row["id"] for row in response.json()]
        url = response.headers.get("Link", "").partition(">")[0].lstrip("<")
    assert seen == everything and len(set(seen)) == len(seen) >= 5


def test_another_municipality_gets_the_same_404_as_for_nothing(staff: Any) -> None:
    made = post(staff("delphine"), URL, {"text": "put", "place": "hier"}).json()
    other = staff("nadine")
    foreign, nothing = other.get(f"{URL}/{made['id']}"), other.get(f"{URL}/{uuid4()}")
    assert foreign.status_code == nothing.status_code == 404 and foreign.content == nothing.content


def test_no_contact_data_on_the_wire(staff: Any) -> None:
    client = staff("delphine")
    made = post(client, URL, {"text": "put", "place": "hier", "contact": {"name": "Kaat", "phone": "0470 00 00 99"}})
    assert b"Kaat" not in made.content and b"470" not in made.content
