"""The duty line when things fail: the engine hangs, the database is away, the telephone has no network."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from steps import sign_in, text

from nabij.demo import control
from nabij.testing.browser import NARROW, Visit, axe_problems
from nabij.testing.server import Region

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.xdist_group("browser-2"), pytest.mark.slow(reason="a real demo; processes are stopped and a network is cut")]
#: The promise is 90 seconds with 60 seconds of silence (LONG=1); a plain run looks at the same in a few.
AFTER = 60 if os.environ.get("LONG") else 6
PROMISE = 90 if os.environ.get("LONG") else 36


def parts(region: Region) -> dict[str, int]:
    return dict(json.loads((region.home / "parts.json").read_text()))


def engines(region: Region) -> list[int]:
    return [pid for name, pid in parts(region).items() if name.startswith("duty-engine")]


def health(region: Region) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection("127.0.0.1", region.port, timeout=10)
    connection.request("GET", "/healthz/duty", headers={"Host": f"localhost:{region.port}"})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def waits_for(what: str, within: float, true: Callable[[], object]) -> float:
    begun = time.monotonic()
    while time.monotonic() - begun < within:
        if true():
            return time.monotonic() - begun
        time.sleep(0.25)
    raise AssertionError(f"not within {within:.0f} s: {what}")


def told(region: Region) -> list[dict[str, str]]:
    """What the guard said through its own provider, without the test messages that prove that provider."""
    found = [json.loads(path.read_text()) for path in (region.home / "demo" / "gateway").glob("*.json")]
    return [one for one in found if one["provider"] == "waak-1" and not one["text"].startswith("Proef")]


@pytest.fixture
def guard(changing_region: Region) -> Iterator[Region]:
    """The region with a guard that is quicker than the region's own in a plain run; the engines run on afterwards."""
    region = changing_region
    own = parts(region)["watchdog"]
    if AFTER != 60:
        os.kill(own, signal.SIGSTOP)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("NABIJ_", "DATABASE_", "DJANGO_"))}
    environment |= {
        "NABIJ_HOME": str(region.home), "NABIJ_DEMO": "1", "NABIJ_PORT": str(region.port), "NABIJ_WATCHDOG_AFTER": str(AFTER),
        "NABIJ_WATCHDOG_CALL": "Mieke Tanghe +32470000020, Anke Dewulf +32470000013", "NABIJ_SITE_PORTS_FIRST": "0",
    }
    process = subprocess.Popen([sys.executable, "-m", "nabij", "watchdog"], env=environment) if AFTER != 60 else None
    try:
        yield region
    finally:
        for pid in [*engines(region), own]:
            os.kill(pid, signal.SIGCONT)
        if process:
            process.terminate()
            process.wait(10)


def test_f15_a_hung_engine_calls_the_coordinator_shows_a_banner_and_then_skips_nothing(guard: Region) -> None:
    region = guard
    waits_for("an engine lives", 30, lambda: health(region)[0] == 200)
    stopped = engines(region)
    assert len(stopped) == 2
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    took = waits_for("the guard calls the coordinator", PROMISE, lambda: told(region))
    print(f"\nengines stopped; the coordinator was called after {took:.0f} s")  # noqa: T201
    assert told(region)[0]["to"] == "+32470000020" and "De alarmering staat stil" in told(region)[0]["text"]
    sent = {"wat": "gasgeur bij stilstand", "waar": "Grote Markt, Kortrijk", "gevaar": "yes", "gezien": "1"}
    assert region.post("kortrijk", "/melden", sent).status == 302, "reporting goes on"
    page = region.get("", "/wacht", region.sign_in("joris")).text
    assert "gasgeur bij stilstand" in page
    if AFTER == 60:
        assert "De alarmering staat stil sinds" in page and "0470" in page
    for pid in stopped:
        os.kill(pid, signal.SIGCONT)
    gateway = region.home / "demo" / "gateway"
    waits_for("the page that waited leaves", 20, lambda: any("bij stilstand" in path.read_text() for path in gateway.glob("*.json")))
    waits_for("well again", 40, lambda: health(region)[0] == 200)


