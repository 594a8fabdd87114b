from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "nabij.kernel.identity"
    label = "identity"
    verbose_name = "Aanmelding"
