"""A real demo for browser tests: started once per worker on a free port, in a home of its own, ended by its process number.

``region`` gives it at the beginning of the story; ``changing_region`` says that the test moves the clock or makes rows, so that
the next test finds the beginning again ("Begin opnieuw", the same command that a visitor has).
"""

from __future__ import annotations

import fcntl
import http.client
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

import pytest

from nabij.demo import control
from nabij.testing import database, story

#: A first start makes a database, its tables and the story.
_START_WITHIN = 240.0
_END_WITHIN = 40.0
_HOMES = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP, unchanged; ``headers`` keeps repeated ones."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass
class Region:
    """The thirteen municipalities and the platform, answering on one port of this machine."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]
    disturbed: bool = False
    _hold: list[IO[str]] = field(default_factory=list, repr=False)

    def platform(self, path: str = "/") -> str:
        """Address of a staff page."""
        return f"http://localhost:{self.port}{path}"

    def site(self, slug: str, path: str = "/") -> str:
        """Address of a page of one municipality."""
        return f"http://{slug}.localhost:{self.port}{path}"

    def get(self, slug: str, path: str, cookie: str = "") -> Answer:
        """GET without a browser; ``slug`` empty = the platform's own host. No redirect is followed."""
        return self._ask("GET", slug, path, "", cookie)

    def post(self, slug: str, path: str, fields: Mapping[str, str | list[str]], cookie: str = "") -> Answer:
        """POST a form as its own page would."""
        return self._ask("POST", slug, path, urlencode(fields, doseq=True), cookie)

    def sign_in(self, username: str) -> str:
        """Take the place of a person of the story; returns the cookie for ``get`` and ``post``."""
        answer = self.post("", f"/demo/als/{username}", {})
        assert answer.status == 302, f"{username} has no place in this story: {answer.status}"
        return answer.header("Set-Cookie").partition(";")[0]

    def _ask(self, method: str, slug: str, path: str, body: str, cookie: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": f"{slug}.localhost:{self.port}" if slug else f"localhost:{self.port}", "Sec-Fetch-Site": "same-origin"}
        headers |= {"Cookie": cookie} if cookie else {}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}
        try:
            connection.request(method, path, body=body or None, headers=headers)
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def forward(self, minutes: int) -> None:
        """Move the clock of the story with the demo's own command."""
        self.disturbed = True
        _nabij(self.home, "demo", "forward", "--minutes", str(minutes))

    def begin_again(self) -> None:
        """Back to the beginning of the story; waits until web answers from the restored rows."""
        answer = control.answer(control.request("reset", home=self.home), home=self.home, within=60)
        assert answer and answer["ok"], f"the demo did not begin again: {answer}"
        self.disturbed = False
        _wait_until_ready(self)

    def end(self) -> None:
        """SIGTERM and wait: the demo stops its own parts and its database."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=_END_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            for file in self._hold:
                file.close()


def start_region() -> Region:
    """Start a demo in a home that no other test run holds. A home told from the same code is used again, from its beginning."""
    home, lock = _own_home()
    mark = home.with_suffix(".told")
    told = database.template_name()
    again = mark.exists() and mark.read_text() == told
    if not again:
        _clear(home)
        story.cast(story.mould(database.home(), told), home)
        mark.write_text(told)
    region = _started(home, lock)
    _wait_until_ready(region)
    if again:
        region.begin_again()
    return region


def _own_home() -> tuple[Path, IO[str]]:
    """The first of some homes that is not in use; the lock goes with this process, however it ends."""
    folder = database.home()
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, _HOMES + 1):
        lock = open(folder / f"region-{number}.lock", "w")  # noqa: SIM115 - held until the region ends
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return folder / f"region-{number}", lock
        except BlockingIOError:
            lock.close()
    raise RuntimeError(f"{_HOMES} test runs already hold a demo in {folder}")


def _clear(home: Path) -> None:
    """Stop what a cut-short run left in this home, then forget it."""
    if home.is_dir():
        _nabij(home, "stop", check=False)
        shutil.rmtree(home)
    home.with_suffix(".told").unlink(missing_ok=True)


def _started(home: Path, lock: IO[str]) -> Region:
    port = _free_port()
    _nabij(home, "stop", check=False)
    with open(home.with_suffix(".log"), "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "nabij", "demo", "--port", str(port)], env=_environment(home, port), stdin=subprocess.DEVNULL,
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    return Region(home, port, process, _hold=[lock])


def _environment(home: Path, port: int = 0) -> dict[str, str]:
    return story.environment(home) | {"NABIJ_SITE_PORTS_FIRST": "0"} | ({"NABIJ_PORT": str(port)} if port else {})


def _nabij(home: Path, *words: str, check: bool = True) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nabij", *words], env=_environment(home), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip
    if check and done.returncode:
        raise RuntimeError(f"nabij {' '.join(words)}: {done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(region: Region) -> None:
    deadline = time.monotonic() + _START_WITHIN
    while time.monotonic() < deadline:
        try:
            if region.get("", "/healthz/ready").status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        if region.process.poll() is not None:
            raise RuntimeError(f"the demo ended: {region.home.with_suffix('.log').read_text(errors='replace')[-3000:]}")
        time.sleep(0.2)
    raise RuntimeError(f"the demo did not answer within {_START_WITHIN:.0f} s, see {region.home.with_suffix('.log')}")


@pytest.fixture(scope="session")
def running_region() -> Iterator[Region]:
    """The one demo of this worker."""
    region = start_region()
    try:
        yield region
    finally:
        region.end()


@pytest.fixture
def region(running_region: Region) -> Region:
    """The demo at the beginning of its story, for tests that only look."""
    if running_region.disturbed:
        running_region.begin_again()
    return running_region


@pytest.fixture
def changing_region(region: Region) -> Region:
    """The same, for a test after which the story must begin again."""
    region.disturbed = True
    return region
