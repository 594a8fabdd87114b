"""What stands on the shelves of Wervik and Kuurne in the story: plan, dossiers, rooms, the G drive, a list that waits for Piet."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange

from nabij.kernel.calendar import clock
from nabij.kernel.identity.capacities import capacities
from nabij.kernel.tenancy.scope import scope

from . import demo_tree
from .actions import disposal, dossiers, filing, finding, intake, inventory, plan, requests
from .models import Audience, AudienceMember, Dossier, Record
from .queries import inventory as rooms_of
from .queries.requests import Requester
from .rules.rooms import RoomFacts

DATA = Path(__file__).parent / "data"
FILES = 3_000
LIST = "Inlichtingen 2009 en 2010"
READERS = {"klachten": ("archivist", "handler", "dpo"), "personeel": ("archivist",)}
PLATFORMS = (
    ("m365", "Microsoft 365", "*"), ("dms", "Documentbeheer van de stad", "kortrijk"), ("file_server", "G-schijf", "wervik"),
    ("file_server", "Mappen op de server", "lendelede"),
)


def set_up(story: Any, as_organisation: Any) -> str:
    """Tell it; returns in words what was made."""
    ids, told = story.organisations, json.loads((DATA / "plan.json").read_text(encoding="utf-8"))
    with as_organisation(ids, "zuid-west-vlaanderen"):
        _plan(ids["zuid-west-vlaanderen"], told)
    for line in told["overlays"]:
        with as_organisation(ids, line["organisation"]):
            plan.deviate(organisation_id=ids[line["organisation"]], since=date(2023, 7, 1), **_without(line, "organisation"))
    _platforms(ids, as_organisation)
    filed = _shelf(ids, as_organisation)
    files = _drive(story, told["mapping"])
    proposed = _list(story, as_organisation)
    _requests(story, as_organisation)
    return f"{filed} dossiers, {files} bestanden op de G-schijf, een lijst met {proposed} dossiers wacht op een tweede persoon"


@contextmanager
def as_person(story: Any, username: str, slug: str) -> Iterator[None]:
    """The scope of a person of the story: four eyes need faces."""
    account = story.accounts[username]
    capacity = next(c for c in capacities(account.pk, clock.today()) if c.slug == slug)
    own = [capacity.organisation_id]
    with scope(reading=own, writing=own, actor=capacity.actor(account.pk, str(account)), tags=capacity.tags):
        yield


def _without(line: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name not in names}


def _plan(own: int, told: dict[str, Any]) -> None:
    nodes: dict[str, Any] = {}
    for line in told["nodes"]:
        nodes[line["code"]] = plan.add_node(
            partnership_id=own, code=line["code"], title=line["title"], parent=nodes.get(line.get("parent", ""))
        )
    for line in told["series"]:
        series = plan.add_series(
            partnership_id=own, node=nodes[line["node"]], code=line["code"], title=line["title"], sensitivity=line["sensitivity"]
        )
        plan.set_rule(
            series=series, destination=line["destination"], motivation=line["motivation"], since=date(2000, 1, 1), terms=line["terms"],
            sample_share=line.get("sample_share"),
        )
        if not line.get("concept"):
            plan.publish_series(series=series, approved_by="selectiecommissie (voorbeeld)", on=date(2023, 4, 14))
    finding.load_lexicon(partnership_id=own, words=told["lexicon"], source="eigen woordenlijst van de regio")
    for words in told["synonyms"]:
        finding.add_synonyms(organisation_id=own, words=words, audience=f"partnership:{own}")


def _platforms(ids: dict[str, int], as_organisation: Any) -> None:
    towns = [slug for slug in ids if f"ocmw-{slug}" in ids]
    for kind, product, where in PLATFORMS:
        for slug in towns if where == "*" else [where]:
            with as_organisation(ids, slug):
                inventory.record_platform(
                    organisation_id=ids[slug], kind=kind, product=product, licence="per gebruiker" if kind == "m365" else "eigen beheer",
                    owner_name="" if (slug, kind) == ("lendelede", "file_server") else "informatiebeheerder (voorbeeld)",
                )
    with as_organisation(ids, "kuurne"):
        _rooms(ids["kuurne"])
    with as_organisation(ids, "spiere-helkijn"):
        _few_rooms(ids["spiere-helkijn"])


def _rooms(own: int) -> None:
    """214 rooms: 37 without an owner, 61 without a series."""
    platform = next(p for p in rooms_of.platforms(own) if p.kind == "m365")
    facts = [_room(number) for number in range(214)]
    inventory.import_rooms(organisation_id=own, platform_id=platform.id, facts=facts)
    with_series = [view.row.id for view in rooms_of.rooms(own, limit=500).shown if int(view.row.external_id[-3:]) >= 61]
    inventory.assign_rooms(organisation_id=own, room_ids=with_series, owner="", series_code="rad")


def _few_rooms(own: int) -> None:
    """The smallest municipality has five rooms; of one the owner was never filled in."""
    platform = next(p for p in rooms_of.platforms(own) if p.kind == "m365")
    titles = ("Balie en onthaal", "College", "Feest op het plein", "Gemeenteraad", "Wegen en groen")
    owners = ("algemeen directeur (voorbeeld)", "onthaal (voorbeeld)")
    facts = [
        RoomFacts(
            f"sh-{number}", "Team", title, () if title == "Feest op het plein" else owners, 0, 4, False, 40_000_000, date(2027, 3, 18)
        )
        for number, title in enumerate(titles, 1)
    ]
    inventory.import_rooms(organisation_id=own, platform_id=platform.id, facts=facts)
    known = [view.row.id for view in rooms_of.rooms(own).shown]
    inventory.assign_rooms(organisation_id=own, room_ids=known, owner="", series_code="rad")


def _room(number: int) -> RoomFacts:
    topics = ("Project dorpskern", "Overleg diensten", "Feestcomité", "Wegenwerken", "Communicatie", "Verkiezingen", "Jeugdraad")
    owners = () if number < 37 else ("dienst (voorbeeld)",) if number % 3 else ("dienst (voorbeeld)", "secretariaat (voorbeeld)")
    return RoomFacts(
        f"team-{number:03d}", "Team", f"{topics[number % 7]} {2020 + number % 7}", owners, 0, 3 + number % 20, number % 11 == 0,
        (number % 40) * 25_000_000, date(2027, 3, 20) - timedelta(days=(number * 13) % 900),
    )


def _readers(own: int, name: str) -> Audience | None:
    if not name:
        return None
    row, made = Audience.objects.get_or_create(organisation_id=own, name=f"wie met {name} werkt")
    if made:
        for function in READERS[name]:
            AudienceMember.objects.create(organisation_id=own, audience=row, function=function, period=DateRange(date(2021, 9, 1), None))
    return row


def _shelf(ids: dict[str, int], as_organisation: Any) -> int:
    told = json.loads((DATA / "shelf.json").read_text(encoding="utf-8"))
    for line in told:
        with as_organisation(ids, line["organisation"]):
            _dossier(ids[line["organisation"]], line)
    with as_organisation(ids, "wervik"):
        for number in range(14):
            _old_information(ids["wervik"], number)
    return len(told) + 14


def _dossier(own: int, line: dict[str, Any]) -> None:
    row = dossiers.file_dossier(
        organisation_id=own, series_code=line["series"], title=line["title"], responsible=line["responsible"],
        opened_on=date.fromisoformat(line["opened"]), closed_on=date.fromisoformat(line["closed"]) if "closed" in line else None,
        number=line.get("number", ""), audience=_readers(own, line.get("readers", "")),
        facts={kind: date.fromisoformat(on) for kind, on in line.get("facts", {}).items()},
    )
    for one in line["records"]:
        _record(row, one["name"], one["text"], one["title"], date.fromisoformat(one["date"]))
    if hold := line.get("hold"):
        dossiers.place_hold(
            organisation_id=own, dossier_id=row.id, reason=hold["reason"], reference=hold["reference"],
            review_on=date.fromisoformat(hold["review_on"]),
        )


def _record(row: Dossier, name: str, text: str, title: str, on: date) -> None:
    made = {"docx": demo_tree.docx, "odt": demo_tree.odt, "pdf": demo_tree.pdf}.get(name.rpartition(".")[2])
    record = filing.file_record(
        dossier_id=row.id, stream=io.BytesIO(made(text) if made else text.encode()), filename=name, title=title, record_date=on
    )
    filing.extract(record_id=record.id)


def _old_information(own: int, number: int) -> None:
    opened = date(2009, 2, 2) + timedelta(days=37 * number)
    row = dossiers.file_dossier(
        organisation_id=own, series_code="bou", title=f"Inlichtingen over perceel {300 + number} (voorbeeld)", opened_on=opened,
        closed_on=opened + timedelta(days=30), responsible="dienst omgeving",
    )
    if number < 6:
        _record(row, "brief.txt", f"Antwoord aan de notaris over perceel {300 + number}. Geen bouwovertreding gekend.", "Antwoord", opened)


def _drive(story: Any, mapping: list[dict[str, Any]]) -> int:
    """Wervik's shared drive stands where an administrator sets folders ready; a dry run of it waits, nothing is taken over."""
    root = Path(settings.NABIJ_HOME) / "intake" / "wervik" / "G-schijf"
    shutil.rmtree(root, ignore_errors=True)
    files = demo_tree.plant(root, FILES)
    own = story.organisations["wervik"]
    with as_person(story, "hilde", "wervik"):
        intake.set_mapping(organisation_id=own, lines=mapping)
        intake.dry_run(organisation_id=own, root=root, name="G-schijf")
    return files


