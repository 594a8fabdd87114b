"""Pure decisions: cleaned text, word difference, hours over clock changes and holidays, search, paths."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.kernel.calendar.rules import BRUSSELS, Calendar, ClosingDay, HolidayRule
from nabij.kernel.overlay.difference import changes
from nabij.kernel.overlay.fields import Local, Op, Origin, OverlayState, digest, laid, reordered
from nabij.modules.website.rules import concepts, hours, publishing, search, texts
from nabij.modules.website.rules.services import resolve

EASTER = Calendar(
    holiday_rules=(
        HolidayRule("easter_monday", "Paasmaandag", "Lundi de Pâques", easter_offset=1),
        HolidayRule("ascension", "Hemelvaart", "Ascension", easter_offset=39),
        HolidayRule("labour", "Dag van de Arbeid", "Fête du Travail", month=5, day=1),
    ),
    closing_days=(ClosingDay(date(2027, 7, 12), date(2027, 7, 13), "personeelsdag"),),
)  # fmt: skip
WEEK = [hours.Rule(n, hours.Interval(540, 720), date(2026, 1, 1)) for n in range(5)]


@pytest.mark.parametrize(
    ("dirty", "kept"),
    [
        ("<p onclick='x()'>Dag</p><script>alert(1)</script>", "<p>Dag</p>"),
        ('<a href="javascript:alert(1)">klik</a>', "<p>klik</p>"),
        ('<a href="https://a.be?x=1&y=2" style="x">ga</a>', '<a href="https://a.be?x=1&amp;y=2">ga</a>'),
        ("<p>een<ul><li>twee</ul>", "<p>een</p><ul><li>twee</li></ul>"),
        ("<iframe src=x>weg</iframe>a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("<img src=x onerror=y>tekst", "<p>tekst</p>"),
        ("<b>vet</b>", "<strong>vet</strong>"),
    ],
)
def test_foreign_text_keeps_its_words_and_loses_its_marks(dirty: str, kept: str) -> None:
    assert texts.clean(dirty) == kept and texts.clean(kept) == kept


@given(st.text(alphabet="<>/\"'= aAbpliscrt&;:\n\t", max_size=60))
def test_no_text_gets_an_attribute_or_an_unknown_mark_through(text: str) -> None:
    import re

    for mark in re.findall(r"<[^>]*>", texts.clean(text)):
        assert re.fullmatch(r'</?(p|ul|ol|li|strong|em|h3|br)>|</a>|<a href="(https?:|mailto:|tel:|/)[^"<>]*">', mark), mark


@given(st.lists(st.text(alphabet="abc é&<", min_size=1, max_size=12).filter(lambda s: s.strip() and not s.strip().startswith("-"))))
def test_what_an_editor_typed_comes_back_as_typed(lines: list[str]) -> None:
    typed = "\n".join(" ".join(line.split()) for line in lines)
    assert texts.plain(texts.from_plain(typed)) == typed


def test_a_local_value_waits_for_a_person_only_when_the_words_moved() -> None:
    local = Local(Op.REPLACE, "<p>onze</p>", "<p>oud</p>", digest("<p>oud</p>"))
    assert laid("<div>oud </div>", local).state is OverlayState.OVERRIDDEN
    moved = laid("<p>nieuw</p>", local)
    assert (moved.value, moved.origin, moved.state) == ("<p>onze</p>", Origin.OWN, OverlayState.UPSTREAM_CHANGED)
    assert laid("<p>x</p>", None).state is OverlayState.INHERITED
    pieces = changes("<p>kost € 22</p>", "<p>kost € 24</p>")
    assert [(p.kind, p.text) for p in pieces] == [("same", "kost €"), ("gone", "22"), ("new", "24")]
    assert reordered(["a", "b", "c"], ["c", "x", "a"]) == ("c", "a", "b")


def test_items_keep_their_key_by_text_then_by_place_and_likeness() -> None:
    def item(order: int, text: str) -> dict[str, object]:
        return {"relation": "procedure", "order": order, "title": {"nl": text}, "description": {}, "url": ""}

    old = [item(0, "U vraagt de kaart aan"), item(1, "U krijgt een brief"), item(2, "U haalt de kaart af")]
    new = [item(0, "U haalt de kaart af"), item(1, "U krijgt een brief met codes"), item(2, "Iets heel anders dan ervoor")]
    assert concepts.match_items(old, new) == {0: 2, 1: 1}  # type: ignore[arg-type]


def test_never_two_languages_in_one_field() -> None:
    body = {"title": {"nl": "Kaart", "nl-be-x-generated-informal": "Jouw kaart"}, "description": {"en": "Card"}, "items": []}
    assert resolve(body, {}).fields["description"].value == ""
    assert resolve(body, {}).title == "Kaart" and resolve(body, {}, form="je").title == "Jouw kaart"


def oracle(day: date) -> bool:
    """Open or not, by a second way of thinking."""
    closed = {"2027-03-29", "2027-05-06", "2027-05-01", "2027-07-12", "2028-04-17", "2028-05-25", "2028-05-01"}
    return day.weekday() < 5 and day.isoformat() not in closed


def test_two_years_of_days_agree_with_the_oracle() -> None:
    for n in range(731):
        day = date(2027, 1, 1) + timedelta(days=n)
        assert bool(hours.hours_on(day, WEEK, [], EASTER).intervals) is oracle(day), day


def test_an_emergency_outranks_a_dated_exception_and_a_season_ends_on_its_day() -> None:
    day = date(2027, 6, 1)
    extra = hours.Exception_(day, day + timedelta(days=1), hours.ExceptionKind.LOCAL, (hours.Interval(600, 660),), "markt")
    closed = hours.Exception_(day, day + timedelta(days=1), hours.ExceptionKind.EMERGENCY, (), "brand")
    assert hours.hours_on(day, WEEK, [extra], EASTER).intervals == (hours.Interval(600, 660),)
    assert hours.hours_on(day, WEEK, [extra, closed], EASTER).reason_nl == "brand"
    summer = [hours.Rule(1, hours.Interval(540, 720), date(2027, 5, 1), day)]
    assert not hours.hours_on(day, summer, [], EASTER).intervals
    assert hours.hours_on(day - timedelta(days=7), summer, [], EASTER).intervals


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_open_now_is_right_on_the_days_when_the_clock_changes(day: date) -> None:
    rules = [hours.Rule(6, hours.Interval(540, 720), date(2026, 1, 1)), hours.Rule(6, hours.Interval(1380, 1440), date(2026, 1, 1))]
    days = hours.span(day, 8, rules, [], Calendar())
    at = datetime(day.year, day.month, day.day, 11, 59, tzinfo=BRUSSELS)
    assert hours.open_state(days, at).open and hours.open_state(days, at).until == at.replace(hour=12, minute=0)
    later = hours.open_state(days, at.replace(hour=12, minute=0))
    assert not later.open and later.until == at.replace(hour=23, minute=0)
    assert hours.open_state(days, at.replace(hour=23)).until == at.replace(hour=0, minute=0) + timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9.00", "Schrijf de uren op maandag"), ("12.00-9.00", "ligt het einduur"), ("25.00-26.00", "kennen we niet"),
        ("9-12 soms", "Schrijf de uren"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_get_a_sentence(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        hours.read_day(typed, "maandag")
    assert hours.read_day("9:00-12.00, 13.30-24.00 afspraak", "maandag")[1] == hours.Interval(810, 1440, hours.Access.APPOINTMENT)


@pytest.mark.parametrize("path", ["/../etc/passwd", "/a/./b", "relative", "/_p/x", "/a\\..\\b"])
def test_no_path_leaves_the_release(path: str) -> None:
    with pytest.raises(ValueError, match="not a page"):
        publishing.file_of(path)
    assert publishing.file_of("/") == "index.html" and publishing.file_of("/a/b") == "a/b/index.html"
    assert publishing.file_of("/a/b.jsonld") == "a/b.jsonld"


@pytest.mark.parametrize("query", ["", " ", "😀", "de het een", "x" * 10_000, "'; DROP TABLE website_service; --", "%", "((("])
def test_a_strange_query_gives_a_list_and_no_error(query: str) -> None:
    entries = [search.Entry("dienst", "/a", "Rijbewijs", keywords="auto")]
    assert isinstance(search.find(query, entries, {}), list)


def test_search_weighs_the_title_and_helps_with_spelling() -> None:
    entries = [
        search.Entry("dienst", "/a", "Rijbewijs", keywords="auto"), search.Entry("nieuws", "/b", "Markt", body="breng uw rijbewijs mee"),
        search.Entry("plaats", "/c", "Recyclagepark"),
    ]  # fmt: skip
    assert [hit.entry.url for hit in search.find("mijn rijbewijs", entries, {})][:2] == ["/a", "/b"]
    near = search.find("rijbewys", entries, {})
    assert near[0].entry.url == "/a" and near[0].approximate
    assert search.find("containerpark", entries, {"containerpark": ("recyclagepark",)})[0].entry.url == "/c"
    assert search.is_acute("er is een gaslek!", ["gaslek"]) and not search.is_acute("gaslekdetector kopen", ["gaslek"])
