from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "nabij.kernel.calendar"
    label = "calendar"
    verbose_name = "Kalender"
