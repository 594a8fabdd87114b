"""What answers on the platform's own host: staff pages, API, and in a demo its welcome page."""

from django.conf import settings
from django.urls import include, path

from nabij.site.api import api

from .composed import of_modules

urlpatterns = [
    path("", include("nabij.site.urls.both")),
    *([path("", include("nabij.demo.urls"))] if settings.NABIJ_DEMO else []),
    *of_modules("staff"),
    path("api/v1/", api.urls),
]
handler400 = "nabij.site.middleware.unreadable"
handler403 = "nabij.site.middleware.forbidden"
handler404 = "nabij.site.middleware.not_found"
handler500 = "nabij.site.middleware.server_error"
