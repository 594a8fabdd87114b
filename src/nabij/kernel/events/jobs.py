from __future__ import annotations

from django.utils.module_loading import import_string

from ..calendar import clock
from ..jobs.tasks import task
from ..modules import queries as modules
from ..modules import registry
from .models import EventDelivery


@task(lane="interactive", retries=5)
def deliver(*, delivery_id: str) -> None:
    """Hand one event to one handler, once."""
    delivery = EventDelivery.objects.select_related("event").select_for_update(of=("self",)).get(id=delivery_id)
    if delivery.state == EventDelivery.State.DONE:
        return
    if module_of(delivery.handler) in modules.enabled(delivery.organisation_id, clock.today()):
        import_string(delivery.handler)(delivery.event)
    else:
        delivery.last_error = "overgeslagen: de module staat uit"
    delivery.state, delivery.tries = EventDelivery.State.DONE, delivery.tries + 1
    delivery.save(update_fields=["state", "tries", "last_error"])


def module_of(handler: str) -> str:
    """The module whose manifest names a handler."""
    return next((m.name for m in registry.installed() if handler in m.handlers.values()), "")
