from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "nabij.modules.website"
    label = "website"
    verbose_name = "Website"
