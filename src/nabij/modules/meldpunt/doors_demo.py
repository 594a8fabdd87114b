"""The doors of the duty line in the story: partners with an address of their own, a hand-over that was read, three kinds of drill.

Services are real, names of people and numbers are invented: 0470 00 xx xx and 056 00 xx xx ring nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from nabij.connect.sms import gateway
from nabij.kernel.calendar import clock
from nabij.kernel.tenancy.scope import Actor, scope

from .actions import answers, handover, local, night, partners, rota
from .actions.local import Line
from .models.duty import DutyLine
from .models.duty_call import DutyCall, LineCoordinator
from .models.handover import Handover
from .queries.chain import sealed
from .rules.rota import BRUSSELS

#: The story prints these, so that a visitor can report and ring as the police. Real ones are random.
POLICE_TOKEN, POLICE_VOICE = "voorbeeldtoegangvandepolitie", "47110815"
PARTNERS = (
    ("Politiezone Vlas, dispatching", "police", "kortrijk", "056 00 03 01", POLICE_TOKEN),
    ("Hulpverleningszone Fluvia, meldkamer", "fire", "kortrijk", "056 00 03 02", ""),
    ("Noodplanningscoördinator Kortrijk", "planning", "kortrijk", "056 00 03 03", ""),
    ("Wachtdienst van een buurregio", "desk", "zwevegem", "056 00 03 04", ""),
)
NIGHT_NUMBERS = (
    "anzegem", "avelgem", "deerlijk", "harelbeke", "kortrijk", "kuurne", "spiere-helkijn", "waregem", "wevelgem", "zwevegem",
)  # fmt: skip
FORWARD = "na 17 uur schakelt de centrale door naar de eerste lijn van het wachtblad, dan naar de achterwacht."
JORIS, ANKE, MIEKE = "+32470000042", "+32470000013", "+32470000020"
NOTES = (
    "Pomp 2 van het pompgemaal in Bossuit valt uit bij hoog water. Start ze ter plaatse opnieuw, sleutel in de kast links.",
    "De brug in de Proefstraat in Harelbeke blijft dicht tot 9 april. Brandweer en MUG rijden om langs de Gentsesteenweg.",
)
HANDED_OVER = "Storm verwacht in de nacht van vrijdag op zaterdag. Zoutloods Zwevegem is leeg tot maandag. Verder rustig."


def set_up(story: Any, line: DutyLine) -> None:
    """What stands before the weekend: the partners' addresses and who is told when the line fails. Then Friday's hand-over."""
    with _owner(line, "Mieke Tanghe"):
        for name, kind, host, number, token in PARTNERS:
            wish = partners.Wish(name, kind, story.organisations[host], number, date(2027, 12, 31))
            issued = partners.issue(wish=wish, token=token)
            if token:
                partners.issue_voice(door_id=issued.door.id, figures=POLICE_VOICE)
        columns = sealed(line.organisation_id, MIEKE)
        LineCoordinator.objects.create(
            organisation_id=line.organisation_id, audience=line.audience, line=line, name="Mieke Tanghe", **columns
        )
    _local(story)
    _night_numbers(story)
    _friday(story, line)
    with _owner(line, "wachtklok"):
        rota.rebuild_shifts(line=line)  # Friday looked half a year ahead; so must today


#: (municipality, who saved it, when, keeper, lines). Kortrijk's is too old: it is flagged.
SHEETS = (
    ("spiere-helkijn", "Nadine Opsomer", date(2027, 2, 1), "loket van Spiere-Helkijn", (
        Line("keys", "Gemeenteloods: sleutelkluis links van de poort; de kluiscode ligt bij de politie in een omslag."),
        Line("alarm", "Gemeentehuis: de code ligt in de kluis op het loket, omslag 3."),
        Line("pump", "Pompgemaal Helkijn, aan de Scheldekant. Hoofdschakelaar in de grijze kast.", "056 00 04 01"),
        Line("sluice", "Stuw op de Zwarte Spierebeek: met de hand, zwengel hangt binnen."),
        Line("salt", "Zout en wegenlampen in de loods, voor de eerste nacht."),
        Line("contractor", "Boomverzorging De Kruin, ook 's nachts.", "0470 00 05 01"),
        Line("money", "Tot 2.500 euro: de algemeen directeur. Daarboven de burgemeester, per telefoon."),
    )),
    ("zwevegem", "Joris Vanneste", date(2027, 1, 11), "technische dienst van Zwevegem", (
        Line("salt", "Zoutloods achter het stadion. Sleutel bij de nachtwaker.", "056 00 04 02"),
        Line("contractor", "Rioolwerken Baert, dag en nacht.", "0470 00 05 02"),
    )),
    ("kortrijk", "Tine Vercruysse", date(2026, 8, 10), "dienst openbaar domein van Kortrijk", (
        Line("pump", "Tunnel onder het station: pompen starten vanzelf, alarm gaat naar de wegbeheerder.", "056 00 04 03"),
    )),
)  # fmt: skip


def _local(story: Any) -> None:
    for slug, who, when, keeper, lines in SHEETS:
        own = story.organisations[slug]
        actor = Actor(kind="system", label=who, permissions=frozenset({"*"}))
        with clock.frozen(datetime.combine(when, time(9), BRUSSELS)), scope(reading=[own], writing=[own], actor=actor, organisation_id=own):
            local.save_sheet(organisation_id=own, keeper=keeper, lines=lines, row_version=0)


def _night_numbers(story: Any) -> None:
    """One number per municipality of the line; without a voice provider the exchange forwards to the first line."""
    for number, slug in enumerate(NIGHT_NUMBERS, start=1):
        own = story.organisations[slug]
        actor = Actor(kind="system", label="Mieke Tanghe", permissions=frozenset({"*"}))
        with scope(reading=[own], writing=[own], actor=actor, organisation_id=own):
            night.set_number(organisation_id=own, number=f"+32560009{number:02d}", instruction=FORWARD)


@contextmanager
def _owner(line: DutyLine, label: str, account_id: Any = None) -> Iterator[None]:
    """A person of the story, in the scope of the line."""
    owner = line.organisation_id
    actor = Actor(kind="system", label=label, account_id=account_id, permissions=frozenset({"*"}))
    with scope(reading=[owner], writing=[owner], actor=actor, tags=[f"partnership:{owner}"], organisation_id=owner):
        yield


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=BRUSSELS)


def _friday(story: Any, line: DutyLine) -> None:
    """Anke hands over to Joris at five; he reads her two notes at 17.06, and so does who takes the other roles."""
    with clock.frozen(_at(26, 15, 30)), _owner(line, "wachtklok"):
        handover.prepare(line=line)
    with clock.frozen(_at(26, 16, 40)), _owner(line, "Anke Dewulf", story.accounts["anke"].pk):
        for text in NOTES:
            handover.add_note(line_id=line.id, text=text)
        handover.write(handover_id=_running(line), text=HANDED_OVER, open_codes=[])
    with clock.frozen(_at(26, 17, 6)), _owner(line, "Joris Vanneste", story.accounts["joris"].pk):
        handover.read(handover_id=_running(line))
    with clock.frozen(_at(26, 17, 6)), _owner(line, "Anke Dewulf", story.accounts["anke"].pk):
        handover.read(handover_id=_running(line, "backup"))
    with clock.frozen(_at(26, 17, 9)), _owner(line, "Luc Debaere"):
        second = Handover.objects.select_related("incoming").get(id=_running(line, "second"))
        handover.answered(call=DutyCall(subject=str(second.id), recipient=second.incoming_id))


def _running(line: DutyLine, role: str = "first") -> Any:
    return Handover.objects.filter(line=line, role=role, starts_at=_at(26, 17, 0)).values_list("id", flat=True).get()


def play_evenings() -> None:
    """Saturday both answer; Sunday Anke does not; Monday the provider gives no receipt of Joris' message."""
    from . import doors_clock

    evenings = ((27, (JORIS, ANKE), "ok"), (28, (JORIS,), "ok"), (29, (ANKE,), "silent"))
    for day, answering, mood in evenings:
        with clock.frozen(_at(day, 19, 30)):
            _first_provider(mood)
            doors_clock.tick(clock.now())
        with clock.frozen(_at(day, 19, 32)):
            doors_clock.tick(clock.now())
            for sender in answering:
                answers.hear(provider="sms-1", sender=sender, text="1")
            _first_provider("ok")
        with clock.frozen(_at(day, 19, 46)):
            doors_clock.tick(clock.now())
    for minute in (0, 1, 3):  # the providers were tested this morning: every one gave its receipt
        with clock.frozen(_at(30, 6, minute)):
            doors_clock.tick(clock.now())


def _first_provider(mood: str) -> None:
    for provider in ("sms-1", "stem-1"):
        gateway.set_behaviour(provider, mood)
