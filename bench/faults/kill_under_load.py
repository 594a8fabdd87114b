"""W2: kill -9 web, worker, duty engine and database at random while reports come in. What was acknowledged must be stored,
and every acute report must page somebody, once; in a storm that may be the page of the alarm that it joined.

    python bench/faults/kill_under_load.py                  (200 reports, 20 kills, a demo of its own on its own port)
    python bench/faults/kill_under_load.py --reports 40 --kills 5 --seed 7
    python bench/faults/kill_under_load.py --only duty-engine --acute-every 1   (every kill hits who is sending)

Starts its own demo, kills by process id the parts that this demo started, and compares afterwards: codes that a resident
was shown with rows; acute reports with alarms, pages and what the provider holds. Exit code 1 when anything differs.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from proving import Installation

TOWNS = ("kortrijk", "kuurne", "harelbeke", "zwevegem", "spiere-helkijn")
ACUTE = "Sterke gasgeur aan de hoek, proef"
ORDINARY = "Losse stoeptegel, proef"
PATIENCE_S = 120.0


@dataclass
class Tally:
    """What the residents were told. `codes` maps an acknowledged code to whether its report was acute."""

    codes: dict[str, bool] = field(default_factory=dict)
    retries: int = 0
    given_up: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def ask(port: int, town: str, method: str, body: str = "") -> tuple[int, str, str]:
    """One request to a municipality's site: (status, location, text)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        headers = {"Host": f"{town}.localhost:{port}", "Sec-Fetch-Site": "same-origin"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, "/melden", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or "", answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def insist(tally: Tally, what: str, attempt):  # type: ignore[no-untyped-def]
    """Try as a patient person does: press again with everything kept, for two minutes."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            answer = attempt()
        except (OSError, http.client.HTTPException):
            answer = None
        if answer is not None:
            return answer
        with tally.lock:
            tally.retries += 1
        time.sleep(0.4)
    with tally.lock:
        tally.given_up.append(what)
    return None


def report(port: int, number: int, acute: bool, tally: Tally) -> None:
    """Fill in the form of a site until the confirmation page is promised."""
    town = TOWNS[number % len(TOWNS)]

    def form_key() -> str | None:
        status, _, text = ask(port, town, "GET")
        found = re.search(r'name="sleutel" value="([^"]+)"', text)
        return found[1] if status == 200 and found else None

    key = insist(tally, f"{number}: formulier", form_key)
    if key is None:
        return
    fields = {
        "wat": f"{ACUTE if acute else ORDINARY} {number}", "waar": f"Proefstraat {number}, {town}",
        "gevaar": "yes" if acute else "no", "gezien": "1", "gemeente": "", "sleutel": key,
    }  # fmt: skip
    body = urlencode(fields)

    def confirmed() -> str | None:
        status, location, _ = ask(port, town, "POST", body)
        found = re.match(r"/melding/([A-Z0-9]+)/ontvangen", location)
        if status not in (301, 302, 303, 429, 500, 502, 503, 504):
            raise SystemExit(f"unexpected answer {status} at {town}: the form changed")
        return found[1] if found else None

    begun = time.monotonic()
    code = insist(tally, f"{number}: versturen", confirmed)
    if code is not None:
        with tally.lock:
            tally.codes[code] = acute
            tally.waits.append(time.monotonic() - begun)


def kill_at_random(home: Installation, kills: int, seconds: float, chooser: random.Random, only: str, done: threading.Event) -> list[str]:
    """Kill -9 one part at a time, spread over the time of the load. Only processes of this demo."""
    killed: list[str] = []
    while len(killed) < kills:
        done.wait(seconds / kills * chooser.uniform(0.5, 1.5))
        alive = {name: pid for name, pid in home.parts().items() if name.startswith(only)}
        if not alive:
            continue
        name = chooser.choice(sorted(alive))
        try:
            os.kill(alive[name], signal.SIGKILL)
        except ProcessLookupError:
            continue
        killed.append(name)
        print(f"  kill -9 {name} ({alive[name]}), {len(killed)} van {kills}", flush=True)
    return killed


def load(port: int, reports: int, acute_every: int, clients: int, pause: float, tally: Tally) -> None:
    """Send the reports from a few clients at once."""
    numbers = iter(range(1, reports + 1))
    guard = threading.Lock()

    def client() -> None:
        while True:
            with guard:
                number = next(numbers, None)
            if number is None:
                return
            report(port, number, number % acute_every == 0, tally)
            time.sleep(pause)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


PAGED = """
  SELECT r.code, count(DISTINCT a.id), count(*) FILTER (WHERE p.state IN ('sent', 'delivered') AND p.round = 0)
  FROM meldpunt_report r
  LEFT JOIN meldpunt_incidentreport j ON j.report_id = r.id
  LEFT JOIN meldpunt_incident i ON i.report_id = r.id OR i.id = j.incident_id LEFT JOIN meldpunt_alert a ON a.incident_id = i.id
  LEFT JOIN meldpunt_page p ON p.alert_id = a.id
  WHERE r.code = ANY (%s) GROUP BY r.code
