from django.apps import AppConfig


class MeldpuntConfig(AppConfig):
    name = "nabij.modules.meldpunt"
    label = "meldpunt"
    verbose_name = "Meldpunt"
