"""What the route matrix is made of: routes from the URL resolvers, one person per function and organisation, planted objects.

Parameters are filled by name. A parameter that this file does not know fails the test with the route's name.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from PIL import Image

from nabij.kernel.access.checks import routes
from nabij.kernel.access.session import KEY
from nabij.kernel.blobs import actions as blobs
from nabij.kernel.calendar import clock
from nabij.kernel.identity.models import Account, Function
from nabij.kernel.jobs.models import JobMeta
from nabij.kernel.modules import queries as enablement
from nabij.kernel.modules import registry
from nabij.kernel.modules.own import STAFF
from nabij.kernel.tenancy.scope import scope, system

HOST = {"host": "localhost:8000", "sec-fetch-site": "same-origin"}
DATA = json.loads(Path(__file__).with_name("routes.json").read_text(encoding="utf-8"))
#: Own municipality, another one, its OCMW, one where the module is still off, the partnership.
ORGANISATIONS = ("kortrijk", "kuurne", "ocmw-kortrijk", "lendelede", "zuid-west-vlaanderen")
#: Rows behind these belong to one organisation; whoever is not of it must not learn that they exist.
SOCIAL = ("ref", "search_id", "application_id", "handover_id", "received_id", "folder_id", "finding_id")
ARCHIVE = ("dossier_id", "record_id", "hold_id", "set_id", "batch_id", "list_id", "item_id", "deviation_id", "request_id")
WEBSITE = ("service_id", "channel_id", "news_id", "place_id", "submission_id")
COUNTER = ("party_id", "callback_id", "letter_id", "batch_key", "passed_id")
DOORS = ("door_id", "feed_id")
OWNED = ("report_id", "alert_id", "attachment_id", "job_id", *DOORS, *ARCHIVE, *SOCIAL, *WEBSITE, *COUNTER)
#: The projects of the partnership are read by its members; "foreign" is then an id of something else that exists.
SHARED = ("project_id", "question_id", "call_id", "gathering_id", "vision_id", "consultation_id", "run_id", "person_id")
#: Public facts: the list of organisations and of modules, the series of the plan, and the nouns of the duty page.
OPEN = ("slug", "name", "noun", "code", "number", "day", "dienst", "line", "protocol_code")
NOWHERE = str(uuid.UUID(int=7 << 76 | 2 << 62))
NOWHERE_ELSE = {"number": "1", "ref": "AAAAAAAAAA", "day": "2027-01-01"}
UNKNOWN = dict.fromkeys(OWNED + SHARED, NOWHERE) | dict.fromkeys(OPEN, "nergens") | NOWHERE_ELSE
_PARAMETER = re.compile(r"[<{](?:\w+:)?(\w+)[>}]")


@dataclass(frozen=True)
class Route:
    """One address of the platform's own host, or one operation of the API."""

    path: str
    verb: str
    module: str | None
    audience: str
    methods: tuple[str, ...] = ("GET", "POST")
    conceals: bool = False

    @property
    def parameters(self) -> list[str]:
        return _PARAMETER.findall(self.path)

    @property
    def is_api(self) -> bool:
        return self.audience == "api"

    def address(self, values: dict[str, str]) -> str:
        """The path with its parameters filled in, and the query that the page needs."""
        return _PARAMETER.sub(lambda found: values[found[1]], self.path) + str(DATA["queries"].get(self.path, ""))


def staff_routes() -> list[Route]:
    """Every staff page and API operation that the resolvers know, each once."""
    pages = [
        Route(path, view.nabij_verb, view.nabij_module, "staff", conceals=getattr(view, "nabij_conceals", False))
        for path, view in routes(settings.NABIJ_STAFF_URLCONF) if getattr(view, "nabij_audience", "") == "staff"
    ]
    return [*dict.fromkeys(pages), *_operations()]


def _operations() -> list[Route]:
    """The API framework wraps each path in a closure over the object that holds its operations."""
    found = []
    for path, view in routes(settings.NABIJ_STAFF_URLCONF):
        for cell in getattr(view, "__closure__", None) or ():
            for operation in getattr(cell.cell_contents, "operations", []):
                declared = operation.view_func
                found.append(Route(path, declared.nabij_verb, declared.nabij_module, "api", tuple(operation.methods)))
    return found


