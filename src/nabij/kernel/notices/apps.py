from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "nabij.kernel.notices"
    label = "notices"
    verbose_name = "Berichten"
