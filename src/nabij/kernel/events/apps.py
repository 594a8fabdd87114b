from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "nabij.kernel.events"
    label = "events"
    verbose_name = "Gebeurtenissen"
