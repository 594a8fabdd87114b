from django.apps import AppConfig
from django.db.models.signals import pre_migrate


class TenancyConfig(AppConfig):
    name = "nabij.kernel.tenancy"
    label = "tenancy"
    verbose_name = "Organisaties"

    def ready(self) -> None:
        from . import checks, preparation  # noqa: F401  (registers the system checks)

        pre_migrate.connect(preparation.prepare_database, sender=self, dispatch_uid="nabij.prepare")
