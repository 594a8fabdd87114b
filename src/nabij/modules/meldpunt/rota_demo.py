"""What the story needs around its rota: kinds of duty, who answers where, rules of work, the morning look of 30 March.

Every decision, number and agreement is invented; rules of work and school holidays carry their source and wait to be checked.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from nabij.kernel.calendar import clock
from nabij.kernel.modules.actions import enable
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import scope, system

from .actions import planning, rota_check
from .models.duty import DutyLine
from .models.rota import DutyCoverage, DutyKind, DutyRule, SchoolHoliday
from .rules.duty_rules import RuleCode
from .rules.turns import BRUSSELS

PARTNERSHIP = "zuid-west-vlaanderen"
ACTOR = system("demo")
SINCE, LENDELEDE = date(2026, 10, 1), date(2027, 4, 1)
REFERENCE = "gemeenteraad, verzonnen besluit"
KINDS = (
    ("first_line", "eerste lijn"), ("winter", "winterdienst"), ("sewers", "riolering en pompen"), ("roads", "wegen"),
    ("storm_trees", "storm en groen"), ("buildings", "gebouwen"), ("cemeteries", "begraafplaatsen"), ("shelter", "noodopvang"),
)  # fmt: skip
STAFF_RULES = "besluit van de Vlaamse Regering over het personeel van lokale besturen, na te kijken"
AGREEMENT = "afspraak van de wachtlijn, verzonnen"
RULES = (
    (RuleCode.REST, 11, "first", STAFF_RULES), (RuleCode.WEEK, 140, "first", AGREEMENT), (RuleCode.LEAVE, 1, "", STAFF_RULES),
    (RuleCode.IMBALANCE, 20, "", AGREEMENT), (RuleCode.NIGHT, 150, "", AGREEMENT), (RuleCode.WEEKEND, 150, "", AGREEMENT),
    (RuleCode.HOLIDAY, 200, "", AGREEMENT), (RuleCode.SCHOOL, 120, "", AGREEMENT),
)  # fmt: skip
#: Own numbers: Menen and Wervik for everything, Lendelede until it joins, and two municipalities for one kind.
OWN_NUMBERS = (
    ("menen", "", SINCE, None), ("wervik", "", SINCE, None), ("lendelede", "", SINCE, LENDELEDE),
    ("kortrijk", "winter", SINCE, LENDELEDE), ("waregem", "sewers", SINCE, None),
)  # fmt: skip
MORNING = datetime(2027, 3, 30, 6, 0, tzinfo=BRUSSELS)


def set_up(story: Any) -> str:
    """Does nothing when it stands."""
    owner = story.organisations[PARTNERSHIP]
    tag = f"partnership:{owner}"
    for slug, kind, first, until in OWN_NUMBERS:
        _own_number(story.organisations[slug], tag, kind, DateRange(first, until))
    with scope(reading=[owner], writing=[owner], actor=ACTOR, tags=[tag], organisation_id=owner):
        line = DutyLine.objects.get(organisation_id=owner, slug="regio")
        if DutyKind.objects.exists():
            return "wachtsoorten stonden er al"
        # Who plans for the partnership works on its own pages, so the module is on for it too.
        enable(
            organisation_id=owner, module="meldpunt", effective=SINCE, decision_ref="overlegcomité, verzonnen besluit",
            agreement_ref="overeenkomst wachtlijn (voorbeeld)", inclusion_ref="inclusietoets: per telefoon en op papier (voorbeeld)",
        )  # fmt: skip
        said = {"organisation_id": owner, "audience": tag}
        for position, (code, name) in enumerate(KINDS):
            DutyKind.objects.create(**said, code=code, name=name, position=position)
        for code, value, role, source in RULES:
            DutyRule.objects.create(**said, code=code, value=value, role=role, source=source, period=DateRange(SINCE, None))
        SchoolHoliday.objects.create(
            **said, name="paasvakantie", period=DateRange(date(2027, 3, 29), date(2027, 4, 12)), source="schoolkalender, na te kijken"
        )
        for function in ("planner", "coordinator"):
            planning.set_contact(
                line=line, function=function, name="Mieke Tanghe", email="mieke.tanghe@regio.example", phone="+32470000020"
            )
        with clock.frozen(MORNING):
            rota_check.daily(line)
    return f"{len(KINDS)} wachtsoorten"


def _own_number(organisation_id: int, tag: str, kind: str, period: DateRange) -> None:
    with scope(reading=[organisation_id], writing=[organisation_id], actor=ACTOR, tags=[tag], organisation_id=organisation_id):
        municipality = directory.by_id(organisation_id)
        assert municipality is not None
        DutyCoverage.objects.get_or_create(
            organisation_id=organisation_id, kind=kind, period=period,
            defaults={"audience": tag, "public_number": municipality.phone, "decision_reference": REFERENCE},
        )  # fmt: skip
