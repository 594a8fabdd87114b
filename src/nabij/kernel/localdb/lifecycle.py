"""What the rest of Nabij asks of its private PostgreSQL: be there, say how you are, stop."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from nabij.kernel.localdb import cluster as server
from nabij.kernel.localdb.account import server_user
from nabij.kernel.localdb.binaries import choose
from nabij.kernel.localdb.cluster import Cluster, existing
from nabij.kernel.localdb.layout import PORT, Layout, make_home, make_private
from nabij.kernel.localdb.passwords import password
from nabij.kernel.localdb.pidfile import read
from nabij.kernel.localdb.roles import CARE, DATABASE, OWNER, WEB, extend, settle
from nabij.kernel.localdb.trouble import LocalDbError

_LOCK_WITHIN = 60.0
_PURPOSES = ("demo", "live", "test")


@dataclass(frozen=True)
class LocalDb:
    """A running server. The addresses are ``postgresql://`` with the socket folder as host; ``started`` by this call or not."""

    socket_dir: Path
    port: int
    web_url: str
    owner_url: str
    care_url: str
    data_dir: Path
    pid: int
    version: str
    source: str
    started: bool


@dataclass(frozen=True)
class Status:
    """How the server of a home is, without starting it."""

    running: bool
    pid: int | None
    data_dir: Path | None
    socket_dir: Path | None
    version: str


def ensure(home: Path, *, purpose: str, pg_bin: str | None = None) -> LocalDb:
    """The running server of ``home``, with roles, database and extensions in place; started or made when needed.

    ``purpose`` is 'demo', 'live' (both keep every acknowledged write) or 'test' (a separate, faster, forgetful server).
    ``pg_bin`` defaults to ``NABIJ_PG_BIN``. Raises LocalDbError with a sentence on which a person can act.
    """
    if purpose not in _PURPOSES:
        raise ValueError(purpose)
    home = home.absolute()
    make_home(home)
    layout = Layout(home, purpose)
    with _locked(layout):
        cluster = _cluster(layout, os.environ.get("NABIJ_PG_BIN", "") if pg_bin is None else pg_bin)
        if blocked := server.not_reachable(cluster):
            raise LocalDbError(blocked)
        server.prepare(cluster)
        make_private(cluster.socket_dir, cluster.user)
        server.reap(cluster.data_dir)
        silent = not cluster.answers()
        if silent:
            server.start(cluster)
        return _ready(cluster, started=silent)


def stop(home: Path, *, purpose: str = "demo") -> bool:
    """Stop the server of ``home``; False when it was not running."""
    layout = Layout(home.absolute(), purpose)
    if not layout.majors():
        return False
    with _locked(layout):
        stopped = [server.stop(cluster) for cluster in existing(layout)]
    return any(stopped)


def status(home: Path, *, purpose: str = "demo") -> Status:
    """How the server of ``home`` is. Never starts, makes or waits."""
    layout = Layout(home.absolute(), purpose)
    for cluster in existing(layout):
        found = read(cluster.data_dir)
        running = cluster.answers()
        return Status(
            running, found.pid if running and found else None, cluster.data_dir, cluster.socket_dir, cluster.binaries.version
        )
    return Status(False, None, None, None, "")


def _cluster(layout: Layout, named: str) -> Cluster:
    majors = layout.majors()
    known = layout.data_dir(max(majors)) if majors else layout.home / "none"
    user = server_user(layout.home, known)
    return Cluster(layout, user, choose(layout.home, user, named=named, majors=majors))


def _ready(cluster: Cluster, *, started: bool) -> LocalDb:
    secrets = {role: password(cluster.layout.password_file(role)) for role in (OWNER, WEB, CARE)}
    urls = {role: _url(cluster, role, secret) for role, secret in secrets.items()}
    with cluster.connect() as connection:
        settle(connection, secrets)
        version = connection.info.parameter_status("server_version") or cluster.binaries.version
    with psycopg.connect(urls[OWNER], autocommit=True) as owner:
        extend(owner)
    found = read(cluster.data_dir)
    return LocalDb(
        socket_dir=cluster.socket_dir,
        port=PORT,
        web_url=urls[WEB],
        owner_url=urls[OWNER],
        care_url=urls[CARE],
        data_dir=cluster.data_dir,
        pid=found.pid if found else 0,
        version=version.split(" ")[0],
        source=cluster.binaries.source,
        started=started,
    )


def _url(cluster: Cluster, role: str, secret: str) -> str:
    return f"postgresql://{role}:{quote(secret, safe='')}@/{DATABASE}?host={quote(str(cluster.socket_dir), safe='')}&port={PORT}"


@contextmanager
def _locked(layout: Layout) -> Iterator[None]:
    """One process at a time may start or stop; the lock falls with the process that holds it."""
    with open(layout.lock, "a") as stream:
        deadline = time.monotonic() + _LOCK_WITHIN
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise LocalDbError(f"Een ander proces is al een minuut bezig met de databank in {layout.home}.") from None
                time.sleep(0.05)
        yield