def _list(story: Any, as_organisation: Any) -> int:
    own = story.organisations["wervik"]
    with as_organisation(story.organisations, "wervik"):
        disposal.set_policy(organisation_id=own, min_persons=2, waiting_days=7, reference="college van 14 januari 2025 (voorbeeld)")
    with as_person(story, "hilde", "wervik"):
        ids = list(Dossier.objects.filter(organisation_id=own, series__code="bou").values_list("id", flat=True))
        row = disposal.make_list(organisation_id=own, name=LIST, dossier_ids=ids)
        return row.items.count()


def _requests(story: Any, as_organisation: Any) -> None:
    """A resident of Kuurne wrote for documents on Monday 15 March; noted the day after: the term of 20 days stands on day 14."""
    own = story.organisations["kuurne"]
    with as_person(story, "hilde", "kuurne"):
        row = requests.register(
            organisation_id=own, channel="letter", received_on=date(2027, 3, 15), registered_on=date(2027, 3, 16),
            subject="De verslagen van het college over de leem op de wegen, en alle klachten over sluikstort",
            requester=Requester("Koen Verbeke", "056 00 00 77", "Proefstraat 21\n8520 Kuurne"),
        )
        for title, ground in (("Verslag van het college", ""), ("Klacht", "privacy")):
            record = Record.objects.filter(organisation_id=own, title=title).first()
            assert record is not None, "the story filed this record"
            requests.pick(request_id=row.id, record_id=record.id, ground=ground)
