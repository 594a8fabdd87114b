"""The design system as a Django app."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Templates, components, tokens and the colours of each organisation."""

    name = "nabij.design"
    label = "design"
    verbose_name = "Vormgeving"
    default_auto_field = "django.db.models.BigAutoField"
