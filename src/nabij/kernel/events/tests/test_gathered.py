"""Many events of one transaction, one call for the handler that takes in everything that waits."""

from __future__ import annotations

from typing import Any

import pytest

from nabij.kernel.events import facade as events
from nabij.kernel.events.models import Event, EventDelivery
from nabij.kernel.references import Reference
from nabij.kernel.tenancy.scope import scope, system

pytestmark = pytest.mark.django_db
HANDLER = "nabij.modules.website.jobs.on_change"


@pytest.fixture
def kuurne(organisations: dict[str, int]) -> Any:
    own = [organisations["kuurne"]]
    with scope(reading=own, writing=own, actor=system("test"), organisation_id=own[0]):
        yield own[0]


def announce(number: int) -> Event:
    return events.publish("place.changed", Reference("website", "place", str(number), ""), data={"keys": [f"place:{number}"]})


def test_a_gathering_handler_hears_once_of_the_newest_event(kuurne: int) -> None:
    before = EventDelivery.objects.count()
    with events.gathered(HANDLER):
        made = [announce(number) for number in range(5)]
        assert EventDelivery.objects.count() == before
    new = EventDelivery.objects.order_by("-id").first()
    assert EventDelivery.objects.count() == before + 1 and new and new.event_id == made[-1].pk
    assert [one.sequence for one in made] == list(range(made[0].sequence, made[0].sequence + 5))  # every event stands in the log


def test_handlers_that_do_not_gather_hear_of_each(kuurne: int) -> None:
    before = EventDelivery.objects.count()
    with events.gathered("nabij.modules.other.jobs.on_change"):
        announce(1), announce(2)
    announce(3)
    assert EventDelivery.objects.count() == before + 3


def test_what_breaks_inside_announces_nothing(kuurne: int) -> None:
    before = Event.objects.count(), EventDelivery.objects.count()
    with pytest.raises(RuntimeError), events.gathered(HANDLER):
        announce(1)
        raise RuntimeError("broken off")
    assert (Event.objects.count(), EventDelivery.objects.count()) == before


def test_many_at_once_keep_their_order_and_each_handler_hears_of_each(kuurne: int) -> None:
    before, last = EventDelivery.objects.count(), announce(0).sequence
    target = Reference("website", "place", "7", "")
    events.publish_all([("place.changed", target, {"keys": [str(number)]}) for number in range(3)])
    made = list(Event.objects.filter(organisation_id=kuurne, sequence__gt=last).order_by("sequence"))
    assert [(one.sequence, one.data["keys"]) for one in made] == [(last + 1 + number, [str(number)]) for number in range(3)]
    assert EventDelivery.objects.count() == before + 4


def test_events_that_nobody_handles_stand_between_the_others_in_the_same_order(kuurne: int) -> None:
    before, last = EventDelivery.objects.count(), announce(0).sequence
    target = Reference("website", "place", "7", "")
    types = ["alert.escalated", "place.changed", "alert.escalated", "alert.exhausted"]
    events.publish_all([(type, target, {"keys": [str(number)]}) for number, type in enumerate(types)])
    made = list(Event.objects.filter(organisation_id=kuurne, sequence__gt=last).order_by("sequence"))
    assert [(one.sequence, one.type, one.data) for one in made] == [
        (last + 1 + number, type, {"keys": [str(number)]}) for number, type in enumerate(types)
    ]
    assert {one.subject for one in made} == {"website.place:7"} and len({one.event_id for one in made}) == len(types)
    assert EventDelivery.objects.count() == before + 2
