"""The looks of ``nabij check`` and ``nabij doctor``. None of them needs the web server; only the last ones need a database."""

import shutil
import socket
import stat
from dataclasses import dataclass
from pathlib import Path

import psycopg

from nabij.kernel import localdb
from nabij.kernel.config import Config
from nabij.kernel.localdb.binaries import EXTENSIONS

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_LITTLE_SPACE = 1_000_000_000
# Of the rights that a web role may not have: PostgreSQL's column and what it means.
_TOO_MUCH = {
    "rolsuper": "is superuser",
    "rolbypassrls": "kan langs de scheiding tussen gemeenten (BYPASSRLS)",
    "rolcreaterole": "kan rollen maken",
    "rolcreatedb": "kan databanken maken",
}


@dataclass(frozen=True)
class Finding:
    """``level`` is fine, warning, wrong or away (not reachable). The sentence says what to do."""

    name: str
    level: str
    sentence: str


def settings_findings(config: Config) -> list[Finding]:
    """Every setting that is wrong or dangerous, the database role included."""
    found = [_address(config), _hosts(config), _debug(config), *_secrets(config.home)]
    if config.database_url and not config.database_owner_url:
        found.append(
            Finding("database_owner_url", "warning", "ontbreekt. Zonder kan 'nabij migrate' de tabellen niet vernieuwen.")
        )
    return found + _role(config)


def state_findings(config: Config) -> list[Finding]:
    """Whether each part is there: disk, database with its extensions and tables, web."""
    return [_disk(config.home), *_role(config), *_database(config), _web(config)]


def _address(config: Config) -> Finding:
    if config.address in _LOOPBACK:
        return Finding("address", "fine", f"{config.address}: alleen deze machine")
    if config.demo:
        return Finding(
            "address", "warning", f"{config.address}: iedereen op het netwerk kan in dit voorbeeld, zonder wachtwoord."
        )
    return Finding("address", "warning", f"{config.address}: zet er nginx met https voor, of luister op 127.0.0.1.")


def _hosts(config: Config) -> Finding:
    if config.demo or config.hosts[0] not in _LOOPBACK:
        return Finding("hosts", "fine", ", ".join(config.hosts))
    return Finding(
        "hosts",
        "warning",
        'is nog localhost. Zet in nabij.toml de naam van uw platform, bijvoorbeeld hosts = ["nabij.uwregio.be"].',
    )


def _debug(config: Config) -> Finding:
    if config.debug and not config.demo:
        return Finding("debug", "wrong", "staat aan en toont code en gegevens aan bezoekers. Verwijder NABIJ_DEBUG.")
    return Finding("debug", "fine", "staat aan" if config.debug else "staat uit")


def _secrets(home: Path) -> list[Finding]:
    """Keys and passwords may be read by their owner only."""
    files = [path for path in (home / "secrets").glob("*") if path.is_file()] if home.is_dir() else []
    open_ = [path for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if open_:
        return [Finding("secrets", "wrong", f"anderen kunnen {path} lezen. Herstel met: chmod 600 '{path}'") for path in open_]
    return [Finding("secrets", "fine", f"{len(files)} bestanden, alleen voor de eigenaar")]


def _url(config: Config) -> str:
    """The address for the web role, without starting a server that does not run."""
    if config.database_url:
        return config.database_url
    if not config.home.is_dir() or not localdb.status(config.home).running:
        return ""
    return localdb.ensure(config.home, purpose="demo" if config.demo else "live", pg_bin=config.pg_bin).web_url


def _role(config: Config) -> list[Finding]:
    url = _url(config)
    if not url:
        return [Finding("databank", "away", "draait niet. Start ze met: nabij demo (voorbeeld) of nabij start")]
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute(
                "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError as away:
        return [Finding("databank", "away", f"antwoordt niet: {str(away).strip().splitlines()[-1]}")]
    assert row is not None
    wrong = [text for text, has in zip(_TOO_MUCH.values(), row[1:], strict=True) if has]
    if wrong:
        return [Finding("databank", "wrong", f"de rol {row[0]} {', '.join(wrong)}. Gebruik nabij_web in DATABASE_URL.")]
    return [Finding("databank", "fine", f"antwoordt; de rol {row[0]} heeft niet te veel rechten")]


def _database(config: Config) -> list[Finding]:
    url = _url(config)
    if not url:
        return []
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            have = {row[0] for row in connection.execute("SELECT extname FROM pg_extension")}
            tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
            drift = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8 - %s::float8", [_now()]).fetchone()
    except psycopg.OperationalError:
        return []
    assert tables is not None and drift is not None
    missing = [name for name in EXTENSIONS if name not in have]
    return [
        Finding("uitbreidingen", "wrong", f"{', '.join(missing)} ontbreken. Maak ze met: nabij migrate")
        if missing
        else Finding("uitbreidingen", "fine", ", ".join(EXTENSIONS)),
        Finding(
            "tabellen", "fine" if tables[0] else "wrong", f"{tables[0]}" if tables[0] else "geen. Maak ze met: nabij migrate"
        ),
        Finding("klok", "fine", "gelijk met de databank")
        if abs(drift[0]) < 5
        else Finding(
            "klok", "wrong", f"wijkt {drift[0]:.0f} seconden af van de databank. Zet tijdsynchronisatie aan op beide machines."
        ),
    ]


def _now() -> float:
    import time

    return time.time()


def _disk(home: Path) -> Finding:
    place = next(folder for folder in [home, *home.parents] if folder.exists())
    free = shutil.disk_usage(place).free
    gigabytes = f"{free / 1e9:.1f}".replace(".", ",")
    if free < _LITTLE_SPACE:
        return Finding("schijf", "wrong", f"nog {gigabytes} GB vrij bij {home}. Maak plaats: vanaf 0 kan niemand nog bewaren.")
    return Finding("schijf", "fine", f"{gigabytes} GB vrij bij {home}")


def _web(config: Config) -> Finding:
    try:
        everywhere = config.address == "0.0.0.0"  # nosec B104: only compared
        with socket.create_connection(("127.0.0.1" if everywhere else config.address, config.port), timeout=2):
            return Finding("web", "fine", f"luistert op poort {config.port}")
    except OSError:
        return Finding("web", "away", f"luistert niet op poort {config.port}")
