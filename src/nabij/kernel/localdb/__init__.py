"""A private PostgreSQL for an installation without one: found, made, started, stopped and recovered without set-up.

It listens on a Unix socket only, never runs as root, and its data stands in one folder per major version.
"""

from nabij.kernel.localdb.copies import has_copy, restore_copy, save_copy, start_empty
from nabij.kernel.localdb.lifecycle import LocalDb, Status, ensure, status, stop
from nabij.kernel.localdb.trouble import LocalDbError

__all__ = [
    "LocalDb",
    "LocalDbError",
    "Status",
    "ensure",
    "has_copy",
    "restore_copy",
    "save_copy",
    "start_empty",
    "status",
    "stop",
]
