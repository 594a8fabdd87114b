"""B13: ten thousand escalation steps that are due at once, moved in one pass by one and by four engines; each alarm once.

Ours is the engine's own pass: rules, alarms, pages, log lines and events, through row-level security. Two peers run in the same minutes, in
turn, both as the owner and 500 at a time:

- ``UPDATE … FOR UPDATE SKIP LOCKED`` of the same rows and nothing else. It does the least that any such engine must, and not what the
  promise is about: it writes no page (who is rung, over what, when, with which words), no line of the alarm's history and no event, asks
  nobody who is on duty, decides no next step, checks no policy. Per alarm it writes one row; who rings two telephones writes five.
- the same rows by hand: that UPDATE with the pages, lines and events of the step as one statement, every word the same and no rule
  asked. What ours costs above it is deciding, wording and row-level security.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
import uuid
from datetime import datetime, timedelta
from typing import Any

from measuring import Result, cpu_of, load, middle

from nabij.testing import plugin  # noqa: F401  (sets the environment before Django reads its settings)

ALARMS, LIMIT_S, PEER_LIMIT = int(os.environ.get("B13_ALARMS", "10000")), 5.0, 3.0
ROUNDS = 5 if os.environ.get("NABIJ_BENCH_LONG") else 3
PLANT = """
  WITH town AS (SELECT d.organisation_id AS id, d.line_id, d.line_organisation_id, row_number() OVER (ORDER BY d.organisation_id) - 1 AS n
      FROM meldpunt_dutyparticipation d WHERE d.period @> (%(at)s::timestamptz)::date),
    policy AS (SELECT id FROM meldpunt_escalationpolicy ORDER BY version DESC LIMIT 1),
    made AS (SELECT g, gen_random_uuid() AS report, gen_random_uuid() AS incident, gen_random_uuid() AS alert, town.*
      FROM generate_series(1, %(alarms)s) g JOIN town ON town.n = g %% (SELECT count(*) FROM town)),
    reports AS (INSERT INTO meldpunt_report SELECT (jsonb_populate_record(r, jsonb_build_object('id', m.report, 'organisation_id', m.id,
        'code', 'B' || lpad(m.g::text, 8, '0'), 'form_key', NULL, 'state', 'received', 'came_through_id', m.id))).*
      FROM made m, (SELECT one AS r FROM meldpunt_report one WHERE urgency = 'acute' LIMIT 1) x RETURNING 1),
    changes AS (INSERT INTO meldpunt_statuschange (organisation_id, report_id, from_state, to_state, reason, public_text, internal_note,
        who, actor_label, actor_function, at) SELECT m.id, m.report, '', 'received', '', '', '', 'reporter', 'meting', '', %(at)s
      FROM made m RETURNING 1),
    incidents AS (INSERT INTO meldpunt_incident (id, organisation_id, report_id, opened_at, result, mass, cluster_key)
      SELECT m.incident, m.id, m.report, %(at)s, '', false, '' FROM made m RETURNING 1)
  INSERT INTO meldpunt_alert (id, organisation_id, incident_id, line_organisation_id, line_id, policy_id, dedup_key, state, phase, step,
      loop, round, turn, exhausted, opened_at, next_at, next_name, taken_by, taken_by_public, result)
    SELECT m.alert, m.id, m.incident, m.line_organisation_id, m.line_id, policy.id, 'b13:' || m.g, 'triggered', 'chain', 0, 0, 0, 0, false,
      %(at)s, %(at)s, '', '', '', '' FROM made m, policy
"""
AGAIN = "UPDATE meldpunt_alert SET step = 0, phase = 'chain', exhausted = false, next_at = %s WHERE dedup_key LIKE 'b13:%%'"
PEER = """
  UPDATE meldpunt_alert SET step = 1, round = round + 1, next_at = %(next)s WHERE id IN (SELECT id FROM meldpunt_alert
    WHERE state = 'triggered' AND next_at <= %(at)s ORDER BY next_at LIMIT 500 FOR UPDATE SKIP LOCKED)
