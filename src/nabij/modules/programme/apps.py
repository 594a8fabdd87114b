from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "nabij.modules.programme"
    label = "programme"
    verbose_name = "Programma"
