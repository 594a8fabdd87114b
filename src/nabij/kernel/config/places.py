"""Where an installation lives when nobody said so."""

import hashlib
import os
from pathlib import Path

import nabij

ROOT_HOMES = Path("/var/lib/nabij")


def project_folder() -> Path:
    """The checkout that this code runs from, or the current folder when Nabij was installed as a package."""
    package = Path(nabij.__file__).resolve().parent
    checkout = package.parent.parent
    return checkout if (checkout / "pyproject.toml").is_file() and package.parent.name == "src" else Path.cwd()


def default_home(*, as_root: bool | None = None) -> Path:
    """``<project>/.nabij``; for root a folder that an ordinary user can reach, since PostgreSQL never runs as root."""
    own = project_folder() / ".nabij"
    if not (os.geteuid() == 0 if as_root is None else as_root):
        return own
    return ROOT_HOMES / hashlib.sha256(os.fsencode(own)).hexdigest()[:8]
