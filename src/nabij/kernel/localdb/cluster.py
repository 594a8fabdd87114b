"""The server itself: make its data folder, start it, know whether it lives, stop it."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from nabij.kernel.localdb.account import ServerUser, closed_folder, server_user
from nabij.kernel.localdb.binaries import Binaries
from nabij.kernel.localdb.layout import PORT, Layout
from nabij.kernel.localdb.passwords import password
from nabij.kernel.localdb.pidfile import Postmaster, forget_stale, read
from nabij.kernel.localdb.trouble import LocalDbError

SUPERUSER = "postgres"
# After kill -9 the last back ends of the dead server may need some seconds to notice; until then a start is refused.
_START_WITHIN = 15.0
_STOP_WITHIN = 20.0
_MARK = "nabij.json"

_ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "max_connections": "100",
    "shared_buffers": "64MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
    "logging_collector": "off",
    "password_encryption": "scram-sha-256",
}
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# A test server may lose everything when the machine falls over: its data is made anew.
_FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "on",
    "max_connections": "200",
}

# The servers that this process started, kept so that a dead one is reaped and does not stay behind as a zombie.
_started: dict[str, "subprocess.Popen[bytes]"] = {}


@dataclass(frozen=True)
class Cluster:
    """One data folder with everything needed to run it."""

    layout: Layout
    user: ServerUser
    binaries: Binaries

    @property
    def data_dir(self) -> Path:
        return self.layout.data_dir(self.binaries.major)

    @property
    def socket_dir(self) -> Path:
        return self.layout.socket_dir(self.user)

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection as superuser, in autocommit."""
        secret = password(self.layout.password_file(SUPERUSER))
        return psycopg.connect(
            host=str(self.socket_dir),
            port=PORT,
            user=SUPERUSER,
            password=secret,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    def answers(self) -> bool:
        """Alive means: the right data folder answers over the socket. A process number alone proves nothing."""
        if not (self.socket_dir / f".s.PGSQL.{PORT}").exists():
            return False
        try:
            with self.connect() as connection:
                found = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError:
            return False
        return found is not None and os.path.samefile(found[0], self.data_dir)


def existing(layout: Layout) -> list[Cluster]:
    """The cluster of the newest data folder, if there is one. Its programs are not looked for: asking and stopping need none."""
    majors = sorted(layout.majors(), reverse=True)
    return [_without_programs(layout, major) for major in majors[:1]]


def _without_programs(layout: Layout, major: int) -> Cluster:
    user = server_user(layout.home, layout.data_dir(major))
    return Cluster(layout, user, Binaries(Path("/nonexistent"), str(major), "none"))


def prepare(cluster: Cluster) -> None:
    """Make the data folder when there is none; refuse one of unknown origin."""
    data = cluster.data_dir
    if not data.exists():
        _initialise(cluster)
        return
    purpose = _mark(data).get("purpose")
    if purpose == "live" and cluster.layout.purpose == "demo":
        raise LocalDbError(
            f"In {cluster.layout.home} staat een echte installatie. Kies voor het voorbeeld een andere map met NABIJ_HOME."
        )


def mark_for_tests(data: Path) -> None:
    """Let the server of this data folder forget everything when the machine falls over, from its next start."""
    (data / _MARK).write_text(json.dumps(_mark(data) | {"purpose": "test"}))


def _mark(data: Path) -> dict[str, str]:
    try:
        return dict(json.loads((data / _MARK).read_text()))
    except (OSError, ValueError) as wrong:
        raise LocalDbError(
            f"De map {data} is niet door Nabij gemaakt. We raken ze niet aan: verplaats ze, of kies een andere NABIJ_HOME."
        ) from wrong


def _initialise(cluster: Cluster) -> None:
    """initdb beside the final place and rename: a data folder that exists is always a finished one."""
    draft = cluster.data_dir.with_name(f"{cluster.data_dir.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    cluster.user.owns(draft)
    secret = password(cluster.layout.password_file(SUPERUSER))
    with tempfile.NamedTemporaryFile("w", dir=cluster.layout.home, prefix="start-") as stream:
        stream.write(secret)
        stream.flush()
        cluster.user.owns(Path(stream.name))
        _initdb(cluster, draft, Path(stream.name))
    (draft / "pg_hba.conf").write_text("local all all scram-sha-256\n")
    (draft / _MARK).write_text(json.dumps({"purpose": cluster.layout.purpose, "version": cluster.binaries.version}))
    draft.rename(cluster.data_dir)


def _initdb(cluster: Cluster, draft: Path, password_file: Path) -> None:
    asked: list[str | Path] = [
        cluster.binaries.initdb,
        "-D",
        draft,
        "-U",
        SUPERUSER,
        "-A",
        "scram-sha-256",
        f"--pwfile={password_file}",
        "-E",
        "UTF8",
    ]
    durable = [] if cluster.layout.purpose != "test" else ["--no-sync"]
    said = ""
    for locale in _locales(cluster.binaries.major):
        done = subprocess.run(
            [*asked, *durable, *locale],
            capture_output=True,
            text=True,
            cwd="/",
            env=_environment(cluster),
            **cluster.user.popen_options(),
        )
        if done.returncode == 0:
            return
        said = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else str(done.returncode)
        for left in draft.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    raise LocalDbError(f"PostgreSQL kon de map {cluster.data_dir} niet klaarmaken: {said}")


def _locales(major: int) -> list[list[str]]:
    """The same order of signs on every machine; 15 and 16 know it only through the system, which may not have it."""
    if major >= 17:
        return [["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]]
    return [["--locale=C.UTF-8"], ["--locale=C"]]


def _environment(cluster: Cluster) -> dict[str, str]:
    """Nothing of the caller's environment reaches the server: no PG* variable, no locale."""
    return {"PATH": f"{cluster.binaries.folder}:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": "/"}


def start(cluster: Cluster) -> None:
    """Start the server and wait until it answers. Raises LocalDbError with the last line of its log when it does not."""
    deadline = time.monotonic() + _START_WITHIN
    while True:
        forget_stale(cluster.data_dir)
        process = _spawn(cluster)
        while process.poll() is None and time.monotonic() < deadline:
            if cluster.answers():
                return
            time.sleep(0.02)
        if time.monotonic() >= deadline:
            raise LocalDbError(f"PostgreSQL start niet in {cluster.data_dir}: {_last_line(cluster.layout.log)}")
        time.sleep(0.2)


def _spawn(cluster: Cluster) -> "subprocess.Popen[bytes]":
    settings = _ALWAYS | {"unix_socket_directories": str(cluster.socket_dir)}
    # What a folder was made for decides how it is kept, also where it is a copy that a demo of the tests runs from.
    settings |= _FORGETFUL if _mark(cluster.data_dir).get("purpose") == "test" else _DURABLE
    arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with open(os.open(cluster.layout.log, os.O_WRONLY | os.O_CREAT | _log_mode(cluster.layout.log), 0o600), "ab") as log:
        process = subprocess.Popen(
            [cluster.binaries.postgres, "-D", cluster.data_dir, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=_environment(cluster),
            start_new_session=True,
            **cluster.user.popen_options(),
        )
    _started[str(cluster.data_dir)] = process
    return process


def _log_mode(log: Path) -> int:
    too_long = log.exists() and log.stat().st_size > 10_000_000
    return os.O_TRUNC if too_long else os.O_APPEND


def _last_line(log: Path) -> str:
    lines = [
        line
        for line in log.read_text(errors="replace").splitlines()[-40:]
        if "FATAL" in line or "PANIC" in line or "ERROR" in line
    ]
    return lines[-1] if lines else f"zie {log}"


def stop(cluster: Cluster) -> bool:
    """Stop the server: open work is rolled back, what was acknowledged is on disk. False when it was not running."""
    found = read(cluster.data_dir)
    if found is None or not found.is_postgres():
        return False
    for asked in (signal.SIGINT, signal.SIGQUIT):
        os.kill(found.pid, asked)
        if _gone(cluster, found):
            return True
    raise LocalDbError(f"PostgreSQL (proces {found.pid}) stopt niet. Kijk in {cluster.layout.log}.")


def _gone(cluster: Cluster, found: Postmaster) -> bool:
    deadline = time.monotonic() + _STOP_WITHIN
    while time.monotonic() < deadline:
        reap(cluster.data_dir)
        if not found.is_postgres():
            return True
        time.sleep(0.02)
    return False


def reap(data_dir: Path) -> None:
    """Let go of a server of ours that died."""
    process = _started.get(str(data_dir))
    if process is not None and process.poll() is not None:
        del _started[str(data_dir)]


def not_reachable(cluster: Cluster) -> str:
    """A sentence when the server's user cannot enter the home folder; empty when all is well."""
    closed = closed_folder(cluster.layout.home, cluster.user)
    if closed is None:
        return ""
    return (
        f"PostgreSQL draait niet als root maar als {cluster.user.name}, en die kan niet in de map {closed}. "
        f"Kies met NABIJ_HOME een map die wel open is, of geef doorgang met: chmod o+x '{closed}'"
    )
