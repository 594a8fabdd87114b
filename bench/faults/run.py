"""``make faults``: every fault in its short form, one file each, and one table at the end.

    make faults                 all, short
    make faults ONLY=F16        one; ONLY=F12,A27 several; ONLY=kill_under_load for the whole-installation run
    make faults LONG=1          in full: hours

Exit 1 when something is missing, double or unexplained.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOT_A_FAULT = {"run", "proving", "sinks"}


def chosen(only: str) -> list[Path]:
    """Files to run; a word matches the number before the first underscore or the whole name."""
    files = sorted(path for path in HERE.glob("[a-z]*.py") if path.stem not in NOT_A_FAULT)
    wanted = {word.strip().lower() for word in only.split(",") if word.strip()}
    return [path for path in files if not wanted or wanted & {path.stem.lower(), path.stem.lower().partition("_")[0]}]


def main() -> int:
    """Run them one after the other."""
    only = os.environ.get("ONLY", "")
    files = chosen(only)
    if not files:
        print(f"Geen foutproef heet {only}.")
        return 2
    table = []
    for path in files:
        print(f"== {path.name} (load {os.getloadavg()[0]:.1f})", flush=True)
        begun = time.monotonic()
        code = subprocess.run([sys.executable, str(path)], check=False).returncode
        word = {0: "gehaald", 3: "overgeslagen"}.get(code, "niet gehaald")
        table.append((word, f"{path.stem:<28} {word:<14} {time.monotonic() - begun:.0f} s"))
    print("\n".join(line for _, line in table))
    return int(any(word == "niet gehaald" for word, _ in table))


if __name__ == "__main__":
    raise SystemExit(main())
