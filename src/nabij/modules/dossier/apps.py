from django.apps import AppConfig


class DossierConfig(AppConfig):
    name = "nabij.modules.dossier"
    label = "dossier"
    verbose_name = "Sociaal dossier"
