from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "nabij.kernel.drafts"
    label = "drafts"
    verbose_name = "Bewaarde formulieren"
