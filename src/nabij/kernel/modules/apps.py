from django.apps import AppConfig


class ModulesConfig(AppConfig):
    name = "nabij.kernel.modules"
    label = "modules"
    verbose_name = "Modules"
