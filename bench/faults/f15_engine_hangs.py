"""F15: the duty engine hangs (SIGSTOP). The health line turns red, the watchdog of its own process rings the coordinator, and when the
engine comes back nothing was skipped and nothing rings twice. Needs ``nabij watchdog``: without that command this proof is left out."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from urllib.parse import urlencode

from proving import SOURCE, Five, Installation, wait_until

PORT = int(os.environ.get("F15_PORT", "8355"))
COORDINATOR = "+32470000020"
RED_S, CALLED_S = 60.0, 90.0


def has_watchdog() -> bool:
    """Whether this version has the command."""
    words = [sys.executable, "-m", "nabij", "--help"]
    said = subprocess.run(words, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(SOURCE)}, check=False)
    return re.search(r"^\s+watchdog\b", said.stdout, re.MULTILINE) is not None


def main() -> int:
    """Stop the engines, report, look, let them go on."""
    if not has_watchdog():
        print("F15 overgeslagen: deze versie heeft geen 'nabij watchdog'.")
        return 3
    five = Five("F15", "de wachtmotor hangt (SIGSTOP); de bewaker belt")
    with Installation(PORT) as home:
        engines = [pid for name, pid in home.parts().items() if name.startswith("duty-engine")]
        guard = None if any(name.startswith("watchdog") for name in home.parts()) else _guard(home)
        try:
            for pid in engines:
                os.kill(pid, signal.SIGSTOP)
            stopped = time.monotonic()
            code = _report(home)
            red = wait_until(lambda: home.ask("", "GET", "/healthz/duty")[0] == 503, RED_S + 30, 1.0)
            called = wait_until(lambda: any(m["to"] == COORDINATOR for m in home.messages().values()), CALLED_S + 30, 1.0)
            five.expect(red <= RED_S, f"/healthz/duty werd niet rood binnen {RED_S:g} s")
            five.expect(time.monotonic() - stopped <= CALLED_S + 5, f"de bewaker belde niet binnen {CALLED_S:g} s ({called:.0f} s)")
        finally:
            for pid in engines:
                os.kill(pid, signal.SIGCONT)
            if guard is not None:
                guard.send_signal(signal.SIGTERM)
                guard.wait(timeout=15)
        five.healthy_s = wait_until(lambda: _pages(home, code) > 0, 60)
        five.acknowledged, five.missing = 1, int(not _pages(home, code))
        rings: dict[str, int] = {}
        for call in home.calls():
            if call["verb"] == "ring":
                rings[call["key"]] = rings.get(call["key"], 0) + 1
        five.duplicated = sum(count > 1 for count in rings.values())
        five.more |= {"rood na": f"{red:.0f} s", "gebeld na": f"{called + red:.0f} s"}
    return five.tell()


def _guard(home: Installation) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("NABIJ_", "DATABASE_"))} | {
        "NABIJ_HOME": str(home.home), "NABIJ_DEMO": "1", "PYTHONPATH": str(SOURCE),
    }  # fmt: skip
    words = [sys.executable, "-m", "nabij", "watchdog"]
    return subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)


def _report(home: Installation) -> str:
    fields = {"wat": "Gasgeur, hangproef", "waar": "Proefstraat 1, Kortrijk", "gevaar": "yes", "gezien": "1"}
    fields["sleutel"] = home.form_key("kortrijk")
    _, headers, _ = home.ask(
        "kortrijk", "POST", "/melden", urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"}
    )
    return headers["location"].split("/")[2]


def _pages(home: Installation, code: str) -> int:
    known = {row[0] for row in home.rows(
        "SELECT p.id::text FROM meldpunt_page p JOIN meldpunt_alert a ON a.id = p.alert_id JOIN meldpunt_incident i ON i.id = a.incident_id"
        " JOIN meldpunt_report r ON r.id = i.report_id WHERE r.code = %s", [code],
    )}  # fmt: skip
    return len(known & set(home.messages()))


if __name__ == "__main__":
    raise SystemExit(main())
