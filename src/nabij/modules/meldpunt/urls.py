"""What answers for staff on the platform's own host."""

from django.urls import include, path

from .pages import operator, report_detail

urlpatterns = [
    path("meldpunt", operator.listing, name="meldpunt-list"),
    path("meldpunt/nieuw", operator.new, name="meldpunt-new"),
    path("meldpunt/meldingen/<uuid:report_id>", report_detail.detail, name="meldpunt-detail"),
    path("meldpunt/meldingen/<uuid:report_id>/toestand", report_detail.state, name="meldpunt-state"),
    path("meldpunt/meldingen/<uuid:report_id>/contact", report_detail.contact, name="meldpunt-contact"),
    path("meldpunt/meldingen/<uuid:report_id>/foto/<uuid:attachment_id>", report_detail.photo, name="meldpunt-photo"),
    path("", include("nabij.modules.meldpunt.duty_urls")),
    path("", include("nabij.modules.meldpunt.chain_urls")),
]
