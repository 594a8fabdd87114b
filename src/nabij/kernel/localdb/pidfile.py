"""``postmaster.pid``: what PostgreSQL leaves in its data folder while it runs, and after a kill -9."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Postmaster:
    """The first process of a server, as its own file tells it."""

    pid: int
    shared_memory_id: int | None

    def is_postgres(self) -> bool:
        """Whether a living process with this number is a ``postgres`` (a zombie is not)."""
        return "postgres" in _program(self.pid)


def read(data_dir: Path) -> Postmaster | None:
    """What the file says; None when there is none or it is not finished."""
    try:
        lines = (data_dir / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    memory = lines[6].split() if len(lines) > 6 else []
    return Postmaster(abs(pid), int(memory[1]) if len(memory) == 2 else None)


def forget_stale(data_dir: Path) -> None:
    """Remove the file when its number now belongs to another program: PostgreSQL itself would refuse to start for ever.

    Every other case is left to PostgreSQL. Callers hold the lock and know that the socket is silent.
    """
    found = read(data_dir)
    if found is None or not _lives(found.pid) or found.is_postgres():
        return
    if not _in_use(found.shared_memory_id):
        (data_dir / "postmaster.pid").unlink(missing_ok=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _program(pid: int) -> str:
    """The name of the program of a living process; empty when it is gone, a zombie, or not ours to see."""
    if Path("/proc/self/exe").exists():
        try:
            return Path(os.readlink(f"/proc/{pid}/exe")).name
        except OSError:
            return ""
    said = subprocess.run(["ps", "-p", str(pid), "-o", "comm="], capture_output=True, text=True)
    return Path(said.stdout.strip()).name


def _in_use(shared_memory_id: int | None) -> bool:
    """Whether a process is still attached to the server's memory: then back ends of a dead server may still be writing."""
    try:
        rows = Path("/proc/sysvipc/shm").read_text().splitlines()[1:]
    except OSError:
        return False
    fields = [row.split() for row in rows]
    return any(len(row) > 6 and int(row[1]) == shared_memory_id and int(row[6]) > 0 for row in fields)
