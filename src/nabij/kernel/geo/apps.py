from django.apps import AppConfig


class GeoConfig(AppConfig):
    name = "nabij.kernel.geo"
    label = "geo"
    verbose_name = "Plaatsen"
