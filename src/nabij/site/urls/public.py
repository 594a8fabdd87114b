"""What answers on a municipality's own host."""

from django.conf import settings
from django.urls import include, path

from .composed import of_modules

urlpatterns = [
    path("", include("nabij.site.urls.both")),
    *([path("", include("nabij.demo.public_urls"))] if settings.NABIJ_DEMO else []),
    *of_modules("public"),
]
handler400 = "nabij.site.middleware.unreadable"
handler403 = "nabij.site.middleware.forbidden"
handler404 = "nabij.site.middleware.not_found"
handler500 = "nabij.site.middleware.server_error"
