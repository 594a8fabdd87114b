"""A started installation of its own for benchmarks and fault runs: a demo in a fresh home, its parts, its database, its telephones."""

from __future__ import annotations

import http.client
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg
from measuring import family

SOURCE = Path(__file__).resolve().parents[1] / "src"
TOWNS = ("kortrijk", "kuurne", "harelbeke", "zwevegem", "spiere-helkijn")
PROVIDERS = ("sms-1", "sms-2", "stem-1", "stem-2")


@dataclass
class Installation:
    """``with Installation(port) as home:`` starts it and takes it away; nothing outside its own folder is touched."""

    port: int
    home: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="nabij-bench-")))
    keep: bool = False
    settings: dict[str, str] = field(default_factory=dict)
    within: float = 300.0
    process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Installation:
        self.home.chmod(0o755)
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("NABIJ_", "DATABASE_"))} | {
            "NABIJ_HOME": str(self.home), "NABIJ_SITE_PORTS_FIRST": "0", "PYTHONPATH": str(SOURCE), "PYTHONUNBUFFERED": "1",
        } | self.settings  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "nabij", "demo", "--port", str(self.port)], env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        said: list[str] = []
        limit = threading.Timer(self.within, self.end_now)
        limit.start()
        for line in self.process.stdout or ():
            said.append(line)
            if line.startswith("Klaar in"):
                limit.cancel()
                threading.Thread(target=self._drain, daemon=True).start()
                return self
        limit.cancel()
        raise SystemExit("the demo did not start:\n" + "".join(said[-15:]))

    def end_now(self) -> None:
        """Without waiting: the parts that this installation started, by their ids, and its parent."""
        everyone = [*self.parts().values(), *([self.process.pid] if self.process else [])]
        for pid in (child for one in everyone for child in (*family(one), one)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def _drain(self) -> None:
        assert self.process is not None
        for _ in self.process.stdout or ():
            pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.end_now()
        if not self.keep:
            shutil.rmtree(self.home, ignore_errors=True)

    def parts(self) -> dict[str, int]:
        """Process ids of what it started, the database included; without what is being restarted."""
        found: dict[str, int] = {}
        try:
            found = dict(json.loads((self.home / "parts.json").read_text()))
        except (OSError, ValueError):
            pass
        for pidfile in self.home.glob("pg*/postmaster.pid"):
            try:
                found["database"] = int(pidfile.read_text().split()[0])
            except (OSError, ValueError, IndexError):
                pass
        return {name: pid for name, pid in found.items() if Path(f"/proc/{pid}").exists()}

    @property
    def owner_url(self) -> str:
        """The owner's address of its database."""
        sys.path.insert(0, str(SOURCE))
        from nabij.kernel import localdb

        return localdb.ensure(self.home, purpose="demo").owner_url

    def rows(self, query: str, values: Any = None) -> list[tuple[Any, ...]]:
        """As the owner, asked again while the database is still coming back."""
        for _ in range(60):
            try:
                with psycopg.connect(self.owner_url, connect_timeout=5) as connection:
                    found = connection.execute(query, values)
                    return found.fetchall() if found.description else []
            except psycopg.OperationalError:
                time.sleep(1)
        raise SystemExit("the database did not come back")

    def mood(self, mood: str, seconds: float = 0.0, *, only: tuple[str, ...] = PROVIDERS) -> None:
        """Tell the stand-in providers how to behave from their next call on."""
        folder = self.home / "demo" / "gateway"
        folder.mkdir(parents=True, exist_ok=True)
        for name in only:
            draft = folder / f"{name}.{uuid.uuid4().hex}.tmp"
            draft.write_text(json.dumps({"mood": mood, "seconds": seconds}))
            draft.replace(folder / f"{name}.mood")

    def messages(self) -> dict[str, dict[str, Any]]:
        """What the telephone network holds, by provider's key (the page's id)."""
        folder = self.home / "demo" / "gateway"
        found = {}
        for path in folder.glob("*__*.json"):
            message = json.loads(path.read_text())
            found[message["key"]] = message
        return found

    def calls(self) -> list[dict[str, str]]:
        """Every call of every provider, in order."""
        path = self.home / "demo" / "gateway" / "calls.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def ask(
        self, town: str, method: str, path: str, body: bytes | str = b"", headers: dict[str, str] | None = None, within: float = 30.0
    ) -> tuple[int, dict[str, str], bytes]:
        """One request to a municipality's site, or with an empty town to the platform's own host: status, headers, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=within)
        host = f"{town}.localhost:{self.port}" if town else f"localhost:{self.port}"
        try:
            connection.request(method, path, body or None, {"Host": host, "Sec-Fetch-Site": "same-origin"} | (headers or {}))
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def sign_in(self, username: str) -> str:
        """The cookie of a person of the story."""
        _, headers, _ = self.ask("", "POST", f"/demo/als/{username}", b"", {"Content-Type": "application/x-www-form-urlencoded"})
        return headers.get("set-cookie", "").partition(";")[0]

    def form_key(self, town: str) -> str:
        """The key of a fresh form: what makes a second press the same report."""
        status, _, page = self.ask(town, "GET", "/melden")
        found = re.search(rb'name="sleutel" value="([^"]+)"', page)
        if status != 200 or found is None:
            raise OSError(f"no form at {town}: {status}")
        return found[1].decode()


def photo(seed: int, kilobytes: int = 250) -> bytes:
    """A JPEG of about that size, different for each seed."""
    from PIL import Image

    chance = random.Random(seed)
    side = 40
    small = Image.frombytes("RGB", (side, side), chance.randbytes(side * side * 3)).resize((1280, 960), Image.Resampling.BICUBIC)
    noise = Image.frombytes("L", (320, 240), chance.randbytes(320 * 240)).resize((1280, 960))
    mixed = Image.blend(small, Image.merge("RGB", (noise, noise, noise)), 0.25)
    for quality in (85, 92, 70):
        kept = io.BytesIO()
        mixed.save(kept, "JPEG", quality=quality)
        if len(kept.getvalue()) >= kilobytes * 700:
            break
    return kept.getvalue()


def multipart(fields: dict[str, str], picture: bytes | None) -> tuple[bytes, str]:
    """Body and content type of a form with a photo."""
    mark = f"----{uuid.uuid4().hex}"
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    if picture is not None:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="foto"; filename="foto.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        parts += [head.encode(), picture, b"\r\n"]
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"
