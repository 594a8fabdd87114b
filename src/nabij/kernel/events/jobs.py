from __future__ import annotations

from django.utils.module_loading import import_string

from ..jobs.tasks import task
from .models import EventDelivery


@task(lane="interactive", retries=5)
def deliver(*, delivery_id: str) -> None:
    """Hand one event to one handler, once."""
    delivery = EventDelivery.objects.select_related("event").select_for_update(of=("self",)).get(id=delivery_id)
    if delivery.state == EventDelivery.State.DONE:
        return
    import_string(delivery.handler)(delivery.event)
    delivery.state, delivery.tries = EventDelivery.State.DONE, delivery.tries + 1
    delivery.save(update_fields=["state", "tries"])
