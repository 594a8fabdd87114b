"""Addresses of the duty line, on the platform's own host."""

from django.urls import path

from .pages import alarm, duty, partner, partner_doors

urlpatterns = [
    path("wacht", duty.now, name="duty-now"),
    path("wacht/rooster", duty.schedule, name="duty-schedule"),
    path("wacht/blad", duty.printed, name="duty-sheet"),
    path("wacht/alarmen/<uuid:alert_id>", alarm.alarm, name="duty-alarm"),
    path("wacht/alarmen/<uuid:alert_id>/<slug:noun>", alarm.act, name="duty-act"),
    path("wacht/partners", partner_doors.doors, name="duty-partners"),
    path("wacht/partners/<uuid:door_id>/intrekking", partner_doors.withdrawal, name="duty-partner-withdrawal"),
    path("partner/<str:token>", partner.report, name="partner-report"),
    path("partner/<str:token>/<str:code>", partner.receipt, name="partner-receipt"),
    path("hooks/sms/<slug:provider>", alarm.hear, name="duty-hear"),
]
