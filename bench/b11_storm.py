"""B11 and B12: a storm at a fixed arrival rate, with photos, one in twenty acute, while SMS provider 1 is dead.

Ten reports a second arrive whether or not the earlier ones are answered (open loop), over HTTP, through the form that residents use, at an
installation of its own. B11: nothing lost, nothing double, no error, confirmation page p95 within a second, counted from the moment at
which the button would have been pressed had this driver been on time. B12: from the alarm's transaction to the first call accepted by a
provider, per alarm.

Peers: B11 one bare INSERT of the same text and photo per report; B12 the same chain on the same installation before the storm. Two minutes
by default; ten when it is named or with LONG=1. B11_SECONDS and B11_RATE set another length and rate.

It always ends: who did not get an answer ``GRACE_S`` after the last arrival is counted as an error, unanswered presses are tried again for
at most ``SETTLE_S``, the photos get ``DRAIN_S``, and past the deadline of the whole run what is known by then is printed as missed.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from installation import TOWNS, Installation, multipart, photo
from measuring import Result, cpu_of, family, load, middle, spread

RATE = float(os.environ.get("B11_RATE", "10"))
SECONDS = int(os.environ.get("B11_SECONDS") or (600 if os.environ.get("NABIJ_BENCH_LONG") else 120))
PORT = int(os.environ.get("B11_PORT", "8345"))
ACUTE_EVERY, CLIENTS, PHOTOS, IDLE = 20, 96, 24, 8
WIRES = ("Draadstraat", "Kabellaan", "Stormplein", "Windweg", "Regendreef")
CONFIRMED_S, PAGED_S, PAGED_99_S = 1.0, 10.0, 60.0
GRACE_S, SETTLE_S, DRAIN_S, CALLS_S, START_S = 60.0, 60.0, 180.0, 90.0, 300.0
#: Everything together, starting and stopping included.
DEADLINE_S = START_S + IDLE * 4 + 30 + SECONDS + GRACE_S + 60 + SETTLE_S + 60 + CALLS_S + DRAIN_S + 120


@dataclass
class Ledger:
    """What the residents were told, in a file of its own that is on disk before anything else happens."""

    path: Path
    codes: dict[int, str] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    unknown: dict[int, tuple[str, bytes, str]] = field(default_factory=dict)
    stop: float = float("inf")
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, number: int, more: str = "") -> None:
        with self.lock, self.path.open("a") as file:
            file.write(json.dumps([what, number, more, time.time()]) + "\n")
            file.flush()
            os.fsync(file.fileno())


def words(number: int, kind: str) -> dict[str, str]:
    """A report: one in twenty acute, and of those three in four about the same few places."""
    acute = number % ACUTE_EVERY == 0 or kind == "idle"
    turn = number // ACUTE_EVERY
    street = f"{WIRES[turn % len(WIRES)]} {turn}" if turn % 4 else f"Stille{chr(97 + turn % 26)}{chr(97 + turn // 26 % 26)}straat {turn}"
    if kind == "idle":
        street = f"Rust{chr(97 + number % 26)}straat {number}"
    text = f"Er hangt een losse draad over de weg, {kind} {number}" if acute else f"Takken op het voetpad, {kind} {number}"
    return {"wat": text, "waar": f"{street}, {town_of(number)}", "gevaar": "yes" if acute else "no", "gezien": "1"}


def town_of(number: int) -> str:
    return TOWNS[(number // ACUTE_EVERY if number % ACUTE_EVERY == 0 else number) % len(TOWNS)]


def send(home: Installation, ledger: Ledger, number: int, kind: str, pictures: list[bytes], due: float) -> None:
    """Open the form, send it, read the confirmation. What waited in this driver counts as waiting of the resident."""
    town, begun = town_of(number), time.monotonic()
    if begun > ledger.stop:
        with ledger.lock:
            ledger.errors["niet verstuurd: de tijd was om"] += 1
        return
    try:
        key = home.form_key(town)
    except OSError as error:
        with ledger.lock:
            ledger.errors[f"formulier: {type(error).__name__}"] += 1
        return
    body, mime = multipart(words(number, kind) | {"sleutel": key}, pictures[number % len(pictures)])
    ledger.note("intent", number, key)
    press(home, ledger, number, town, body, mime, due + time.monotonic() - begun)


def press(
    home: Installation, ledger: Ledger, number: int, town: str, body: bytes, mime: str, begun: float, *, settling: bool = False
) -> bool:
    """One press on the button; True when the confirmation was read. A press that settles an earlier one is no wait of a resident."""
    try:
        status, headers, _ = home.ask(town, "POST", "/melden", body, {"Content-Type": mime})
        found = re.match(r"/melding/([A-Z0-9]+)/ontvangen", headers.get("location", ""))
        if status == 302 and found:
            shown, _, page = home.ask(town, "GET", headers["location"])
            if shown == 200 and found[1][-3:].encode() in page:
                ledger.note("acknowledged", number, found[1])
                with ledger.lock:
                    ledger.codes[number] = found[1]
                    ledger.waits += [] if settling else [time.monotonic() - begun]
                return True
            status = shown
        problem = f"antwoord {status}"
    except OSError as error:
        problem = type(error).__name__
    ledger.note("unknown", number, problem)
    if settling:
        return False
    with ledger.lock:
        ledger.errors[problem] += 1
        ledger.unknown[number] = (town, body, mime)
    return False


def storm(home: Installation, ledger: Ledger, pictures: list[bytes]) -> tuple[int, float]:
    """The arrivals, on time whatever happens to the earlier ones. Returns how many, and how late the driver itself ever was."""
    total, late = int(RATE * SECONDS), 0.0
    begun = time.monotonic()
    ledger.stop = begun + SECONDS + GRACE_S
    with ThreadPoolExecutor(CLIENTS) as clients:
        for number in range(total):
            due = begun + number / RATE
            time.sleep(max(due - time.monotonic(), 0))
            late = max(late, time.monotonic() - due)
            clients.submit(send, home, ledger, number, "storm", pictures, due)
            if number % int(RATE * 20) == 0:
                waits = spread(list(ledger.waits))
                told = f"bevestigd {len(ledger.codes)}, p95 {waits['p95']:g} s, fouten {sum(ledger.errors.values())}, load {load():g}"
                print(f"  {number} van {total}, {told}", flush=True)
    return total, late


def settle(home: Installation, ledger: Ledger) -> int:
    """Press again with the same key where no answer came; how many that settled."""
    stop = time.monotonic() + SETTLE_S

    def again(number: int, sent: tuple[str, bytes, str]) -> bool:
        return time.monotonic() < stop and press(home, ledger, number, *sent, time.monotonic(), settling=True)

    with ThreadPoolExecutor(8) as clients:
        return sum(clients.map(again, *zip(*ledger.unknown.items(), strict=True))) if ledger.unknown else 0


PHOTOS_WAIT = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'kernel.blobs.jobs.examine' AND status IN ('todo', 'doing')"


def drained(home: Installation) -> tuple[int, float]:
    """Photos that waited when the storm was over, and seconds until none did (or ``DRAIN_S``)."""
    begun = time.monotonic()
    first = waiting = int(home.rows(PHOTOS_WAIT)[0][0])
    while waiting and time.monotonic() - begun < DRAIN_S:
        time.sleep(1)
        waiting = int(home.rows(PHOTOS_WAIT)[0][0])
    return first, time.monotonic() - begun


def spent(home: Installation) -> dict[str, float]:
    """CPU seconds so far by part, everything that each started included."""
    parts = {name: cpu_of(*family(pid)) for name, pid in home.parts().items()}
    parent = home.process.pid if home.process else 0
    return parts | {"supervisor": cpu_of(parent)}


STORED = "SELECT text, code FROM meldpunt_report WHERE text LIKE %s"
ALARMS = """
  SELECT a.id::text, r.code, a.opened_at, array_agg(p.id::text) FILTER (WHERE p.purpose = 'call')
  FROM meldpunt_report r JOIN meldpunt_incident i ON i.report_id = r.id JOIN meldpunt_alert a ON a.incident_id = i.id
  LEFT JOIN meldpunt_page p ON p.alert_id = a.id AND p.round = 0 WHERE r.text LIKE %s GROUP BY a.id, r.code, a.opened_at