"""
STORED = "SELECT code, text FROM meldpunt_report WHERE text LIKE '%%, proef %%'"
PAGES = """
  SELECT p.id::text, p.repeat, p.alert_id, p.round, p.recipient, p.method, p.rule_no FROM meldpunt_page p
  WHERE p.state IN ('sent', 'delivered', 'unknown', 'failed')
"""


def wait_until_paged(home: Installation, acute: list[str]) -> float:
    """Seconds until each acute report has a first page that left; at most three minutes."""
    begun = time.monotonic()
    while time.monotonic() - begun < 180:
        if sum(1 for _, _, left in home.rows(PAGED, [acute]) if left) == len(acute):
            break
        time.sleep(1)
    return time.monotonic() - begun


def verdict(home: Installation, tally: Tally) -> list[str]:
    """Everything that is not as promised."""
    acute = [code for code, urgent in tally.codes.items() if urgent]
    waited = wait_until_paged(home, acute)
    stored = dict(home.rows(STORED))
    paged = {code: (alerts, left) for code, alerts, left in home.rows(PAGED, [acute])}
    messages, calls = home.messages(), home.calls()
    rings = Counter(call["key"] for call in calls if call["verb"] == "ring")
    begun = Counter(call["key"] for call in calls if call["verb"] == "send")
    left = home.rows(PAGES)
    problems = [f"told but not stored: {code}" for code in tally.codes if code not in stored]
    twice = [text for text, count in Counter(stored.values()).items() if count > 1]
    problems += [f"stored twice: {text}" for text in twice]
    problems += [f"acute without exactly one alarm: {code}" for code in acute if paged.get(code, (0, 0))[0] != 1]
    problems += [f"acute, nobody paged: {code}" for code in acute if not paged.get(code, (0, 0))[1]]
    problems += [f"rang twice with one key: {key}" for key, count in rings.items() if count > 1]
    slots = Counter((alert, round_, who, how, rule % 100) for id_, repeat, alert, round_, who, how, rule in left
                    if id_ in messages and not repeat and rule < 100)  # fmt: skip
    problems += [f"paged twice unmarked: {slot}" for slot, count in slots.items() if count > 1]
    problems += [f"never got through: {what}" for what in tally.given_up]
    repeats = sum(1 for row in left if row[1] and row[0] in messages)
    print(f"  bewaard {len(stored)}, waarvan niet bevestigd aan de melder {len(set(stored) - set(tally.codes))}")
    print(f"  acuut {len(acute)}, berichten bij de aanbieders {len(messages)}, gemarkeerde herhalingen {repeats}")
    print(f"  pogingen die midden in het versturen gedood werden en opnieuw vertrokken: {sum(c - 1 for c in begun.values())}")
    print(f"  laatste eerste oproep {waited:.0f} s na de laatste melding")
    return problems


def wishes() -> argparse.Namespace:
    """What the command line asks."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--reports", type=int, default=200)
    wanted.add_argument("--kills", type=int, default=20)
    wanted.add_argument("--acute-every", type=int, default=5)
    wanted.add_argument("--clients", type=int, default=4)
    wanted.add_argument("--seconds", type=float, default=100.0, help="over which the load and the kills are spread")
    wanted.add_argument("--port", type=int, default=8290)
    wanted.add_argument("--seed", type=int, default=int(time.time()))
    wanted.add_argument("--slow", type=float, default=1.5, help="seconds a provider takes, so that kills land while sending")
    wanted.add_argument("--only", default="", help="kill only parts whose name starts with this")
    wanted.add_argument("--home", type=Path, default=None)
    return wanted.parse_args()


def main() -> int:
    """Run it; 0 when every promise held."""
    given = wishes()
    print(f"W2: {given.reports} meldingen, {given.kills} keer kill -9, zaad {given.seed}", flush=True)
    tally, done = Tally(), threading.Event()
    place = {"home": given.home} if given.home else {}
    with Installation(given.port, keep=bool(given.home), **place) as home:
        try:
            home.mood("slow", given.slow)
            chooser = random.Random(given.seed)
            killed: list[str] = []
            killer = threading.Thread(
                target=lambda: killed.extend(kill_at_random(home, given.kills, given.seconds, chooser, given.only, done))
            )
            killer.start()
            load(given.port, given.reports, given.acute_every, given.clients, given.seconds * given.clients / given.reports, tally)
            killer.join()
            slowest = max(tally.waits, default=0.0)
            print(f"  bevestigd {len(tally.codes)} van {given.reports}, opnieuw gedrukt {tally.retries}, langste wachttijd {slowest:.1f} s")
            print(f"  gedood {dict(Counter(killed))}")
            problems = verdict(home, tally)
        finally:
            done.set()
    for problem in problems:
        print(f"  FOUT {problem}")
    print("W2 gehaald" if not problems else f"W2 niet gehaald: {len(problems)} fouten")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