def test_a35_without_a_database_the_sheet_and_the_exchange_still_get_their_answer(changing_region: Region) -> None:
    region = changing_region
    cookie = region.sign_in("joris")
    assert "0470 00 00 42" in region.get("", "/wacht/blad", cookie).text
    assert region.get("", "/api/v1/meldpunt/on-call/now", cookie).status == 200
    control.request("stop_database", home=region.home, seconds=12)
    waits_for("the database is away", 15, lambda: region.get("", "/healthz/ready").status == 503)
    sheet, now = region.get("", "/wacht/blad", cookie), region.get("", "/api/v1/meldpunt/on-call/now", cookie)
    assert sheet.status == 200 and "0470 00 00 42" in sheet.text and "De databank antwoordt nu niet." in sheet.text
    assert now.status == 200 and "copy_of" in json.loads(now.text) and "Joris Vanneste" in now.text
    assert region.get("", "/wacht/blad").status != 200, "without a session no copy"
    assert health(region)[0] == 503
    waits_for("the database is back", 60, lambda: region.get("", "/healthz/ready").status == 200)


class Line:
    """A wire between browser and server that can be cut: what goes through is the real thing, what is cut is really gone."""

    def __init__(self, to: int) -> None:
        self.to, self.open = to, True
        self.pairs: list[socket.socket] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.door.getsockname()[1])
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return
            if not self.open:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.to))
            self.pairs += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    @staticmethod
    def _carry(one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self) -> None:
        self.open = False
        for end in self.pairs:
            end.close()
        self.pairs = []

    def mend(self) -> None:
        self.open = True


def soon(page: Page, true: Callable[[], object], what: str, within: float = 25.0) -> None:
    """Wait without touching the page: a reload would lose the sound."""
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, f"not within {within:.0f} s: {what}\n{text(page)}"
        page.wait_for_timeout(300)


def press(page: Page, name: str, number: int = 0) -> None:
    page.get_by_role("button", name=name, exact=True).nth(number).click()


def test_a37_without_network_the_night_goes_on_and_nothing_pretends(changing_region: Region, visit: Visit) -> None:
    region, line = changing_region, Line(changing_region.port)
    sent = {"wat": "gasgeur aan het station", "waar": "Stationsplein, Kortrijk", "gevaar": "yes", "gezien": "1"}
    assert region.post("kortrijk", "/melden", sent).status == 302
    page = visit.page(width=NARROW)
    through = Region(region.home, line.port, region.process)
    sign_in(page, through, "joris", "/wacht")
    soon(page, lambda: page.evaluate("caches.open('wacht').then(c => c.match('/wacht/kopie')).then(Boolean)"), "the copy is kept")
    assert "Geluid staat uit" in text(page)
    press(page, "Zet het geluid aan")
    soon(page, lambda: "Geluid staat aan" in text(page), "the page says that it will ring")

    line.cut()
    begun = time.monotonic()
    page.goto(through.platform("/wacht"))
    seen = text(page)
    assert time.monotonic() - begun < 3
    held = ("Kopie van de wacht", "gasgeur aan het station", "Protocol: Gasgeur", "0470 00 00 42", "Rooster van twee weken")
    assert [words for words in held if words not in seen] == []
    assert axe_problems(page) == []
    for words in ("Sleutel ligt bij de buren", "Brandweer is er"):
        page.get_by_label("Noteer wat u ziet").first.fill(words)
        press(page, "Bewaar nota of foto")
        page.wait_for_selector("#wachtrij:not([hidden])")
    press(page, "Gedaan")
    press(page, "Ik neem het")
    soon(page, lambda: text(page).count("Nog niet verstuurd") == 4, "four acts wait on the telephone")
    assert "Bel het zelf" in text(page) and "Nu weet niemand anders het." in text(page)
    assert "Joris Vanneste neemt het" not in text(page)

    line.mend()
    page.goto(through.platform("/wacht"))
    soon(page, lambda: "Joris Vanneste neemt het sinds" in text(page), "the alarm is taken once the network is back")
    page.get_by_role("link", name="Verloop van dit alarm").first.click()
    soon(page, lambda: "Brandweer is er" in text(page), "the notes came through")
    seen = text(page)
    assert seen.count("Sleutel ligt bij de buren") == 2, "once with the notes, once in the history"
    assert "1 van 5 stappen gedaan" in seen and "Nog niet verstuurd" not in seen