"""
JOINED = "SELECT count(*) FROM meldpunt_incidentreport j JOIN meldpunt_report r ON r.id = j.report_id WHERE r.text LIKE %s"


def first_calls(home: Installation, kind: str, patience: float = CALLS_S) -> tuple[list[float], int, int]:
    """Seconds from alarm to first accepted call, alarms without one, alarms in all. Waits for stragglers."""
    end = time.monotonic() + patience
    while True:
        messages = home.messages()
        waits, silent = [], 0
        alarms = home.rows(ALARMS, [f"%, {kind} %"])
        for _, _, opened, pages in alarms:
            left = [datetime.fromisoformat(messages[p]["at"]) for p in pages or () if p in messages]
            silent += not left
            waits += [max((min(left) - opened).total_seconds(), 0.0)] if left else []
        if not silent or time.monotonic() > end:
            return waits, silent, len(alarms)
        time.sleep(2)


def bare(home: Installation, pictures: list[bytes], count: int = 100) -> list[float]:
    """The peer: one INSERT with the same bytes and a commit, milliseconds each."""
    waits = []
    with psycopg.connect(home.owner_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS peer_b11 (id serial primary key, body text, photo bytea)")
        for number in range(count):
            begun = time.perf_counter()
            row = [words(number, "peer")["wat"], pictures[number % PHOTOS]]
            connection.execute("INSERT INTO peer_b11 (body, photo) VALUES (%s, %s)", row)
            waits.append((time.perf_counter() - begun) * 1000)
        connection.execute("DROP TABLE peer_b11")
    return waits


def run(home: Installation, eleven: Result, twelve: Result) -> None:
    """Idle first, then the storm, then the books."""
    pictures = [photo(seed) for seed in range(PHOTOS)]
    ledger = Ledger(Path(tempfile.mkdtemp(prefix="nabij-ledger-")) / "b11.jsonl")
    home.mood("dead", only=("sms-1",))
    quiet = Ledger(ledger.path.with_name("idle.jsonl"))
    for number in range(IDLE):
        send(home, quiet, number, "idle", pictures, time.monotonic())
        time.sleep(1.0)
    idle, idle_silent, _ = first_calls(home, "idle", 30)
    peers = bare(home, pictures)
    before, own = spent(home), time.process_time()
    total, late = storm(home, ledger, pictures)
    own = time.process_time() - own
    eleven.load["during"] = twelve.load["during"] = load()
    photos_waited, drain_s = drained(home)
    after = spent(home)
    used = {name: round((after[name] - before.get(name, 0.0)) * 1000 / max(total, 1), 1) for name in after}
    peers += bare(home, pictures)
    settled = settle(home, ledger)
    waits, silent, alarms = first_calls(home, "storm")
    more = {"late_s": round(late, 2), "settled": settled, "photo_kb": len(pictures[0]) // 1024, "photos_waited": photos_waited,
            "photos_done_after_s": round(drain_s, 1), "sender_cpu_ms_each": round(own * 1000 / max(total, 1), 1)}  # fmt: skip
    books(home, ledger, eleven, total=total, used=used, peers=peers, more=more)
    calls(home, twelve, waits=waits, silent=silent, alarms=alarms, idle=idle, idle_silent=idle_silent)


def books(
    home: Installation, ledger: Ledger, result: Result, *, total: int, used: dict[str, float], peers: list[float], more: dict[str, Any]
) -> None:
    """Every confirmation against every row."""
    stored = home.rows(STORED, ["%, storm %"])
    texts, known = Counter(text for text, _ in stored), {code for _, code in stored}
    lost = [code for code in ledger.codes.values() if code not in known]
    double = [text for text, count in texts.items() if count > 1]
    wait = spread(ledger.waits)
    errors = sum(ledger.errors.values())
    result.data |= {"reports": total, "rate": RATE, "seconds": SECONDS, "acute_every": ACUTE_EVERY} | more
    result.ours = {
        "confirmed": len(ledger.codes), "stored": len(stored), "lost": len(lost), "double": len(double), "errors": dict(ledger.errors),
        "wall_s": wait, "cpu_ms_each": round(sum(used.values()), 1), "cpu_ms_each_by_part": used,
    }  # fmt: skip
    result.peer = {"name": "één INSERT met dezelfde tekst en foto", "wall_ms_p50": middle(peers)}
    result.ratio = round(wait["p50"] * 1000 / max(middle(peers), 0.01), 1)
    by_part = ", ".join(f"{name} {ms:g}" for name, ms in sorted(used.items(), key=lambda one: -one[1]) if ms >= 0.1)
    whole = not lost and not double and not errors and len(stored) == total
    result.verdict = "reached" if whole and wait["p95"] <= CONFIRMED_S else "missed"
    result.reason = (
        f"{total} gestuurd, {len(ledger.codes)} bevestigd, {len(lost)} verloren, {len(double)} dubbel, {errors} fouten; "
        f"bevestiging p50 {wait['p50']:g} s, p95 {wait['p95']:g} s, p99 {wait['p99']:g} s; "
        f"{result.ours['cpu_ms_each']:g} ms cpu per melding ({by_part}; de zender zelf {more['sender_cpu_ms_each']:g}); "
        f"{more['photos_waited']} foto's wachtten, klaar na {more['photos_done_after_s']:g} s; "
        f"load {result.load['before']:g} voor, {result.load['during']:g} erna"
    )


def calls(
    home: Installation, result: Result, *, waits: list[float], silent: int, alarms: int, idle: list[float], idle_silent: int
) -> None:
    """Every alarm against what the telephone network holds."""
    wait, rest = spread(waits), spread(idle)
    rings = Counter(call["key"] for call in home.calls() if call["verb"] == "ring")
    twice = sum(count > 1 for count in rings.values())
    joined = home.rows(JOINED, ["%, storm %"])[0][0]
    result.data |= {"alarms": alarms, "joined": joined, "sms_provider_1": "dead"}
    result.ours = {"wall_s": wait, "silent": silent, "rang_twice": twice}
    result.peer = {"name": "dezelfde ketting voor de storm", "wall_s": rest, "silent": idle_silent}
    result.ratio = round(wait["p95"] / max(rest["p95"], 0.01), 1)
    good = not silent and not twice and wait["p95"] <= PAGED_S and wait["p99"] <= PAGED_99_S
    result.verdict = "reached" if good and alarms else "missed"
    result.reason = (
        f"{alarms} alarmen, {joined} meldingen erbij zonder opnieuw te bellen; eerste oproep p50 {wait['p50']:g} s, p95 {wait['p95']:g} s, "
        f"p99 {wait['p99']:g} s; zonder oproep {silent}, dubbel {twice}; in rust p95 {rest['p95']:g} s"
    )


def give_up(results: tuple[Result, ...], home: Installation) -> None:
    """Past the deadline: print what is known, end what was started, leave."""
    for result in results:
        if result.verdict == "not_run":
            result.verdict, result.reason = "missed", f"niet klaar binnen {DEADLINE_S:.0f} s, de eigen tijdslimiet van deze meting"
        result.keep()
        print(result.line(), flush=True)
    home.end_now()
    os._exit(1)


def main() -> int:
    """Both promises from one run."""
    what = f"storm: {RATE:g} meldingen per seconde met foto, {SECONDS} s, sms-aanbieder 1 dood"
    eleven = Result("B11", what, "0 verloren, 0 dubbel, 0 fouten, p95 ≤ 1 s")
    twelve = Result("B12", "acuut alarm tot eerste oproep aanvaard, tijdens B11", f"p95 ≤ {PAGED_S:g} s, p99 ≤ {PAGED_99_S:g} s")
    home = Installation(PORT, within=START_S)
    limit = threading.Timer(DEADLINE_S, give_up, [(eleven, twelve), home])
    limit.daemon = True
    limit.start()
    with home:
        run(home, eleven, twelve)
    limit.cancel()
    for result in (eleven, twelve):
        result.keep()
        print(result.line())
    return int("missed" in (eleven.verdict, twelve.verdict))


if __name__ == "__main__":
    sys.exit(main())
