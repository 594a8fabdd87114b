"""The duty line of the story: ten municipalities, two people in turn, a gap in the rota, a night told by the engine.

Every person and number is invented: 0470 00 xx xx rings nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from nabij.connect.sms import gateway
from nabij.kernel.calendar import clock
from nabij.kernel.modules.actions import enable
from nabij.kernel.tenancy.scope import scope, system

from . import engine, protocol_demo
from .actions import alarm, answers, rota
from .actions.appointments import follow_rota
from .models.duty import DutyLine, DutyParticipation, DutyPerson, LastResort, Role
from .models.report import Report
from .queries.chain import sealed
from .rules.rota import BRUSSELS, OverrideKind

PARTNERSHIP = "zuid-west-vlaanderen"
MEMBERS = (
    "anzegem", "avelgem", "deerlijk", "harelbeke", "kortrijk", "kuurne", "spiere-helkijn", "waregem", "wevelgem", "zwevegem",
)  # fmt: skip
SINCE, LENDELEDE = date(2026, 10, 1), date(2027, 4, 1)
FRIDAY = "2027-03-26T17:00"
JORIS, ANKE, MIEKE = "+32470000042", "+32470000013", "+32470000020"
DIRECTORS = {"kortrijk": "Stijn Maertens", "kuurne": "Griet Holvoet", "lendelede": "An Callens"}
MAYORS = {"lendelede": "Rik Vandorpe"}
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
            organisation_id=owner, module="meldpunt", effective=SINCE, decision_ref="Conferentie, verzonnen besluit",
            agreement_ref="overeenkomst van de wachtlijn, verzonnen", inclusion_ref="toets van de wachtlijn, verzonnen",
        )  # fmt: skip
        line = DutyLine.objects.create(organisation_id=owner, audience=tag, slug="regio", name="Wachtdienst Zuid-West-Vlaanderen")
        protocol_demo.publish_all()
        rota.publish_policy(line=line, steps=[(Role.FIRST, 5), (Role.BACKUP, 5)])
        joris, anke = _people(line, story)
        rota.set_rotation(line=line, role=Role.FIRST, start_local=FRIDAY, people=[joris, anke])
        rota.set_rotation(line=line, role=Role.BACKUP, start_local=FRIDAY, people=[anke, joris])
        rota.add_override(
            line=line, role=Role.FIRST, kind=OverrideKind.REMOVE, person=joris, reason="verlof",
            start=datetime(2027, 4, 16, 8, tzinfo=BRUSSELS), end=datetime(2027, 4, 16, 17, tzinfo=BRUSSELS),
        )  # fmt: skip
        follow_rota(line=line)
    for number, slug in enumerate((*MEMBERS, "lendelede"), start=1):
        _member(line, slug, ids[slug], number)
    return f"wachtlijn van {len(MEMBERS)} gemeenten, Lendelede vanaf 1 april"


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


def _member(line: DutyLine, slug: str, organisation_id: int, number: int) -> None:
    name = slug.title()
    since = LENDELEDE if slug == "lendelede" else SINCE
    with scope(
        reading=[organisation_id], writing=[organisation_id], actor=ACTOR, organisation_id=organisation_id,
        tags=[f"partnership:{line.organisation_id}"],
    ):  # fmt: skip
        DutyParticipation.objects.create(
            organisation_id=organisation_id, line=line, line_organisation_id=line.organisation_id, period=DateRange(since, None),
            decision_reference="gemeenteraad, verzonnen besluit", public_number=f"056 00 00 {number:02d}",
        )  # fmt: skip
        last = (
            ("coördinator", "Mieke Tanghe", MIEKE),
            ("algemeen directeur", DIRECTORS.get(slug, f"de algemeen directeur van {name}"), f"+324700001{number:02d}"),
            ("burgemeester", MAYORS.get(slug, f"de burgemeester van {name}"), f"+324700002{number:02d}"),
        )
        for position, (function, person, phone) in enumerate(last):
            LastResort.objects.create(
                organisation_id=organisation_id, position=position, function=function, name=person, delay_minutes=5,
                decision_reference="gemeenteraad, verzonnen besluit", period=DateRange(since, None),
                **sealed(organisation_id, phone),
            )  # fmt: skip


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
