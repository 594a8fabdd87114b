"""What answers on a municipality's own host."""

from django.urls import include, path

from .composed import of_modules

urlpatterns = [
    path("", include("nabij.site.urls.both")),
    *of_modules("public"),
]
handler400 = "nabij.site.middleware.unreadable"
handler403 = "nabij.site.middleware.forbidden"
handler404 = "nabij.site.middleware.not_found"
handler500 = "nabij.site.middleware.server_error"
