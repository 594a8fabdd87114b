"""What answers on a municipality's own host."""

from django.urls import path, re_path

from .pages import follow, report_form

urlpatterns = [
    path("melden", report_form.report, name="meldpunt-report"),
    path("melding", follow.find, name="meldpunt-find"),
    path("melding/<str:code>", follow.follow, name="meldpunt-follow"),
    path("melding/<str:code>/ontvangen", follow.received, name="meldpunt-received"),
    re_path(r"^melding/(?P<code>[^/]+)/(?P<what>intrekking|heropening)$", follow.step, name="meldpunt-reporter-step"),
]
