from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "nabij.modules.archive"
    label = "archive"
    verbose_name = "Archief"
