from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "nabij.modules.desk"
    label = "desk"
    verbose_name = "Loket en werkblad"
