"""What is asked, by when, in how many minutes."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.modules.desk.rules.sentences import duration, entry, how_it_goes
from nabij.modules.desk.rules.work import ZONE, Asked, grouped, is_late, summary, term

TUESDAY = date(2027, 3, 30)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(ZONE))  # noqa: DTZ001
NOW = datetime(2027, 3, 30, 8, 30, tzinfo=ZONE)


def asked(due: datetime | None = None, minutes: int | None = 3, title: str = "iets") -> Asked:
    return Asked(title, "/", "Doe het", "Programma", due, minutes)


def at(day: int, hour: int = 0, month: int = 3) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        ([], "Er wordt vandaag niets van u gevraagd."),
        ([3], "Er wordt 1 ding van u gevraagd. Dat duurt ongeveer 3 minuten."),
        ([3, 3, 3], "Er worden 3 dingen van u gevraagd. Samen ongeveer 9 minuten."),
        ([3, None], "Er worden 2 dingen van u gevraagd. Voor 1 ervan samen ongeveer 3 minuten."),
        ([None], "Er wordt 1 ding van u gevraagd."),
        ([1], "Er wordt 1 ding van u gevraagd. Dat duurt ongeveer 1 minuut."),
    ],
)
def test_summary_counts_things_and_only_known_minutes(minutes: list[int | None], sentence: str) -> None:
    assert summary([asked(minutes=m) for m in minutes]) == sentence


def test_groups_are_today_this_week_and_later() -> None:
    late, today, sunday, monday, never = asked(at(27)), asked(at(30, 10)), asked(at(4, month=4)), asked(at(5, month=4)), asked()
    groups = grouped([never, monday, sunday, today, late], TUESDAY)
    assert [(g.label, list(g.tasks)) for g in groups] == [
        ("Vandaag", [late, today]), ("Deze week", [sunday]), ("Later", [monday, never]),
    ]


@given(st.lists(st.one_of(st.none(), MOMENTS), max_size=30))
def test_no_task_is_lost_and_each_group_runs_in_order(moments: list[datetime | None]) -> None:
    tasks = [asked(m) for m in moments]
    groups = grouped(tasks, TUESDAY)
    assert sum(len(g.tasks) for g in groups) == len(tasks)
    for group in groups:
        dues = [task.due for task in group.tasks if task.due]
        assert dues == sorted(dues)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (None, "geen vaste datum"), (at(30), "vandaag"), (at(30, 10), "vandaag voor 10.00 uur"), (at(31), "morgen"),
        (at(1, month=4), "donderdag 1 april, nog 2 dagen"), (at(29), "donderdag 1 april, 1 dag te laat"),
    ],
)
def test_term_in_words(due: datetime | None, words: str) -> None:
    assert term(due, NOW, "donderdag 1 april", "10.00 uur") == words


def test_a_whole_day_is_late_from_the_next_day_on() -> None:
    assert not is_late(at(30), NOW) and is_late(at(29), NOW) and not is_late(None, NOW)
    assert is_late(at(30, 8), NOW) and not is_late(at(30, 9), NOW)
    assert is_late(at(30), NOW + timedelta(days=1))


def test_a_log_line_is_a_sentence_and_hides_nothing_it_cannot_name() -> None:
    assert entry("meldpunt.report.read", "Delphine Baert", "KOR 4F7 92K") == "Delphine Baert bekeek een melding: KOR 4F7 92K"
    assert entry("kernel.theme.saved", "Tine", "") == "Tine bewaarde de kleuren"
    assert entry("vreemd.ding.gebeurd", "Tine", "x") == "Tine deed “vreemd.ding.gebeurd”: x"


def test_durations_and_the_one_sentence() -> None:
    assert [duration(s) for s in (1, 59, 60, 7200, 86400, 200000)] == ["1 seconde", "59 seconden", "1 minuut", "2 uur", "1 dag", "2 dagen"]
    assert how_it_goes([]) == "Alles leeft."
    assert how_it_goes(["Werker"]) == "Eén onderdeel vraagt aandacht: Werker."
    assert how_it_goes(["Werker", "Schijf"]) == "2 onderdelen vragen aandacht: Werker, Schijf."
