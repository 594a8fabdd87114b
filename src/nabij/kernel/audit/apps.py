from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "nabij.kernel.audit"
    label = "audit"
    verbose_name = "Controlelog"
