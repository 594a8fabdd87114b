"""The end of the chain in the story: ten decisions to take part, each with its own list, and who still rang a mayor.

Every person and number is invented: 0470 00 xx xx rings nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from nabij.kernel.calendar import clock
from nabij.kernel.tenancy.scope import scope, system

from .actions import contacted, last_resort, participation, policy, rota
from .models.duty import DutyLine, DutyPerson, Role, Shift
from .rules.last_resort import Channel, Kind, Office, Place
from .rules.policy import Drafted
from .rules.rota import BRUSSELS, OverrideKind

MEMBERS = (
    "anzegem", "avelgem", "deerlijk", "harelbeke", "kortrijk", "kuurne", "spiere-helkijn", "waregem", "wevelgem", "zwevegem",
)  # fmt: skip
SINCE, LENDELEDE = date(2026, 10, 1), date(2027, 4, 1)
MIEKE = "+32470000020"
DIRECTORS = {"kortrijk": "Stijn Maertens", "kuurne": "Griet Holvoet", "lendelede": "An Callens"}
#: Weight of each in the division of the hours; who is not named counts for one. Invented.
SHARES = {"kortrijk": 4, "harelbeke": 2, "waregem": 2, "wevelgem": 2, "zwevegem": 2}
MAYORS = {"lendelede": "Rik Vandorpe"}
#: Calls to mayor and director in a month before the line, as each counted it itself (invented).
BEFORE = {
    "anzegem": 6, "avelgem": 5, "deerlijk": 7, "harelbeke": 12, "kortrijk": 31, "kuurne": 11, "lendelede": 2, "spiere-helkijn": 3,
    "waregem": 16, "wevelgem": 19, "zwevegem": 9,
}  # fmt: skip
ACTOR = system("demo")
#: Who was called, by whom it was not the line: municipality, office, moment, how, about.
CALLED = (
    ("wevelgem", Office.DIRECTOR, datetime(2027, 1, 16, 23, 10), Channel.CALL, "lawaai aan een fuifzaal"),  # noqa: DTZ001
    ("kuurne", Office.MAYOR, datetime(2027, 2, 13, 21, 40), Channel.CALL, "straatlampen uit"),  # noqa: DTZ001
    ("kuurne", Office.DIRECTOR, datetime(2027, 3, 6, 7, 15), Channel.CHAT, "poort van het park op slot"),  # noqa: DTZ001
    ("lendelede", Office.MAYOR, datetime(2027, 3, 27, 2, 20), Channel.CALL, "boom op de weg"),  # noqa: DTZ001
    ("lendelede", Office.DIRECTOR, datetime(2027, 3, 27, 2, 35), Channel.CALL, "boom op de weg"),  # noqa: DTZ001
    ("lendelede", Office.MAYOR, datetime(2027, 3, 28, 9, 5), Channel.CHAT, "water in een kelder"),  # noqa: DTZ001
    ("lendelede", Office.MAYOR, datetime(2027, 3, 29, 17, 30), Channel.IN_PERSON, "dakpannen op het voetpad"),  # noqa: DTZ001
    ("lendelede", Office.DIRECTOR, datetime(2027, 3, 29, 18, 10), Channel.CALL, "dakpannen op het voetpad"),  # noqa: DTZ001
)


def publish(line: DutyLine) -> None:
    """Three steps of five minutes."""
    policy.publish_policy(line=line, steps=[Drafted(role, 5) for role in (Role.FIRST, Role.BACKUP, Role.SECOND)])


def second_line(line: DutyLine, story: Any, start_local: str) -> None:
    """Two team leaders in turn, when first line and backup do not answer."""
    people = [
        rota.add_person(
            line=line, given_name=given, family_name=family, employer_id=story.organisations[employer], account_id=None,
            methods=[("voice", number, 0), ("sms", number, 0)],
        )
        for given, family, employer, number in (
            ("Luc", "Debaere", "waregem", "+32470000051"), ("Nele", "Verschuere", "kortrijk", "+32470000052"),
        )
    ]  # fmt: skip
    rota.set_rotation(line=line, role=Role.SECOND, start_local=start_local, people=people)


#: From April Lendelede carries its part of the second line: three days, from five to five. Bruno Lagae is of the story (section 4).
LENDELEDE_TURNS = (date(2027, 4, 7), date(2027, 4, 14), date(2027, 4, 21))
LENDELEDE_NUMBER = "+32470000056"


def lendelede_turns(line: DutyLine, story: Any) -> None:
    """The three turns that An reads of, and Rik. In the scope of the line's owner."""
    person = rota.add_person(
        line=line, given_name="Bruno", family_name="Lagae", employer_id=story.organisations["lendelede"], account_id=None,
        methods=[("voice", LENDELEDE_NUMBER, 0), ("sms", LENDELEDE_NUMBER, 0)],
    )  # fmt: skip
    DutyPerson.objects.filter(id=person.id).update(roles=[Role.SECOND])
    for day in LENDELEDE_TURNS:
        start = datetime.combine(day, time(17), BRUSSELS)
        replaced = Shift.objects.get(line=line, role=Role.SECOND, period__contains=start).person
        rota.add_override(
            line=line, role=Role.SECOND, kind=OverrideKind.REPLACE, person=person, replaces=replaced, start=start,
            end=start + timedelta(days=1), reason="aandeel van Lendelede in april",
        )  # fmt: skip


