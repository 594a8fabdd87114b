"""Addresses of the duty line, on the platform's own host."""

from django.urls import path

from .pages import alarm, appointments, duty, field, protocols, telephone, watch

urlpatterns = [
    path("wacht", duty.now, name="duty-now"),
    path("wacht/rooster", duty.schedule, name="duty-schedule"),
    path("wacht/blad", duty.printed, name="duty-sheet"),
    path("wacht/mij/agenda", appointments.own, name="duty-calendars"),
    path("wacht/mij/agenda/adressen", appointments.make, name="duty-calendar-new"),
    path("wacht/mij/agenda/<uuid:feed_id>/intrekking", appointments.withdraw, name="duty-calendar-end"),
    path("wacht/kalender/<str:token>.ics", appointments.feed, name="duty-calendar"),
    path("wacht/kopie", telephone.copy, name="duty-copy"),
    path("wacht/toestel", telephone.device, name="duty-device"),
    path("wacht/app.webmanifest", telephone.manifest, name="duty-manifest"),
    path("wacht/stijl-<str:digest>.css", telephone.style, name="duty-style"),
    path("wacht-dienst.js", telephone.script, name="duty-script"),
    path("wacht/alarmen/<uuid:alert_id>", alarm.alarm, name="duty-alarm"),
    path("wacht/alarmen/<uuid:alert_id>/stap", field.step, name="duty-step"),
    path("wacht/alarmen/<uuid:alert_id>/nota", field.note, name="duty-note"),
    path("wacht/alarmen/<uuid:alert_id>/foto/<uuid:attachment_id>", field.photo, name="duty-photo"),
    path("meldpunt/inrichting/protocollen", protocols.listing, name="protocols"),
    path("meldpunt/inrichting/protocollen/<slug:protocol_code>", protocols.one, name="protocol"),
    path("wacht/alarmen/<uuid:alert_id>/<slug:noun>", alarm.act, name="duty-act"),
    path("healthz/duty", watch.duty, name="duty-health"),
    path("hooks/sms/<slug:provider>", alarm.hear, name="duty-hear"),
]
