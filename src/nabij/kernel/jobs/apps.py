from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "nabij.kernel.jobs"
    label = "jobs"
    verbose_name = "Taken"
