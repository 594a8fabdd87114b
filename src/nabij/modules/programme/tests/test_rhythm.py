"""The monthly pack (A25), meetings over both changes of the clock, needs on six layers (A21, A33), slides of a note (A33)."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.calendar.rules.holidays import BRUSSELS
from nabij.kernel.errors import Invalid, Refused, RuleViolation

from .. import actions
from ..models import MeetingSeries, Need, Note
from ..queries import month, needs
from ..rules import month as rules
from ..rules import needs as need_rules
from ..rules.meetings import Rhythm, ends, next_dates, rule_of, words_of
from ..rules.needs import Layer, Status
from .consultation_scene import make_all, rounds
from .test_pages import text

__all__ = ["rounds"]
MARCH = date(2027, 3, 1)
db = pytest.mark.django_db


@given(st.dates(date(2021, 1, 1), date(2030, 12, 31)), st.sampled_from(list(Rhythm)), st.times(time(0, 0), time(23, 59)))
def test_twelve_dates_keep_their_hour_and_their_day_over_every_change_of_the_clock(first: date, rhythm: Rhythm, at: time) -> None:
    after = datetime.combine(first, time(), BRUSSELS) - timedelta(days=1)
    found = next_dates(rule_of(rhythm, first), first, at, after, 12)
    assert len(found) == 12 and found == sorted(found)
    assert {(one.hour, one.minute, one.weekday()) for one in found} == {(at.hour, at.minute, first.weekday())}
    assert all(one.utcoffset() == one.astimezone(BRUSSELS).utcoffset() or one.hour == 2 for one in found), "the offset is that of the day"


def test_a_meeting_of_every_second_tuesday_over_both_changes() -> None:
    first = date(2021, 11, 9)
    found = next_dates(rule_of(Rhythm.MONTHLY, first), first, time(9), datetime(2027, 3, 30, 8, 30, tzinfo=BRUSSELS), 12)
    assert found[0] == datetime(2027, 4, 13, 9, tzinfo=BRUSSELS) and found[-1].date() == date(2028, 3, 14)
    assert {one.utcoffset() for one in found} == {timedelta(hours=1), timedelta(hours=2)}
    assert words_of(Rhythm.MONTHLY, first) == "elke tweede dinsdag van de maand"
    assert rule_of(Rhythm.MONTHLY, date(2027, 3, 30)) == "FREQ=MONTHLY;BYDAY=-1TU", "a fifth Tuesday is the last one"
    assert ends(datetime(2027, 3, 28, 1, 30, tzinfo=BRUSSELS), 90).hour == 3
    with pytest.raises(RuleViolation):
        next_dates("FREQ=SOMS", first, time(9), found[0], 1)


def test_a_layer_says_what_lacks_in_words() -> None:
    stated = [(Layer.PEOPLE, Status.MET), (Layer.PEOPLE, Status.MISSING), (Layer.LEGAL, Status.NOT_NEEDED)]
    cells = {one.layer: one for one in need_rules.cells(stated)}
    assert len(cells) == 6 and need_rules.begun([(Layer.DATA, Status.MET)]) == 1
    assert (cells[Layer.PEOPLE].word, cells[Layer.PEOPLE].gap) == ("1 ontbreekt, 1 in orde", True)
    assert (cells[Layer.LEGAL].word, cells[Layer.LEGAL].gap) == ("niet nodig", False)
    assert (cells[Layer.DATA].word, cells[Layer.DATA].gap) == ("nog niet bekeken", True)


@db
def test_a25_the_pack_is_one_file_without_a_typed_figure(staff: Any, acting: Any) -> None:
    mieke = staff("mieke")
    page = mieke.get("/programma/maandpakket")
    seen = text(page)
    assert "Maandoverzicht maart 2027" in seen and "4 van de 5 projecten bewegen; 1 valt stil." in seen
    assert "Digitaal archief: 41 dagen niets gemeld. Exello hoort het op woensdag 31 maart 2027." in seen
    assert "<input" not in page.content.decode().partition("<main")[2].partition("</main>")[0], "nothing can be typed"
    answer = mieke.get("/programma/maandpakket.zip?maand=2027-03")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        names = bundle.namelist()
        assert names == [
            "maandoverzicht-2027-03.pdf", "maandoverzicht-2027-03.docx", "agenda-2027-04-13-1.pdf", "agenda-2027-04-13-1.docx",
        ]
        words = {name: _words(bundle.read(name), name) for name in names}
    for name in names[:2]:
        assert "41 dagen niets gemeld" in words[name] and "Lendelede krijgt in april drie wachtbeurten" in words[name]
    for name in names[2:]:
        assert "Digitaal archief staat 41 dagen stil" in words[name], "the block of the programme is filled"
        assert "Uit de gemeenten: een rondje" in words[name], "the block of the group is its own"
        assert "dinsdag 14 maart 2028" in words[name], "twelve dates"
    assert answer.content == mieke.get("/programma/maandpakket.zip?maand=2027-03").content
    with acting("mieke"):
        assert AuditEntry.objects.filter(verb="programme.month_pack.made").count() == 2
    assert staff("an").get("/programma/maandpakket").status_code == 403


def _words(data: bytes, name: str) -> str:
    if name.endswith(".pdf"):
        found = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    else:
        document = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        found = " ".join([*(p.text for p in document.paragraphs), *cells])
    return " ".join(found.replace("\u00a0", " ").split())


@db
def test_an_earlier_month_tells_what_was_known_then_and_a_later_one_does_not_exist(staff: Any, acting: Any) -> None:
    mieke = staff("mieke")
    seen = text(mieke.get("/programma/maandpakket?maand=2027-02"))
    assert "Lendelede" in seen and "De drie afwijkingen van de bewaarstrategie" in seen and "Lendelede krijgt in april" not in seen
    for wrong in ("2027-04", "2027-13", "ooit"):
        assert mieke.get(f"/programma/maandpakket?maand={wrong}").status_code == 404
    with acting("mieke"):
        old = month.facts(date(2022, 4, 1), date(2027, 3, 30))
        line = next(one for one in old.projects if one.name == "Regionaal meldpunt")
        assert line.taking_part == 5, "four that went on and Harelbeke under conditions"


@db
def test_a_month_without_anything_says_so(acting: Any) -> None:
    with acting("mieke"):
        facts = month.facts(date(2021, 9, 1), date(2027, 3, 30))
        MeetingSeries.objects.update(regular=[])
        meeting = month.meeting(MeetingSeries.objects.get(), datetime(2027, 3, 30, tzinfo=BRUSSELS))
        said = str(rules.overview(facts)) + str(rules.agenda(facts, meeting))
    assert "veranderde geen gemeente haar antwoord" in said and "Er zijn geen vaste punten." in said


@db
def test_the_coordinator_lays_down_a_meeting_once(staff: Any, acting: Any) -> None:
    mieke = staff("mieke")
    wrong = mieke.post("/programma/vergaderingen/nieuw", {"title": "", "rhythm": "weekly", "at": "negen", "minutes": "3"})
    assert wrong.status_code == 422 and "Vul een uur in" in text(wrong)
    brief = {"title": "x", "rhythm": "weekly", "first_day": "2027-04-01", "at": "9.00", "minutes": "3"}
    short = mieke.post("/programma/vergaderingen/nieuw", brief)
    assert short.status_code == 422 and "minstens 5 minuten" in text(short)
    given = {"title": "Werkgroep archief", "rhythm": "fortnightly", "first_day": "2027-04-01", "at": "13.30", "minutes": "60"}
    assert mieke.post("/programma/vergaderingen/nieuw", given).status_code == 302
    seen = text(staff("an").get("/programma/vergaderingen"))
    assert "Om de twee weken op donderdag, 60 minuten." in seen and "donderdag 1 april 2027 om 13.30 uur" in seen
    with acting("an"), pytest.raises(Refused):
        actions.set_series(partnership_id=1, title="x", rhythm=Rhythm.WEEKLY, first_day=MARCH, at=time(9), minutes=30)


@db
def test_needs_of_every_project_on_six_layers_with_the_gaps(staff: Any, projects: dict[str, UUID]) -> None:
    page = staff("an").get("/programma/noden")
    seen = text(page)
    for word in ("Mensen", "Werkwijze", "Gegevens", "Toepassing", "Infrastructuur", "Juridisch"):
        assert word in seen
    assert "1 ontbreekt, 1 gepland" in seen and "nog niet bekeken" in seen
    one = f"/programma/projecten/{projects['sociaal-dossier']}/noden"
    assert "Leg een nood vast" not in text(staff("an").get(one))
    assert staff("an").post(f"{one}/nieuw", {"layer": "data", "text": "x", "status": "met"}).status_code == 403
    mieke = staff("mieke")
    assert mieke.post(f"{one}/nieuw", {"layer": "data", "text": " ", "status": "met"}).status_code == 422
    assert mieke.post(f"{one}/nieuw", {"layer": "infrastructure", "text": "een beveiligde lijn", "status": "planned"}).status_code == 302
    assert mieke.post(f"{one}/nieuw", {"layer": "infrastructure", "text": "een beveiligde lijn", "status": "met"}).status_code == 302
    assert "een beveiligde lijn in orde" in text(mieke.get(one))


@db
def test_a33_an_idea_says_why_not_and_an_outline_needs_a_layer(
    acting: Any, projects: dict[str, UUID], rounds: dict[str, UUID], staff: Any
) -> None:
    with acting("mieke"):
        assert needs.begun(projects["sociaal-dossier"]) == 4 and needs.begun(projects["website-van-de-toekomst"]) == 0
        Need.objects.filter(project_id=projects["sociaal-dossier"]).delete()
        with pytest.raises(RuleViolation, match="zes lagen"):
            actions.order_notes(consultation_id=rounds["social"])
        with pytest.raises(Invalid):
            actions.state_need(project_id=projects["sociaal-dossier"], layer=Layer.DATA, text=" ", status=Status.MET)
    seen = text(staff("mieke").get(f"/programma/bevragingen/{rounds['social']}"))
    assert "Niemand bekeek al wat het project nodig heeft" in seen and "Leg de noden vast" in seen and "Maak 13 nota" not in seen


@db
def test_a33_thirteen_notes_as_pdf_word_and_slides_say_the_same(acting: Any, staff: Any, rounds: dict[str, UUID]) -> None:
    with acting("mieke"):
        actions.order_notes(consultation_id=rounds["social"])
        make_all(rounds["social"])
        made = list(Note.objects.filter(consultation_id=rounds["social"]).select_related("addressee"))
    assert len(made) == 13
    mieke, base = staff("mieke"), f"/programma/bevragingen/{rounds['social']}/notas"
    for note in (made[0], made[-1]):
        address = f"{base}/{note.addressee.slug}"
        files = {"note.pdf": address, "slides.pdf": f"{address}?als=presentatie", "note.docx": f"{address}?als=word"}
        words = {name: _flat(_words(mieke.get(where).content, name)) for name, where in files.items()}
        for said in _said(note.content):
            assert all(_flat(said) in found for found in words.values()), said
    pages = pypdf.PdfReader(io.BytesIO(mieke.get(f"{base}/menen?als=presentatie").content))
    assert pages.pages[0].mediabox.width > pages.pages[0].mediabox.height and pages.trailer["/Root"]["/MarkInfo"]["/Marked"]


def _flat(said: str) -> str:
    """Without spaces and break signs: a line may break anywhere."""
    return "".join(said.replace("\u00a0", " ").replace("\u00ad", "").replace("-", "").replace("\u2010", "").split())


def _said(content: dict[str, Any]) -> list[str]:
    found = [content["title"]]
    for block in content["blocks"]:
        found += [block[name] for name in ("text", "title", "caption", "label") if block.get(name)]
        found += [*(block["lines"] if block["kind"] == "panel" else []), *block.get("items", [])]
        found += [cell for row in block.get("rows", []) for cell in row]
    return found


@db
def test_a_member_shows_its_own_note_on_a_wall(staff: Any, rounds: dict[str, UUID], acting: Any) -> None:
    page = staff("an").get(f"/programma/bevragingen/{rounds['archive']}/nota/presentatie")
    assert page.status_code == 200 and page["Content-Type"] == "application/pdf" and page.content.startswith(b"%PDF")
    assert staff("delphine").get(f"/programma/bevragingen/{rounds['archive']}/nota/presentatie").status_code == 403
