from __future__ import annotations

from datetime import timedelta

from ..calendar import clock
from ..calendar.queries import calendar_for
from ..jobs.tasks import task
from ..tenancy.scope import current
from . import actions, letters
from .models import Notice

POST_TAKES_DAYS = 3


@task(lane="interactive", retries=5)
def deliver(*, notice_id: str) -> None:
    """Try each channel until the message left, a person has it, or a provider asks to wait."""
    notice = actions.try_once(notice_id=notice_id)
    while notice.state == Notice.State.QUEUED and notice.tries == 0:
        notice = actions.try_once(notice_id=notice_id)
    if notice.state == Notice.State.QUEUED and notice.next_at:
        wait = max(1, int((notice.next_at - clock.now()).total_seconds()))
        deliver.enqueue(organisation_id=notice.organisation_id, after_s=wait, notice_id=notice_id)


@task(lane="bulk")
def letters_arrived() -> None:
    """Nightly: a letter that went to the post three working days ago and did not come back has arrived (kernel spec 4.6)."""
    (organisation_id,) = current().writing
    days, day = 0, clock.today()
    calendar = calendar_for(organisation_id)
    while days < POST_TAKES_DAYS:
        day -= timedelta(days=1)
        days += calendar.is_working_day(day)
    letters.settle(organisation_id, day)
