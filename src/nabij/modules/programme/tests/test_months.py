"""The pack of a month stands still once published (N75); a calendar per organisation (programme 6)."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pypdf
import pytest
from django.db import Error, IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.documents.content import Document, Paragraph
from nabij.kernel.errors import Invalid, Refused, RuleViolation
from nabij.kernel.tenancy.models import Organisation

from .. import actions
from ..models import MeetingSeries, MonthPack
from ..queries import agenda, programme
from ..rules import month as rules
from ..rules.meetings import BRUSSELS, Rhythm

db = pytest.mark.django_db
FEBRUARY, WHY = date(2027, 2, 1), "Het aantal deelnemers van één project was fout."


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", answer.content.decode())


def words(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        first = next(name for name in bundle.namelist() if name.startswith("maandoverzicht") and name.endswith(".pdf"))
        pages = pypdf.PdfReader(io.BytesIO(bundle.read(first))).pages
        return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


@db
def test_later_changes_alter_nothing_that_was_published(staff: Any, acting: Any) -> None:
    mieke, an = staff("mieke"), staff("an")
    page, file = "/programma/maandpakket?maand=2027-02", "/programma/maandpakketten.zip?maand=2027-02&versie=1"
    before, bytes_before = text(mieke.get(page)), an.get(file).content
    with acting("mieke"):
        project = programme.projects()[0]
        actions.set_series(
            partnership_id=programme.partnership_id(), title="Nieuw overleg", rhythm=Rhythm.WEEKLY, first_day=date(2027, 3, 1),
            at=time(9), minutes=60,
        )
    assert "Nieuw overleg" in text(mieke.get("/programma/maandpakket?maand=2027-01")), "a month that was not published follows the rows"
    assert text(mieke.get(page)) == before and an.get(file).content == bytes_before and project.name in before
    assert "Versie 2, op donderdag 4 maart 2027" in before and "Verbeterde versie" in before


@db
def test_a_correction_is_a_new_version_that_says_so_and_the_old_one_stays(staff: Any, acting: Any) -> None:
    mieke = staff("mieke")
    assert "minstens 10 tekens" in text(mieke.post("/programma/maandpakket/publicaties", {"maand": "2027-02", "remark": "x"}), 422)
    assert mieke.post("/programma/maandpakket/publicaties", {"maand": "2027-02", "remark": WHY}).status_code == 302
    page = text(mieke.get("/programma/maandpakket?maand=2027-02"))
    assert "(versie 3)" in page and WHY in page and "vervangt versie 2 van donderdag 4 maart 2027" in page
    assert "Verbeterde versie" not in text(mieke.get("/programma/maandpakket?maand=2027-02&versie=1"))
    file = "/programma/maandpakketten.zip?maand=2027-02&versie="
    assert "Verbeterde versie" in words(mieke.get(f"{file}3").content) and "Verbeterde versie" not in words(mieke.get(f"{file}1").content)
    for wrong in ("4", "x", ""):
        assert mieke.get(file + wrong).status_code == 404
    with acting("mieke"):
        rows = list(MonthPack.objects.filter(month=FEBRUARY).order_by("version"))
        assert [row.previous_sha256 for row in rows[1:]] == [row.sha256 for row in rows[:-1]]
        assert all(hashlib.sha256(row.content.encode()).hexdigest() == row.sha256 for row in rows)
        assert len({row.sha256 for row in rows}) == 3
        assert AuditEntry.objects.filter(verb="programme.month_pack.published", detail__version=3).exists()


@db
def test_members_read_every_version_and_only_the_coordinator_publishes(staff: Any, acting: Any) -> None:
    an = staff("an")
    listed = text(an.get("/programma/maandpakketten"))
    assert "2027-02" in listed and "De plaats van het volgende overleg ontbrak" in listed and "door Mieke Tanghe" in listed
    assert an.post("/programma/maandpakket/publicaties", {"maand": "2027-01"}).status_code == 403
    assert an.get("/programma/maandpakket?maand=2027-02").status_code == 403
    with acting("an"), pytest.raises(Refused):
        actions.publish_month(partnership_id=programme.partnership_id(), month=FEBRUARY, remark=WHY)


@db
def test_a_month_that_runs_is_not_published_and_a_first_version_has_no_reason(staff: Any, acting: Any) -> None:
    with acting("mieke"):
        own = programme.partnership_id()
        with pytest.raises(RuleViolation, match="donderdag 1 april 2027"):
            actions.publish_month(partnership_id=own, month=date(2027, 3, 1))
        with pytest.raises(Invalid):
            actions.publish_month(partnership_id=own, month=date(2027, 1, 1), remark=WHY)
    mieke = staff("mieke")
    assert "Publiceer het maandpakket" not in text(mieke.get("/programma/maandpakket"))
    assert mieke.post("/programma/maandpakket/publicaties", {"maand": "2027-01"}).status_code == 302
    assert "Versie 1, op dinsdag 30 maart 2027" in text(mieke.get("/programma/maandpakket?maand=2027-01"))


@db
def test_the_database_refuses_to_change_or_remove_what_was_published(acting: Any) -> None:
    with acting("mieke"):
        for act in (lambda: MonthPack.objects.update(content="[]"), lambda: MonthPack.objects.all().delete()):
            with pytest.raises(Error), transaction.atomic():
                act()
        row = MonthPack.objects.get(month=FEBRUARY, version=1)
        row.id, row.version = None, 3
        with pytest.raises(IntegrityError, match="programme_monthpack_correction"), transaction.atomic():
            row.save(force_insert=True)


@given(st.integers(1, 50), st.text(min_size=1, max_size=40))
def test_only_a_later_version_says_what_it_puts_right(version: int, remark: str) -> None:
    document = Document("Titel", "Soort", ("Wij",), date(2027, 3, 2), "2027-02", "voet", (Paragraph("Zin."),))
    on = datetime(2027, 3, 4, tzinfo=UTC)
    before = on if version > 1 else None
    ((name, shown),) = rules.corrected([("overzicht", document)], version=version, on=on, instead_of=before, remark=remark)
    assert name == "overzicht" and shown.blocks[-1] == document.blocks[0]
    assert (shown == document) == (version == 1)


def feed_of(client: Any) -> str:
    page = text(client.post("/programma/agenda/adressen"))
    found = re.search(r'value="http://[^/]+(/programma/kalender/[^"]+\.ics)"', page)
    assert found
    return found[1]


def read(path: str, **headers: str) -> Any:
    return Client(headers={"host": "localhost:8000"} | headers).get(path)


def events(answer: Any) -> dict[str, Any]:
    return {str(one["uid"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


@db
def test_a_calendar_per_organisation_holds_its_meetings_deadlines_and_own_answers(staff: Any) -> None:
    an = feed_of(staff("an"))
    answer = read(an)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = events(answer)
    summaries = [str(one["summary"]) for one in found.values()]
    assert sum("Exello" in one for one in summaries) >= 12 or len(summaries) >= 12
    assert any(one == "Regionaal meldpunt: opnieuw erbij" or "meldpunt" in one.lower() for one in summaries)
    assert any("Laatste dag van de bevraging" in one for one in summaries)
    body = answer.content.decode()
    for name in ("An Callens", "Mieke Tanghe"):
        assert name not in body
    assert read(an, **{"if-none-match": answer["ETag"]}).status_code == 304
    assert read(an, **{"if-none-match": f'"x", W/{answer["ETag"]}'}).status_code == 304
    assert answer.content == read(an).content, "the same rows give the same bytes"


@db
def test_another_organisation_reads_its_own_answers_and_the_same_meetings(staff: Any, acting: Any) -> None:
    an, bart = events(read(feed_of(staff("an")))), events(read(feed_of(staff("bart"))))
    shared = set(an) & set(bart)
    assert len(shared) >= 12
    with acting("an"):
        own = Organisation.objects.get(slug="lendelede").id
        mine = {one.uid for one in agenda.entries(own, datetime(2027, 3, 30, 8, tzinfo=UTC)) if "eigen antwoord" in one.description}
    assert mine and not any(uid.partition("@")[0] in mine for uid in bart)


@db
def test_a_meeting_that_moves_an_hour_keeps_its_uid_and_its_sequence_grows(staff: Any, acting: Any, still_clock: Any) -> None:
    path = feed_of(staff("an"))
    before = events(read(path))
    with acting("mieke"):
        row = MeetingSeries.objects.order_by("title").first()
        assert row is not None
        still_clock.forward(timedelta(minutes=5))
        for _ in range(2):  # the second time nothing changes
            actions.set_series(
                partnership_id=row.organisation_id, title=row.title, rhythm=Rhythm(row.rhythm), first_day=row.first_day,
                at=time(15, 30), minutes=row.minutes, place=row.place, regular=row.regular,
            )
    after = events(read(path))
    moved = [uid for uid in before if uid.startswith(str(row.id))]
    assert moved and set(moved) <= set(after)
    for uid in moved:
        assert after[uid]["sequence"] == before[uid]["sequence"] + 1
        assert after[uid]["dtstart"].dt.astimezone(BRUSSELS).hour == 15
        assert after[uid]["last-modified"].dt > before[uid]["last-modified"].dt


@db
def test_an_address_is_shown_once_withdrawn_by_its_holder_and_then_opens_nothing(staff: Any) -> None:
    an = staff("an")
    path = feed_of(an)
    page = text(an.get("/programma/agenda"))
    assert path not in page
    withdrawal = re.search(r"/programma/agenda/[0-9a-f-]{36}/intrekking", page)
    assert withdrawal
    assert staff("bart").post(withdrawal[0]).status_code == 404
    assert an.post(withdrawal[0]).status_code == 302
    gone, never = read(path), read("/programma/kalender/nergens.ics")
    assert gone.status_code == never.status_code == 404 and gone.content == never.content
