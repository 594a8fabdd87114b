"""``make bench``: every promise with a benchmark, one after the other, and one table at the end.

    make bench                      all, long ones in their two-minute form
    make bench ONLY=B13             one; ONLY=B11,B12 several; a name without number works too (ONLY=notes)
    make bench LONG=1               long ones in full

Each file runs in a process of its own. Files with a number keep their figures in ``bench/results/``; of older ones the runner keeps
whether they ended well and what they printed. Exit 1 when a promise was missed or a file ended with an error.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from measuring import RESULTS, Result, load  # noqa: E402

#: One file may prove several promises.
PROVES = {"b11_storm": ("B11", "B12")}
#: No file may keep the others waiting for longer; B11 in full takes less than half of it and ends itself.
LONGEST_S = 45 * 60
NOT_A_BENCHMARK = {"run", "measuring", "installation"}


def ids_of(path: Path) -> tuple[str, ...]:
    """B13 for ``b13_escalations.py``; the name itself for a file without a number."""
    found = re.match(r"b(\d+)_", path.stem)
    return PROVES.get(path.stem) or ((f"B{found[1]}",) if found else (path.stem,))


def chosen(only: str) -> list[Path]:
    """Files to run, numbered ones first and in order."""
    files = [path for path in HERE.glob("[a-z]*.py") if path.stem not in NOT_A_BENCHMARK]
    files.sort(key=lambda path: (not re.match(r"b\d", path.stem), int(re.sub(r"\D", "", path.stem.split("_")[0]) or 0), path.stem))
    wanted = {word.strip().lower() for word in only.split(",") if word.strip()}
    return [path for path in files if not wanted or wanted & {one.lower() for one in (*ids_of(path), path.stem)}]


def run(path: Path, *, named: bool) -> list[str]:
    """Run one file; its lines for the table."""
    before, begun = load(), time.monotonic()
    environment = os.environ | ({"NABIJ_BENCH_LONG": "1"} if named or os.environ.get("LONG") else {})
    print(f"== {path.name} (load {before:g})", flush=True)
    for id in ids_of(path):
        (RESULTS / f"{id.lower()}.json").unlink(missing_ok=True)
    done = _followed([sys.executable, str(path)], environment)
    return [_line(id, done, before, time.monotonic() - begun) for id in ids_of(path)]


def _followed(words: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run it, show each line as it comes and keep them all. Ended after ``LONGEST_S``, whatever it does."""
    child = subprocess.Popen(words, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    limit = threading.Timer(LONGEST_S, child.kill)
    limit.start()
    said = []
    for line in child.stdout or ():
        said.append(line)
        print(line, end="", flush=True)
    limit.cancel()
    return subprocess.CompletedProcess(words, child.wait(), "".join(said), "")


def _line(id: str, done: subprocess.CompletedProcess[str], before: float, seconds: float) -> str:
    kept = RESULTS / f"{id.lower()}.json"
    if kept.exists():
        data = json.loads(kept.read_text())
        return Result(**{name: data[name] for name in Result.__dataclass_fields__}).line()
    tail = "\n".join(done.stdout.strip().splitlines()[-40:])
    result = Result(
        id=id, promise="", goal="", verdict="missed" if done.returncode else "reached", reason=f"{seconds:.0f} s, afloop {done.returncode}",
        load={"before": before}, ours={"printed": tail},
    )  # fmt: skip
    result.keep()
    return result.line()


def main() -> int:
    """The table at the end; 1 when something was missed."""
    only = os.environ.get("ONLY", "")
    files = chosen(only)
    if not files:
        print(f"Geen meting heet {only}.")
        return 2
    RESULTS.mkdir(exist_ok=True)
    table = [line for path in files for line in run(path, named=bool(only))]
    print("\n".join(table))
    return int(any("niet gehaald" in line for line in table))


if __name__ == "__main__":
    raise SystemExit(main())
