"""Random passwords of the database roles, each in a file that only we can read."""

import os
import secrets
from pathlib import Path


def password(path: Path) -> str:
    """The password in ``path``; made at first use (mode 0600)."""
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(32))
            stream.flush()
            os.fsync(stream.fileno())
    return path.read_text().strip()
