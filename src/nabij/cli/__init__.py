"""The ``nabij`` command. Exit codes: 0 fine, 1 problem found, 2 wrong use, 3 not reachable.

Every mistake ends in one Dutch sentence on standard error; a stack trace is shown only with ``NABIJ_DEBUG=1``.
"""

import sys
from collections.abc import Sequence

from nabij.cli.root import nabij
from nabij.cli.sentences import FINE, carry_out

__all__ = ["main", "run"]


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    return carry_out(nabij, list(sys.argv[1:] if arguments is None else arguments))


def main() -> None:
    """Entry point of the package."""
    code = run()
    sys.exit(code if code != FINE else 0)
