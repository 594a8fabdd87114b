"""F17: fifty people at once on one melding, one alarm, one turn of duty and one approval. One wins; the others read who and when, and
keep their text. On a list that is approved there is nothing left to remark: there the others read that it is, and by whom.
Five times over: 1,000 presses."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from proving import LONG, Five, open_alarms, quiet, scene

HANDS = 50
#: Seconds for the whole run, its database apart: past it, it is missed.
WITHIN_S = 1200 if LONG else 240
TIMES = int(os.environ.get("F17_TIMES", "20" if LONG else "5"))


def together(work: Callable[[int], Any]) -> list[Any]:
    """``work(n)`` by fifty threads that start at the same moment, each with its own connection."""
    from django.db import connections

    answers: list[Any] = [None] * HANDS
    gate = threading.Barrier(HANDS)

    def one(number: int) -> None:
        try:
            gate.wait()
            answers[number] = work(number)
        except Exception as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def main() -> int:
    """The four of them, some times over."""
    logging.disable(logging.WARNING)  # every refusal is counted below
    five = Five("F17", f"{HANDS} mensen tegelijk op één melding, één alarm, één wachtbeurt, één goedkeuring")
    with scene(own_clock=False) as where, five.within(WITHIN_S):
        from nabij.kernel.calendar import clock
        from nabij.testing.fixtures import BEGINNING

        with clock.frozen(BEGINNING):
            quiet()
            for turn in range(TIMES):
                alarm = open_alarms(1, word=f"hand {turn}")[0]
                melding(five, where, alarm)
                alert(five, where, alarm)
                shift(five, where, turn)
                approval(five, where, turn)
    return five.tell()


def _counted(five: Five, what: str, won: int, others: int, wrong: list[Any]) -> None:
    five.acknowledged += won
    five.missing += int(won == 0)
    five.duplicated += max(won - 1, 0)
    five.unexplained += len(wrong)
    five.expect(won + others == HANDS, f"{what}: {won} gewonnen, {others} met een zin, de rest zoals {str(wrong[:1])[:300]}")
    five.more[what] = f"{won} wint, {others} lezen wie en wanneer"


def melding(five: Five, where: Any, alarm: str) -> None:
    """Fifty windows of the same desk save a next step over the same version."""
    from nabij.testing.people import client_of

    ((report, version),) = where.rows(
        "SELECT r.id::text, r.row_version FROM meldpunt_report r JOIN meldpunt_incident i ON i.report_id = r.id"
        " JOIN meldpunt_alert a ON a.incident_id = i.id WHERE a.id = %s::uuid", [alarm],
    )  # fmt: skip
    clients = [client_of("delphine") for _ in range(HANDS)]

    def save(number: int) -> Any:
        sent = {"to": "in_progress", "row_version": version, "public_text": f"Wij kijken, tekst {number}."}
        return clients[number].post(f"/meldpunt/meldingen/{report}/toestand", sent)

    answers = together(save)
    won = [one for one in answers if getattr(one, "status_code", 0) == 302]
    told = [
        n for n, one in enumerate(answers)
        if getattr(one, "status_code", 0) == 412 and f"tekst {n}." in one.content.decode() and "Delphine Baert" in one.content.decode()
    ]  # fmt: skip
    wrong = [one for n, one in enumerate(answers) if one not in won and n not in told]
    _counted(five, "melding", len(won), len(told), wrong)
    steps = where.rows("SELECT count(*) FROM meldpunt_statuschange WHERE report_id = %s::uuid AND to_state = 'in_progress'", [report])
    five.duplicated += max(steps[0][0] - 1, 0)


def alert(five: Five, where: Any, alarm: str) -> None:
    """Joris and Anke press "Ik neem het", twenty-five times each, from pages and telephones."""
    from nabij.testing.people import client_of

    people = {n: client_of("joris" if n % 2 else "anke") for n in range(HANDS)}
    answers = together(lambda n: people[n].post(f"/wacht/alarmen/{alarm}/opname"))
    ((taken, lines),) = where.rows(
        "SELECT a.taken_by, (SELECT count(*) FROM meldpunt_alertlog l WHERE l.alert_id = a.id AND l.kind = 'acknowledged')"
        " FROM meldpunt_alert a WHERE a.id = %s::uuid", [alarm],
    )  # fmt: skip
    first = taken.partition(" ")[0]
    same = [one for one in answers if getattr(one, "status_code", 0) == 302]
    told = [one for one in answers if getattr(one, "status_code", 0) == 403 and f"{first} nam dit om" in one.content.decode()]
    wrong = [one for one in answers if one not in same and one not in told]
    # Who has it may press again: that changes nothing and is no second winner.
    _counted(five, "alarm", int(lines == 1), len(told) + len(same) - 1, wrong)
    five.duplicated += max(lines - 1, 0)


def shift(five: Five, where: Any, turn: int) -> None:
    """Fifty planners add the same person to the same hours."""
    from nabij.kernel.calendar import clock
    from nabij.modules.meldpunt.actions import rota
    from nabij.modules.meldpunt.models import DutyLine, DutyPerson
    from nabij.modules.meldpunt.rules.rota import OverrideKind
    from nabij.modules.meldpunt.tests.duty_scene import of

    begin = clock.now() + timedelta(days=30 + turn)

    def plan(number: int) -> str:
        from nabij.kernel.errors import Invalid

        try:
            with of("zuid-west-vlaanderen"):
                line, person = DutyLine.objects.get(), DutyPerson.objects.get(given_name="Koen")
                rota.add_override(
                    line=line, role="backup", kind=OverrideKind.ADD, person=person, start=begin, end=begin + timedelta(hours=4),
                    reason=f"hand {number}",
                )  # fmt: skip
                return "won"
        except Invalid as refused:
            return str(refused.fields)

    answers = together(plan)
    won = [one for one in answers if one == "won"]
    told = [one for one in answers if isinstance(one, str) and "Koen " in one and "heeft in die tijd al" in one]
    wrong = [one for one in answers if one not in ("won",) and one not in told]
    _counted(five, "wachtbeurt", len(won), len(told), wrong)
    rows = where.rows("SELECT count(*) FROM meldpunt_rotaoverride WHERE lower(period) = %s", [begin])
    five.duplicated += max(rows[0][0] - 1, 0)


def approval(five: Five, where: Any, turn: int) -> None:
    """Fifty windows of the second person approve one list of destruction. The vote counts once."""
    from nabij.modules.archive.queries.disposal import digest
    from nabij.testing.people import acting_as, client_of

    proposed, name = _proposed(turn)
    with acting_as("piet"):
        seen = digest(proposed)
    windows = [client_of("piet") for _ in range(HANDS)]

    def agree(number: int) -> Any:
        sent = {"typed_name": name, "digest": seen, "comment": f"Nagekeken in venster {number}."}
        return windows[number].post(f"/archief/vernietiging/{proposed}/goedkeuringen", sent)

    answers = together(agree)
    won = [one for one in answers if getattr(one, "status_code", 0) == 302]
    told = [
        one for one in answers
        if getattr(one, "status_code", 0) == 422 and "Deze lijst is nu “goedgekeurd, wachttijd loopt”. Goedkeuren kan niet." in
        one.content.decode() and "Piet Hoornaert" in one.content.decode()
    ]  # fmt: skip
    wrong = [one for one in answers if one not in won and one not in told]
    _counted(five, "goedkeuring", len(won), len(told), wrong)
    ((votes, state),) = where.rows(
        "SELECT (SELECT count(*) FROM archive_disposaldecision d WHERE d.list_id = l.id AND d.role <> 'author'), l.state"
        " FROM archive_disposallist l WHERE l.id = %s", [proposed],
    )  # fmt: skip
    five.duplicated += max(votes - 1, 0)
    five.expect(state == "waiting", f"goedkeuring: de lijst is {state}")


def _proposed(turn: int) -> tuple[Any, str]:
    """The list of the story, and each time again the same dossiers on a new list."""
    from nabij.modules.archive.actions import disposal
    from nabij.modules.archive.models import DisposalItem, DisposalList
    from nabij.testing.people import acting_as

    with acting_as("hilde", "wervik"):
        latest = DisposalList.objects.filter(name__startswith="Inlichtingen").order_by("-made_at", "-id").first()
        assert latest is not None, "the story has a list to approve"
        if not turn:
            return latest.id, latest.name
        dossiers = list(DisposalItem.objects.filter(list=latest).values_list("dossier_id", flat=True))
        disposal.withdraw(list_id=latest.id, reason="opnieuw voorgesteld")
        name = f"Inlichtingen, beurt {turn}"
        made = disposal.make_list(organisation_id=latest.organisation_id, name=name, dossier_ids=dossiers)
        return made.id, name


if __name__ == "__main__":
    raise SystemExit(main())
