"""Which operating-system user the server runs as, and what that user can reach.

PostgreSQL refuses to run as root. Started by root, it runs as the owner of the data folder, else of the home folder, else nobody.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nabij.kernel.localdb.trouble import LocalDbError


@dataclass(frozen=True)
class ServerUser:
    """The user of the server; ``dropped`` when that is another user than the one that starts it (root)."""

    name: str
    uid: int
    gid: int
    groups: frozenset[int]
    dropped: bool

    def popen_options(self) -> dict[str, Any]:
        """What ``subprocess`` needs to start a process as this user."""
        if not self.dropped:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": sorted(self.groups)}

    def owns(self, path: Path) -> None:
        """Give ``path`` to this user (root only; otherwise it is ours already)."""
        if self.dropped:
            os.chown(path, self.uid, self.gid)


def server_user(home: Path, data_dir: Path) -> ServerUser:
    """The user that the server of ``home`` runs as. Raises LocalDbError when there is no usable one."""
    running = os.geteuid()
    owner = _owner(data_dir)
    if running != 0:
        if owner not in (None, running):
            raise LocalDbError(f"De map {data_dir} is van {_name(owner)}. Start Nabij als die gebruiker of als root.")
        return _user(running, dropped=False)
    return _user(owner or _owner(home) or _nobody(), dropped=True)


def _owner(path: Path) -> int | None:
    try:
        return path.stat().st_uid
    except FileNotFoundError:
        return None


def _nobody() -> int:
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError as missing:
        raise LocalDbError(
            "PostgreSQL draait niet als root en de gebruiker 'nobody' bestaat hier niet. Start Nabij als een gewone gebruiker."
        ) from missing


def _user(uid: int, *, dropped: bool) -> ServerUser:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as missing:
        raise LocalDbError(
            f"De gebruiker met nummer {uid} heeft geen regel in /etc/passwd en daarom start PostgreSQL niet. "
            f"Voeg deze regel toe: nabij:x:{uid}:{os.getgid()}::/:/usr/sbin/nologin"
        ) from missing
    groups = frozenset(os.getgrouplist(entry.pw_name, entry.pw_gid))
    return ServerUser(entry.pw_name, uid, entry.pw_gid, groups, dropped)


def _name(uid: int | None) -> str:
    try:
        return f"de gebruiker {pwd.getpwuid(uid or 0).pw_name}"
    except KeyError:
        return f"de gebruiker met nummer {uid}"


def closed_folder(path: Path, user: ServerUser) -> Path | None:
    """The first folder on the way to ``path``, itself included, that ``user`` cannot enter; None when all are open."""
    for folder in [*reversed(path.parents), path]:
        if not _may_enter(folder, user):
            return folder
    return None


def _may_enter(folder: Path, user: ServerUser) -> bool:
    if not user.dropped:
        return os.access(folder, os.X_OK)
    found = folder.stat()
    if found.st_uid == user.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid in user.groups:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)