"""
#: The rows of one step, written without a question: two pages, a line and an event per alarm.
SAME_ROWS = """
  WITH due AS (SELECT id FROM meldpunt_alert WHERE state = 'triggered' AND next_at <= %(at)s ORDER BY next_at LIMIT 500
      FOR UPDATE SKIP LOCKED),
    moved AS (UPDATE meldpunt_alert a SET step = 1, round = round + 1, next_at = %(next)s FROM due WHERE a.id = due.id
      RETURNING a.id, a.organisation_id, a.round),
    who AS (SELECT m.id AS method, m.person_id, m.kind, m.rule_no FROM meldpunt_contactmethod m
      WHERE m.person_id = (SELECT person_id FROM meldpunt_contactmethod ORDER BY id LIMIT 1) ORDER BY m.rule_no LIMIT 2),
    pages AS (INSERT INTO meldpunt_page (id, organisation_id, alert_id, round, recipient, recipient_name, method, kind, rule_no, due_at,
        provider, text, purpose, state, provider_key, repeat, problem)
      SELECT gen_random_uuid(), m.organisation_id, m.id, m.round, w.person_id, 'peer', w.method, w.kind, w.rule_no, %(at)s, 'sms-1',
        %(text)s, 'call', 'pending', '', false, '' FROM moved m CROSS JOIN who w ON CONFLICT DO NOTHING RETURNING 1),
    lines AS (INSERT INTO meldpunt_alertlog (organisation_id, alert_id, at, round, kind, actor, text, public_text)
      SELECT m.organisation_id, m.id, %(at)s, m.round, 'peer', 'peer', 'Oproep aan de volgende.', '' FROM moved m RETURNING 1)
  INSERT INTO events_event (organisation_id, event_id, type, subject, sequence, data, at)
  SELECT m.organisation_id, gen_random_uuid(), 'alert.peer', 'meldpunt.alert:' || m.id,
    row_number() OVER (PARTITION BY m.organisation_id) + coalesce((SELECT max(sequence) FROM events_event e
      WHERE e.organisation_id = m.organisation_id), 0), '{"round": 1, "step": 1}', %(at)s FROM moved m
"""
#: Every alarm moved exactly one round and has the pages of that round, each once.
JUDGE = """
  SELECT count(*) FILTER (WHERE a.round <> %(round)s),
    count(*) FILTER (WHERE NOT EXISTS (SELECT FROM meldpunt_page p WHERE p.alert_id = a.id AND p.round = %(round)s)),
    (SELECT count(*) FROM (SELECT FROM meldpunt_page p JOIN meldpunt_alert b ON b.id = p.alert_id WHERE b.dedup_key LIKE 'b13:%%'
      GROUP BY p.alert_id, p.round, p.recipient, p.method, p.rule_no HAVING count(*) > 1) twice),
    (SELECT count(*) FROM (SELECT FROM meldpunt_alertlog l JOIN meldpunt_alert b ON b.id = l.alert_id WHERE b.dedup_key LIKE 'b13:%%'
      AND l.kind = 'step_entered' AND l.round = %(round)s GROUP BY l.alert_id HAVING count(*) > 1) logged)
  FROM meldpunt_alert a WHERE a.dedup_key LIKE 'b13:%%'
