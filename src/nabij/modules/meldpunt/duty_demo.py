"""The duty line of the story: ten municipalities, two people in turn, a gap in the rota, a night told by the engine.

Every person and number is invented: 0470 00 xx xx rings nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from nabij.connect.sms import gateway
from nabij.kernel.calendar import clock
from nabij.kernel.modules.actions import enable
from nabij.kernel.tenancy.scope import scope, system

from . import chain_demo, doors_demo, engine, protocol_demo
from .actions import alarm, answers, rota
from .actions.appointments import follow_rota
from .models.duty import DutyLine, DutyPerson, Role
from .models.report import Report
from .models.storm import ReserveMember
from .rules.rota import BRUSSELS, OverrideKind

PARTNERSHIP = "zuid-west-vlaanderen"
FRIDAY = "2027-03-26T17:00"
JORIS, ANKE = "+32470000042", "+32470000013"
RESERVE = (
    ("Koen", "Verhelst", "wevelgem", "+32470000054"), ("Sara", "Lambert", "waregem", "+32470000055"),
    ("Tom", "Verbeke", "kortrijk", "+32470000053"),
)  # fmt: skip
ACTOR = system("demo")


def set_up(story: Any) -> str:
    """Make the line, its people, rota, escalation and each municipality's own last resort. Does nothing when it stands."""
    ids = story.organisations
    owner = ids[PARTNERSHIP]
    tag = f"partnership:{owner}"
    with scope(reading=[owner], writing=[owner], actor=ACTOR, tags=[tag], organisation_id=owner):
        if DutyLine.objects.filter(organisation_id=owner).exists():
            return "wachtlijn stond er al"
        enable(
            organisation_id=owner, module="meldpunt", effective=chain_demo.SINCE, decision_ref="Conferentie, verzonnen besluit",
            agreement_ref="overeenkomst van de wachtlijn, verzonnen", inclusion_ref="toets van de wachtlijn, verzonnen",
        )  # fmt: skip
        line = DutyLine.objects.create(organisation_id=owner, audience=tag, slug="regio", name="Wachtdienst Zuid-West-Vlaanderen")
        protocol_demo.publish_all()
        chain_demo.publish(line)
        joris, anke = _people(line, story)
        _reserve(line, story)
        # The week before stands in the rota too: somebody handed over on Friday.
        with clock.frozen(datetime(2027, 3, 22, 9, tzinfo=BRUSSELS)):
            rota.set_rotation(line=line, role=Role.FIRST, start_local=FRIDAY, people=[joris, anke])
            rota.set_rotation(line=line, role=Role.BACKUP, start_local=FRIDAY, people=[anke, joris])
            chain_demo.second_line(line, story, FRIDAY)
            chain_demo.lendelede_turns(line, story)
        rota.add_override(
            line=line, role=Role.FIRST, kind=OverrideKind.REMOVE, person=joris, reason="verlof",
            start=datetime(2027, 4, 16, 8, tzinfo=BRUSSELS), end=datetime(2027, 4, 16, 17, tzinfo=BRUSSELS),
        )  # fmt: skip
        follow_rota(line=line)
    chain_demo.join_all(line, story)
    doors_demo.set_up(story, line)
    return f"wachtlijn van {len(chain_demo.MEMBERS)} gemeenten, Lendelede vanaf 1 april"


def _people(line: DutyLine, story: Any) -> tuple[DutyPerson, DutyPerson]:
    """Joris wants a text first and a call two minutes later; Anke wants to be rung at once."""
    joris = rota.add_person(
        line=line, given_name="Joris", family_name="Vanneste", employer_id=story.organisations["zwevegem"],
        account_id=story.accounts["joris"].pk, methods=[("sms", JORIS, 0), ("voice", JORIS, 2)],
    )  # fmt: skip
    anke = rota.add_person(
        line=line, given_name="Anke", family_name="Dewulf", employer_id=story.organisations["harelbeke"],
        account_id=story.accounts["anke"].pk, methods=[("voice", ANKE, 0), ("sms", ANKE, 0)],
    )  # fmt: skip
    return joris, anke


def _reserve(line: DutyLine, story: Any) -> None:
    """Three colleagues who come on top of the rota when it storms."""
    for given, family, town, number in RESERVE:
        person = rota.add_person(
            line=line, given_name=given, family_name=family, employer_id=story.organisations[town], account_id=None,
            methods=[("sms", number, 0)],
        )  # fmt: skip
        ReserveMember.objects.create(organisation_id=line.organisation_id, audience=line.audience, line=line, person=person)


def play_night(report: Report) -> None:
    """Saturday 27 March, 1.52: Joris' telephone is off, Anke rings five minutes later and takes it at 1.58.

    The engine itself plays it, on a clock that stands where the story is; the report's alarm was opened at 1.52.
    """
    try:
        for hour, minute, what in NIGHT_STEPS:
            with clock.frozen(datetime(2027, 3, 27, hour, minute, tzinfo=BRUSSELS)):
                what(report)
                engine.tick(clock.now())
    finally:
        _all_providers(gateway.Mood.OK)


def _all_providers(mood: gateway.Mood) -> None:
    for provider in ("sms-1", "sms-2", "stem-1", "stem-2"):
        gateway.set_behaviour(provider, mood)


def _joris_is_off(_report: Report) -> None:
    _all_providers(gateway.Mood.SILENT)


def _wait(_report: Report) -> None:
    """Nothing happens; the engine looks whether something is due."""


def _anke_can_be_reached(_report: Report) -> None:
    _all_providers(gateway.Mood.OK)


def _anke_takes_it(_report: Report) -> None:
    answers.hear(provider="stem-1", sender=ANKE, text="1")


def _anke_closes(report: Report) -> None:
    owner = report.organisation_id
    tags = [f"partnership:{engine.partnership_id()}"]
    with scope(reading=[owner], writing=[owner], actor=ACTOR, tags=tags, organisation_id=owner):
        alert = alarm.alert_of(report)
        who = alarm.Responder(alert.taken_by, alert.taken_by_public, alert.taken_by_recipient)
        alarm.close_alert(alert_id=alert.id, result="Boom van de weg, draad losgekoppeld door de netbeheerder.", responder=who)


NIGHT_STEPS: tuple[tuple[int, int, Callable[[Report], None]], ...] = (
    (1, 52, _joris_is_off),
    (1, 54, _wait),
    (1, 57, _anke_can_be_reached),
    (1, 58, _anke_takes_it),
    *protocol_demo.NIGHT,
    (3, 20, _anke_closes),
)