def undeclared() -> list[str]:
    """Addresses that are neither ours nor listed as another package's."""
    known = {route.path for route in staff_routes()}
    open_pages = {path for path, view in routes(settings.NABIJ_STAFF_URLCONF) if getattr(view, "nabij_audience", "") == "open"}
    return [path for path, _ in routes(settings.NABIJ_STAFF_URLCONF) if path not in known | open_pages | set(DATA["foreign_views"])]


@dataclass
class Planted:
    """Objects of one organisation, and a word that stands nowhere but in them."""

    values: dict[str, str]
    word: str


def plant(slug: str, organisations: dict[str, int]) -> Planted:
    """An urgent report with a photo and its alarm, through the public page; a stuck job; the regional project."""
    from nabij.modules.meldpunt.models import Alert, Attachment, DutyPerson, Report
    from nabij.modules.programme.models import Consultation, Project

    word, own = f"kweepeer{slug}", organisations[slug]
    picture = BytesIO()
    Image.new("RGB", (64, 48), "#336699").save(picture, "JPEG")
    client = Client(headers={"host": f"{slug}.localhost:8000", "sec-fetch-site": "same-origin"})
    sent = {"wat": f"Gasgeur {word}", "waar": f"Proefstraat 12, {slug.capitalize()}", "gevaar": "yes", "gezien": "1", "naam": word}
    sent["foto"] = SimpleUploadedFile("foto.jpg", picture.getvalue(), "image/jpeg")  # type: ignore[assignment]
    answer = client.post("/melden", sent)
    assert answer.status_code == 302, answer.content.decode()
    code = answer.headers["Location"].split("/")[2]
    partnership = organisations["zuid-west-vlaanderen"]
    with scope(reading=[own, partnership], writing=[own], actor=system("test"), reason="test", tags=[f"partnership:{partnership}"]):
        report = Report.objects.get(code=code)
        job = JobMeta.objects.create(
            organisation_id=own, task=f"taak {word}", lane="normal", enqueued_at=clock.now(), dead_since=clock.now(), dead_reason=word
        )
        attachment = Attachment.objects.select_related("blob_use__blob").get(report=report)
        blobs.examine(blob=attachment.blob_use.blob)  # what the worker does a moment later
        values = {
            "report_id": report.pk, "alert_id": Alert.objects.get(incident__report=report).pk, "job_id": job.pk,
            "attachment_id": _seen(attachment).pk, "project_id": Project.objects.order_by("name").first().pk,
            "consultation_id": Consultation.objects.get(number=1).pk, "run_id": _storm(partnership),
            "person_id": DutyPerson.objects.order_by("given_name").first().pk,
        } | plant_archive(own, partnership, word) | _website(own, word) | _programme()  # fmt: skip
        values |= _counter(own, organisations["menen"], word) | _doors(own, organisations, word)
    words = {"slug": slug, "name": "meldpunt", "noun": "opname", "code": "rad", "day": "2027-05-07", "dienst": "een-probleem-melden"}
    words |= {"line": "regio", "protocol_code": "gasgeur", "feed_id": NOWHERE} | social(organisations)
    return Planted({name: str(value) for name, value in values.items()} | words, word)


def _doors(own: int, organisations: dict[str, int], word: str) -> dict[str, Any]:
    """A partner's door of this organisation."""
    from nabij.modules.meldpunt.actions import partners

    wish = partners.Wish(f"Politie {word}", "police", organisations["kortrijk"], "056 00 00 98", clock.today())
    with scope(reading=[own], writing=[own], actor=system("test"), organisation_id=own):
        return {"door_id": partners.issue(wish=wish).door.pk}


def _seen(attachment: Any) -> Any:
    """The photo also as one from the spot, so that the duty page may show it."""
    from nabij.modules.meldpunt.models import Alert, DutyNote

    alert, now = Alert.objects.get(incident__report=attachment.report), clock.now()
    DutyNote.objects.create(
        organisation_id=alert.organisation_id, alert=alert, at=now, received_at=now, by="proef", attachment=attachment, key=uuid.uuid4()
    )
    return attachment
