from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "nabij.site"
    label = "site"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out

        from nabij.kernel.access import checks  # noqa: F401  (registers the route check)
        from nabij.site.copies import forget

        user_logged_out.connect(forget, dispatch_uid="nabij.copies")