"""


def worker(name: str) -> None:
    """One engine in a process of its own: for each line on stdin one pass over everything that is due."""
    import django

    django.setup()
    from django.db import connection

    from nabij.kernel.calendar import clock
    from nabij.modules.meldpunt import engine
    from nabij.testing import database
    from nabij.testing.fixtures import _connect_to

    _connect_to(database.Cluster(), name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    at = _moment()
    print(json.dumps({"backend": backend}), flush=True)
    for _ in sys.stdin:
        queries = 0

        def counted(execute: Any, *args: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*args)

        begun, mine, theirs = time.perf_counter(), time.process_time(), cpu_of(backend)
        moved = 0
        with clock.frozen(at), connection.execute_wrapper(counted):
            while owners := engine.due(at):
                moved += (step := sum(engine.escalate(owner, at) for owner in owners))
                if not step:
                    break
        cpu = time.process_time() - mine + cpu_of(backend) - theirs
        print(json.dumps({
            "wall": time.perf_counter() - begun, "cpu": cpu, "queries": queries, "moved": moved,
            "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }), flush=True)  # fmt: skip


def _moment() -> datetime:
    """An hour into the story, aware."""
    from nabij.kernel.calendar import clock
    from nabij.testing.fixtures import BEGINNING

    with clock.frozen(BEGINNING) as handle:
        return handle.at + timedelta(hours=1)


class Engines:
    """So many engines, ready, each waiting for a word."""

    def __init__(self, count: int, name: str) -> None:
        words = [sys.executable, __file__, "--worker", name]
        self.children = [subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(count)]
        self.ready = [json.loads(child.stdout.readline()) for child in self.children]  # type: ignore[union-attr]

    def one_pass(self) -> dict[str, float]:
        """All at once; wall is from the word to the last answer."""
        begun = time.perf_counter()
        for child in self.children:
            child.stdin.write("nu\n")  # type: ignore[union-attr]
            child.stdin.flush()  # type: ignore[union-attr]
        answers = [json.loads(child.stdout.readline()) for child in self.children]  # type: ignore[union-attr]
        return {"wall": time.perf_counter() - begun} | {
            key: sum(answer[key] for answer in answers) for key in ("cpu", "queries", "moved", "rss_mb")
        }

    def end(self) -> None:
        for child in self.children:
            child.stdin.close()  # type: ignore[union-attr]
            child.wait(timeout=30)


def measure(name: str, owner: Any, result: Result) -> list[str]:
    """Rounds of peer, one engine, four engines; what is wrong, if anything."""
    at = _moment()
    owner.execute(PLANT, {"at": at - timedelta(minutes=5), "alarms": ALARMS})
    owner.execute("VACUUM ANALYZE")
    one, four = Engines(1, name), Engines(4, name)
    problems, turn = [], 0
    try:
        for number in range(ROUNDS):
            order = (("peer", None), ("rows", None), ("1", one), ("4", four))
            order = order if number % 2 == 0 else order[::-1]
            for kind, engines in order:
                owner.execute(AGAIN, [at - timedelta(seconds=1)])
                owner.execute("VACUUM meldpunt_alert")
                turn += 1
                found = _bare(owner, at, PEER if kind == "peer" else SAME_ROWS) if engines is None else engines.one_pass()
                result.rounds.append({"kind": kind, "load": load()} | {k: round(v, 3) for k, v in found.items()})
                print(f"  {kind:>5}: {found['wall']:.2f} s, {found['cpu']:.2f} s cpu, {found['moved']:.0f} verzet", flush=True)
                if engines is not None:
                    wrong = owner.execute(JUDGE, {"round": turn}).fetchone()
                    problems += [f"{kind} engines: {text} {count}" for text, count in zip(WRONG, wrong, strict=True) if count]
    finally:
        one.end()
        four.end()
    return problems


WRONG = ("niet één keer verzet:", "zonder oproep:", "twee keer dezelfde oproep:", "twee keer gelogd:")


def _bare(owner: Any, at: Any, statement: str) -> dict[str, float]:
    values = {"at": at, "next": at + timedelta(minutes=5), "text": "x" * 155}
    backend = owner.execute("SELECT pg_backend_pid()").fetchone()[0]
    begun, mine, theirs, moved, queries = time.perf_counter(), time.process_time(), cpu_of(backend), 0, 0
    while (count := owner.execute(statement, values).rowcount) > 0:
        moved, queries = moved + count, queries + 1
    cpu = time.process_time() - mine + cpu_of(backend) - theirs
    return {"wall": time.perf_counter() - begun, "cpu": cpu, "queries": queries, "moved": moved}


def judged(result: Result, problems: list[str]) -> Result:
    """Ours against the limit and against the peer, on CPU where the machine is busy."""
    of = {kind: [r for r in result.rounds if r["kind"] == kind] for kind in ("peer", "rows", "1", "4")}
    figures = {
        kind: {"wall_s": middle([r["wall"] for r in rows]), "cpu_s": middle([r["cpu"] for r in rows]),
               "queries": middle([r["queries"] for r in rows])} for kind, rows in of.items()
    }  # fmt: skip
    result.ours = {"1": figures["1"], "4": figures["4"]}
    result.peer = {"name": "UPDATE … SKIP LOCKED, zonder oproep, log of gebeurtenis"} | figures["peer"]
    result.peer["same_rows"] = {"name": "dezelfde rijen met de hand, zonder regels en zonder beleid"} | figures["rows"]
    against_rows = round(figures["1"]["cpu_s"] / max(figures["rows"]["cpu_s"], 0.01), 1)
    result.ratio = round(figures["1"]["cpu_s"] / max(figures["peer"]["cpu_s"], 0.01), 1)
    kind = "cpu_s" if result.busy else "wall_s"
    in_time = all(figures[k][kind] / (1 if k == "1" or kind == "wall_s" else 2) < LIMIT_S for k in ("1", "4"))
    result.verdict = "reached" if in_time and not problems and result.ratio <= PEER_LIMIT else "missed"
    in_words = "tijd gehaald" if in_time else "tijd niet gehaald"
    result.reason = (
        f"{in_words}: 1 engine {figures['1']['wall_s']:g} s ({figures['1']['cpu_s']:g} s cpu, {figures['1']['queries']:g} queries), "
        f"4 engines {figures['4']['wall_s']:g} s ({figures['4']['cpu_s']:g} s cpu); kale UPDATE {figures['peer']['wall_s']:g} s, "
        f"dezelfde rijen met de hand {figures['rows']['wall_s']:g} s (verhouding {against_rows:g})"
        + ("; elk precies één keer" if not problems else "; " + "; ".join(problems))
    )
    return result


def main() -> int:
    """Plant, measure, keep."""
    import psycopg

    from nabij.testing import database

    cluster = database.Cluster()
    name = cluster.clone(f"bench_{uuid.uuid4().hex[:8]}")
    result = Result(
        "B13", "10.000 opschalingen die tegelijk aan de beurt zijn, in één ronde verzet, elk één keer",
        f"< {LIMIT_S:g} s met 1 en met 4 engines; ≤ {PEER_LIMIT:g} × de kale UPDATE", data={"alarms": ALARMS},
    )  # fmt: skip
    try:
        with psycopg.connect(database.as_url(cluster.db.owner_url, name), autocommit=True) as owner:
            problems = measure(name, owner, result)
    finally:
        cluster.drop(name)
    judged(result, problems).keep()
    print(result.line())
    return int(bool(problems))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        worker(sys.argv[2])
    else:
        raise SystemExit(main())