def join_all(line: DutyLine, story: Any) -> None:
    """Ten municipalities and, from April, Lendelede: each with its own list first. Kuurne's stops at the police."""
    with scope(
        reading=[line.organisation_id], writing=[line.organisation_id], actor=ACTOR, tags=[line.audience],
        organisation_id=line.organisation_id,
    ):  # fmt: skip
        participation.move_host(
            line=line, host_id=story.organisations["kortrijk"],
            decision_reference="Conferentie van de Burgemeesters, september 2026 (verzonnen)",
        )  # fmt: skip
    for number, slug in enumerate((*MEMBERS, "lendelede"), start=1):
        with _of(line, story.organisations[slug]):
            _decide(line, slug, story.organisations[slug], number)
    for slug, office, at, channel, about in CALLED:
        moment = at.replace(tzinfo=BRUSSELS)
        with clock.frozen(moment), _of(line, story.organisations[slug]):
            contacted.log_direct_call(
                municipality_id=story.organisations[slug], office=office, channel=channel, at=moment, about=about
            )


@contextmanager
def _of(line: DutyLine, organisation_id: int) -> Iterator[None]:
    with scope(
        reading=[organisation_id], writing=[organisation_id], actor=ACTOR, organisation_id=organisation_id, tags=[line.audience]
    ):
        yield


def _decide(line: DutyLine, slug: str, organisation_id: int, number: int) -> None:
    since = LENDELEDE if slug == "lendelede" else SINCE
    decided = date(2027, 3, 8) if slug == "lendelede" else date(2026, 9, 14)
    reference = f"gemeenteraad van {decided.day} {'maart 2027' if slug == 'lendelede' else 'september 2026'} (verzonnen besluit)"
    last_resort.publish_list(
        organisation_id=organisation_id, places=_places(slug, number), reference=reference, decided_on=decided, since=since,
    )  # fmt: skip
    participation.join_line(
        organisation_id=organisation_id, line=line, since=since, decision_reference=reference,
        agreement_reference="overeenkomst over gegevens van de wachtlijn, 1 september 2026 (verzonnen)",
        public_number=f"056 00 00 {number:02d}",
        baseline_calls=BEFORE[slug], baseline_source="telling door het secretariaat (voorbeeld)",
        used_for="Het secretariaat belt overdag zelf terug naar wie iets meldde.",
        share=SHARES.get(slug, 1),
    )  # fmt: skip


def _places(slug: str, number: int) -> list[Place]:
    name = slug.title()
    director = Place(
        Office.DIRECTOR, Kind.PERSON, DIRECTORS.get(slug, f"de algemeen directeur van {name}"), f"+324700001{number:02d}"
    )
    mayor = Place(Office.MAYOR, Kind.PERSON, MAYORS.get(slug, f"de burgemeester van {name}"), f"+324700002{number:02d}")
    police = Place(Office.POLICE, Kind.DESK, "de wachtofficier van de politiezone", f"+324700003{number:02d}")
    return [Place(Office.COORDINATOR, Kind.PERSON, "Mieke Tanghe", MIEKE), director, police if slug == "kuurne" else mayor]
