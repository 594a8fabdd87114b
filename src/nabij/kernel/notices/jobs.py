from __future__ import annotations

from ..calendar import clock
from ..jobs.tasks import task
from . import actions
from .models import Notice


@task(lane="interactive", retries=5)
def deliver(*, notice_id: str) -> None:
    """Try each channel until the message left, a person has it, or a provider asks to wait."""
    notice = actions.try_once(notice_id=notice_id)
    while notice.state == Notice.State.QUEUED and notice.tries == 0:
        notice = actions.try_once(notice_id=notice_id)
    if notice.state == Notice.State.QUEUED and notice.next_at:
        wait = max(1, int((notice.next_at - clock.now()).total_seconds()))
        deliver.enqueue(organisation_id=notice.organisation_id, after_s=wait, notice_id=notice_id)
