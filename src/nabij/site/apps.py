from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "nabij.site"
    label = "site"

    def ready(self) -> None:
        from nabij.kernel.access import checks  # noqa: F401  (registers the route check)