def _storm(partnership: int) -> Any:
    """A storm that came and went: the report of one stays readable for whoever leads storms."""
    from nabij.modules.meldpunt.models import StormRun

    found = StormRun.objects.order_by("began_at").first()
    if found is not None:
        return found.pk
    now = clock.now() - timedelta(days=8)  # Within a week of a storm whoever leads it also reads the municipalities.
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('nabij.writing', current_setting('nabij.writing') || ',' || %s, true)", [partnership])
        made = StormRun.objects.create(
            organisation_id=partnership, audience="public", began_at=now, began_by="test", cause="hand", digest_at=now, announced_at=now,
            ended_at=now, ended_by="test", end_announced_at=now,
        )
    return made.pk


def _programme() -> dict[str, Any]:
    """Regional rows of the programme that every member reads."""
    from nabij.modules.programme.models import Call, Gathering, Vision

    return {
        "call_id": Call.objects.order_by("closed", "name").first().pk, "gathering_id": Gathering.objects.order_by("held").first().pk,
        "vision_id": Vision.objects.first().pk,
    }


def plant_archive(own: int, partnership: int, word: str) -> dict[str, Any]:
    """A dossier with a record and a hold, a set of synonyms, a batch, a list with an item, a deviation."""
    from nabij.modules.archive import models as archive
    from nabij.modules.archive.actions import adoption, dossiers, filing, finding, requests
    from nabij.modules.archive.queries.requests import Requester

    row = dossiers.file_dossier(organisation_id=own, series_code="rad", title=f"Dossier {word}", responsible=word, opened_on=clock.today())
    record = filing.file_record(dossier_id=row.id, stream=BytesIO(word.encode()), filename=f"{word}.txt")
    hold = dossiers.place_hold(organisation_id=own, dossier_id=row.id, reason=f"Zaak {word}", reference=word)
    now, owner = clock.now(), {"organisation_id": own}
    batch = archive.Batch.objects.create(**owner, source="tree", name=f"Map {word}", state="proposed", made_by=word, made_at=now)
    account = Account.objects.create(username=f"maker@{own}", display_name=f"maker {word}", kind=Account.Kind.DEMO)
    disposal = archive.DisposalList.objects.create(**owner, name=f"Lijst {word}", made_by=account, made_at=now)
    item = archive.DisposalItem.objects.create(**owner, list=disposal, dossier=row)
    if not archive.Adoption.objects.filter(**owner, until=None, deviations__isnull=False).exists():
        adoption.deviate(organisation_id=own, code="mail", field="moment", value="elke vrijdag", motivation="Wij ruimen elke vrijdag op.")
    asked = requests.register(
        organisation_id=own, channel="letter", subject=f"Alles over {word}", requester=Requester(word, word, word),
        received_on=clock.today(),
    )
    return {
        "request_id": asked.pk, "dossier_id": row.pk, "record_id": record.pk,
        "hold_id": hold.pk, "batch_id": batch.pk, "list_id": disposal.pk, "item_id": item.pk,
        "set_id": finding.add_synonyms(organisation_id=own, words=f"{word}, kweeappel").pk,
        "deviation_id": archive.Deviation.objects.filter(**owner, adoption__until=None).first().pk,
        "question_id": archive.DecisionQuestion.objects.order_by("number").first().pk,
    }


def social(organisations: dict[str, int]) -> dict[str, str]:
    """Social files of one OCMW, OCMW Wervik, foreign to all the others: what a program may know of them, which is no content."""
    from nabij.modules.dossier.models import ApplicationStep, Dossier, Handover

    with scope(reading=[organisations["ocmw-wervik"]], actor=system("test")):
        file, handover = Dossier.objects.first(), Handover.objects.first()
        found = {"ref": file.ref, "handover_id": handover.pk, "application_id": ApplicationStep.objects.first().application_id}
    some = str(handover.pk)
    inside = dict.fromkeys(("search_id", "received_id", "folder_id", "finding_id"), some)
    return {name: str(value) for name, value in found.items()} | inside | {"number": "1"}


def _website(own: int, word: str) -> dict[str, Any]:
    """A service of one's own, a way to ask for it, news and a place, each with the word."""
    from nabij.modules.website.actions import news, places, services, submissions
    from nabij.modules.website.rules.services import ChannelKind
    from nabij.modules.website.rules.submissions import Wanted

    service = services.offer(organisation_id=own, title=f"Dienst {word}")
    way = services.add_channel(service_id=service.id, kind=ChannelKind.PHONE, words=word)
    item = news.write(organisation_id=own, words=news.Words(f"Nieuws {word}", word))
    place = places.add_place(organisation_id=own, name=f"Plaats {word}", address=word)
    asked = submissions.submit(service_id=_published(own), wanted=Wanted(f"Vraag {word}", "visit", word))
    return {"service_id": service.pk, "channel_id": way.pk, "news_id": item.pk, "place_id": place.pk, "submission_id": asked.pk}


