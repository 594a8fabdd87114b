"""The calendar of one organisation, from its rows."""

from datetime import date, datetime, timedelta

import pytest

from nabij.kernel.calendar import actions, queries
from nabij.kernel.calendar.models import HolidayRule
from nabij.kernel.calendar.rules import BRUSSELS, add_working_time, holidays_in
from nabij.kernel.errors import Invalid, NotFound, Refused
from nabij.kernel.tenancy.scope import Actor, scope, system

OFFICE = [[["09:00", "12:00"], ["13:00", "17:00"]]] * 5


@pytest.fixture
def kortrijk(organisations):
    return organisations["kortrijk"]


def test_the_ten_are_shipped_with_their_source(db):
    assert HolidayRule.objects.count() == 10
    assert all("4 januari 1974" in rule.source for rule in HolidayRule.objects.all())
    assert len(holidays_in(2027, queries.legal_holidays())) == 10


def test_hours_and_closing_days_of_one_organisation(organisations, kortrijk):
    other = organisations["kuurne"]
    with scope(reading=[kortrijk, other], writing=[kortrijk, other], actor=system("test")):
        actions.set_working_pattern(
            organisation_id=kortrijk, unit="proef", hours=OFFICE, name_nl="kantooruren", first=date(2027, 1, 1)
        )
        actions.add_closing_day(
            organisation_id=kortrijk, unit="proef", first=date(2027, 5, 18), until=date(2027, 5, 19), name_nl="brugdag"
        )
        own, others = queries.calendar_for(kortrijk), queries.calendar_for(other)
    start = datetime(2027, 5, 14, 16, tzinfo=BRUSSELS)
    # Whit Monday and then the bridge day: the eight hours end on Wednesday.
    assert add_working_time(start, timedelta(hours=8), own, unit="proef") == datetime(2027, 5, 19, 17, tzinfo=BRUSSELS)
    assert own.closing(date(2027, 5, 18), "proef") and not others.closing(date(2027, 5, 18), "proef")


def test_outside_a_scope_there_are_only_the_legal_holidays(kortrijk):
    calendar = queries.calendar_for(kortrijk)
    assert len(calendar.holiday_rules) == 10 and calendar.patterns == () and calendar.closing_days == ()


@pytest.mark.parametrize("hours", [[[["12:00", "09:00"]]], [[["negen", "12:00"]]], [[]] * 8, [[["09:00"]]]])
def test_hours_that_cannot_be_are_refused_with_a_sentence(kortrijk, hours):
    with scope(reading=[kortrijk], writing=[kortrijk], actor=system("test")), pytest.raises(Invalid) as caught:
        actions.set_working_pattern(organisation_id=kortrijk, hours=hours, name_nl="x", first=date(2027, 1, 1))
    assert caught.value.fields["hours"]


def _closing(organisation_id):
    return actions.add_closing_day(
        organisation_id=organisation_id, first=date(2027, 5, 7), until=date(2027, 5, 8), name_nl="brugdag"
    )


def test_only_the_organisation_itself_with_the_verb_sets_its_days(organisations, kortrijk):
    both = [kortrijk, organisations["kuurne"]]
    clerk = Actor(kind="person", label="balie", organisation_id=kortrijk)
    head = Actor(kind="person", label="directeur", organisation_id=kortrijk, permissions=frozenset({actions.SET_HOURS}))
    for actor, organisation_id in [(clerk, kortrijk), (head, both[1])]:
        with scope(reading=both, writing=both, actor=actor, reason="proef"), pytest.raises(Refused):
            _closing(organisation_id)
    with scope(reading=[kortrijk], writing=[kortrijk], actor=head):
        assert _closing(kortrijk).organisation_id == kortrijk


def test_an_unknown_term_says_so(db):
    with pytest.raises(NotFound):
        queries.term_rule("bestaat-niet", date(2027, 3, 30))
