"""What must be true before the doors open: a database, its tables, the story. Each step says what it did, in figures."""

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from importlib import metadata
from pathlib import Path

import nabij
from nabij.demo import beginning
from nabij.kernel import localdb
from nabij.kernel.config import Config
from nabij.kernel.errors import HouseError

Say = Callable[[str], None]
_OWNER_NAMES = ("DATABASE_OWNER_URL", "NABIJ_DATABASE_OWNER_URL")
_WEB_NAMES = ("DATABASE_URL", "NABIJ_DATABASE_URL")
_SOURCES = {"system": "van dit systeem", "wheel": "meegeleverd", "named": "uit NABIJ_PG_BIN"}


class Database:
    """Where the rows are: a private server that we keep alive, or the one that DATABASE_URL names."""

    def __init__(self, config: Config, *, purpose: str) -> None:
        self.config, self.purpose = config, purpose
        self.private = not config.database_url
        self.web_url, self.owner_url = config.database_url, config.database_owner_url

    def ensure(self, say: Say = lambda line: None) -> None:
        """Make it run. Raises LocalDbError."""
        if not self.private:
            return
        begun = time.monotonic()
        found = localdb.ensure(self.config.home, purpose=self.purpose, pg_bin=self.config.pg_bin)
        self.web_url, self.owner_url = found.web_url, found.owner_url
        did = "gestart" if found.started else "liep al"
        say(f"Databank    PostgreSQL {found.version}, {_SOURCES[found.source]}: {did} ({_seconds(begun)})")

    def runs(self) -> bool:
        """Whether the private server answers; another server is not ours to judge."""
        return not self.private or localdb.status(self.config.home, purpose=self.purpose).running

    def stop(self) -> None:
        """Stop the private server; every acknowledged write is on disk."""
        if self.private:
            localdb.stop(self.config.home, purpose=self.purpose)

    def environment(self, *, owner: bool = False) -> dict[str, str]:
        """The environment of a child: the owner's address only for those that may change tables."""
        kept = {k: v for k, v in os.environ.items() if k.removesuffix("_FILE") not in _OWNER_NAMES + _WEB_NAMES}
        config = self.config
        kept |= {"DATABASE_URL": self.web_url, "NABIJ_HOME": str(config.home), "NABIJ_DEMO": "1" if config.demo else "0"}
        kept |= {"NABIJ_PORT": str(config.port), "NABIJ_ADDRESS": config.address, "PYTHONUNBUFFERED": "1"}
        kept |= {"NABIJ_SITE_PORTS_FIRST": str(config.site_ports_first)}
        return kept | ({"DATABASE_OWNER_URL": self.owner_url} if owner else {})


class PortInUse(HouseError):
    """Another program listens where we want to listen."""


def refuse_used_port(address: str, port: int) -> None:
    """Raise PortInUse when another program listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as wrong:
            raise PortInUse(
                f"Poort {port} is niet vrij ({wrong.strerror}). Stop het andere programma, of kies een andere poort: "
                f"nabij demo --port {port + 10}"
            ) from wrong


def migrate(database: Database, say: Say) -> None:
    """Bring the tables up to date, only when the migrations changed since the last time."""
    begun = time.monotonic()
    mark = migrations_mark()
    if beginning.schema_mark(database.web_url) == mark:
        say(f"Tabellen    in orde ({_seconds(begun)})")
        return
    _run("migrate", database, "De tabellen konden niet worden vernieuwd.")
    beginning.set_schema_mark(database.owner_url, mark)


def migrations_mark() -> str:
    """One short text for all migrations that exist: our files by content, those of others by the version of their package."""
    package = Path(nabij.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.glob("**/migrations/*.py")):
        digest.update(str(path.relative_to(package)).encode() + path.read_bytes())
    for name in ("django", "django-allauth", "procrastinate"):
        digest.update(f"{name} {metadata.version(name)}".encode())
    return f"nabij:{digest.hexdigest()[:16]}"


def tell_story(database: Database, say: Say) -> None:
    """Seed the demo when it was not, and keep the result as the beginning."""
    home = database.config.home
    begun = time.monotonic()
    if beginning.is_seeded(home):
        say(f"Voorbeeld   staat er al ({_seconds(begun)})")
        return
    flag = home / "demo" / "seeding"
    if flag.exists():  # An earlier seeding was cut short: half a story cannot be told on.
        beginning.forget(home)
        database.ensure()
        migrate(database, say)
    flag.parent.mkdir(mode=0o700, exist_ok=True)
    flag.touch()
    seed(database)
    publish(database, say)
    begun = time.monotonic()
    beginning.keep(home)
    flag.unlink()
    say(f"Kopie       voor 'Begin opnieuw' ({_seconds(begun)})")


def seed(database: Database) -> None:
    """Tell the story into empty tables, in a process of its own."""
    _run("demo-seed", database, "Het voorbeeld kon niet worden klaargezet.")


def publish(database: Database, say: Say) -> None:
    """End what the story set in motion before it is kept: who begins again finds thirteen published sites, not a queue."""
    begun = time.monotonic()
    trouble = "De pagina's van het voorbeeld konden niet worden gemaakt."
    _run("worker", database, trouble, "--once", owner=False, log=database.config.home / "log" / "worker.log")
    say(f"Pagina's    dertien sites gepubliceerd ({_seconds(begun)})")


def _run(verb: str, database: Database, trouble: str, *words: str, owner: bool = True, log: Path | None = None) -> None:
    """Run one step as a child, with the owner's address unless it needs none, its lines on our screen or in ``log``."""
    command, environment = [sys.executable, "-m", "nabij", verb, *words], database.environment(owner=owner)
    with open(log, "ab") if log else nullcontext() as kept:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, env=environment, stdout=kept, stderr=kept)
    if done.returncode < 0:
        raise KeyboardInterrupt
    if done.returncode:
        raise HouseError(f"{trouble} Lees {f'wat in {log} staat' if log else 'de regels hierboven'}.")


def _seconds(begun: float) -> str:
    return f"{time.monotonic() - begun:.1f} s".replace(".", ",")