def _published(own: int) -> Any:
    from nabij.modules.website.models import Service

    return Service.objects.filter(organisation_id=own, state="published").first().pk


def _counter(own: int, neighbour: int, word: str) -> dict[str, Any]:
    """A person, somebody to ring, a printed letter, a question for the neighbour: each with the word, sealed or not."""
    from nabij.kernel.identity import parties
    from nabij.kernel.notices import actions as notices
    from nabij.kernel.notices import calls, letters
    from nabij.kernel.notices.models import Letter
    from nabij.modules.desk.actions import passing

    party = parties.know(organisation_id=own, person=parties.Person(word, "056 00 00 99", "", word))
    call = calls.ask(organisation_id=own, wish=calls.Wish(word, "056 00 00 99", word))
    notice = notices.notify(
        kind="desk.receipt", organisation_id=own, recipient=word, contact_points={"letter": word}, subject=call, context={"code": word}
    )
    letter = Letter.objects.get(notice=notice)
    batch = letters.print_batch(organisation_id=own)
    asked = passing.Question(word, "056 00 00 99", f"Vraag {word}", True)
    passed = passing.pass_on(organisation_id=own, to_id=neighbour, asked=asked)
    return {"party_id": party.pk, "callback_id": call.pk, "letter_id": letter.pk, "batch_key": batch.pk, "passed_id": passed.pk}


@dataclass
class Person:
    """A test client signed in with one function in one organisation, and what the manifests promise it."""

    function: str
    organisation: str
    client: Client
    verbs: frozenset[str]
    enabled: frozenset[str]

    def may(self, route: Route) -> bool:
        return route.verb in self.verbs | registry.public_verbs()

    def is_off(self, route: Route) -> bool:
        return route.module is not None and route.module not in self.enabled


def people(organisations: dict[str, int], slugs: tuple[str, ...]) -> Iterator[Person]:
    """One person for each function kind in each of the organisations ``slugs``."""
    for slug in slugs:
        own = organisations[slug]
        with scope(reading=[own], actor=system("test")):
            enabled = enablement.enabled(own, clock.today())
        for function in STAFF:
            yield Person(function, slug, _signed_in(function, slug, own), registry.verbs_of(function), enabled)


def _signed_in(function: str, slug: str, own: int) -> Client:
    account = Account.objects.create(username=f"{function}@{slug}", display_name=f"{function} {slug}", kind=Account.Kind.DEMO)
    with scope(reading=[own], writing=[own], actor=system("test")):
        Function.objects.create(organisation_id=own, account=account, kind=function, period=DateRange(clock.today(), None))
    client = Client(headers=HOST, raise_request_exception=False)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[KEY] = own
    session.save()
    return client


def anonymous() -> Client:
    return Client(headers=HOST, raise_request_exception=False)


#: Reads are logged, sessions are touched: these may grow on a GET.
_MAY_GROW = ("audit_", "django_session", "usersessions_")


@dataclass
class Rows:
    """All rows of all tables, as count and checksum; recomputed only for tables that this transaction wrote to."""

    organisations: list[int]
    before: dict[str, tuple] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before = self._sums(_tables())
        self.written = _writes()

    def changed(self) -> list[str]:
        """Tables that are not as they were. A write that was rolled back leaves its table as it was."""
        now = _writes()
        suspects = [table for table, count in now.items() if count != self.written.get(table) and table in self.before]
        self.written = now
        fresh = self._sums(suspects)
        return [table for table in suspects if fresh[table] != self.before[table]]

    def _sums(self, tables: list[str]) -> dict[str, tuple]:
        if not tables:
            return {}
        parts = [f"SELECT '{t}', count(*), sum(hashtextextended(x::text, 0)) FROM \"{t}\" x" for t in tables]
        with scope(reading=self.organisations, actor=system("test"), reason="test"), connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts))
            return {row[0]: row[1:] for row in cursor.fetchall()}


@cache
def _tables() -> list[str]:
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return sorted(name for name in names if not name.startswith(_MAY_GROW))


def _writes() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())
