"""Runs alone, as a process started by ``sandbox.work``: limits first, then the parser that a module brought. Imports nothing of ours.

stdin: a foreign file. argv[1]: limits, the parser's path and its orders as JSON. stdout: the parser's answer as JSON.
"""

import json
import resource
import runpy
import sys
from typing import Any


def limit(orders: dict[str, Any]) -> None:
    """Memory and processor time, before any parser is loaded. The parent guards the time on the clock."""
    resource.setrlimit(resource.RLIMIT_AS, (orders["memory"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (orders["seconds"],) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    orders = json.loads(sys.argv[1])
    limit(orders)
    parser = runpy.run_path(orders["parser"])
    parser["load"](orders["orders"])
    # With no descriptor above stderr left to open there is no file and no socket: no reading around, no network.
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    try:
        answer = parser["work"](sys.stdin.buffer.read(), orders["orders"])
    except MemoryError:
        answer = {"refused": "memory"}
    except RecursionError:
        answer = {"refused": "memory"}
    except Exception:
        answer = {"refused": "broken"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
