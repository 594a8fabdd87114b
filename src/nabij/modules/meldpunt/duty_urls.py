"""Addresses of the duty line, on the platform's own host."""

from django.urls import path

from .pages import alarm, duty, storm

urlpatterns = [
    path("wacht", duty.now, name="duty-now"),
    path("wacht/rooster", duty.schedule, name="duty-schedule"),
    path("wacht/blad", duty.printed, name="duty-sheet"),
    path("wacht/alarmen/<uuid:alert_id>", alarm.alarm, name="duty-alarm"),
    path("wacht/alarmen/<uuid:alert_id>/<slug:noun>", alarm.act, name="duty-act"),
    path("wacht/storm", storm.board, name="storm-board"),
    path("wacht/storm/stand", storm.state, name="storm-state"),
    path("wacht/storm/1722", storm.line_1722, name="storm-1722"),
    path("wacht/storm/antwoorden", storm.answers, name="storm-answers"),
    path("wacht/storm/verslag/<uuid:run_id>", storm.told, name="storm-report"),
    path("hooks/sms/<slug:provider>", alarm.hear, name="duty-hear"),
]
