"""Addresses of the duty line, on the platform's own host."""

from django.urls import path

from .pages import alarm, drills, duty, handover, local, methods, night, partner, partner_doors

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
    path("wacht/overdracht", handover.overview, name="duty-handover"),
    path("wacht/overdracht/tekst", handover.text, name="duty-handover-text"),
    path("wacht/overdracht/lezing", handover.reading, name="duty-handover-reading"),
    path("wacht/overdracht/notitie", handover.note, name="duty-handover-note"),
    path("wacht/overdracht/notitie-einde", handover.note_end, name="duty-handover-note-end"),
    path("wacht/proeven", drills.drills, name="duty-drills"),
    path("wacht/plaatselijk", local.sheets, name="duty-local"),
    path("wacht/plaatselijk/blad", local.edit, name="duty-local-edit"),
    path("wacht/mij/toestellen", methods.overview, name="duty-methods"),
    path("wacht/mij/toestellen/code", methods.code, name="duty-method-code"),
    path("wacht/mij/toestellen/bewijs", methods.proof, name="duty-method-proof"),
    path("wacht/mij/toestellen/proef", methods.trial, name="duty-method-trial"),
    path("wacht/mij/toestellen/wachttijd", methods.delays, name="duty-method-delays"),
    path("wacht/mij/toestellen/verwijdering", methods.removal, name="duty-method-removal"),
    path("wacht/nachtnummer", night.overview, name="duty-night"),
    path("hooks/voice/<slug:provider>", night.hear, name="duty-night-hear"),
    path("hooks/sms/<slug:provider>", alarm.hear, name="duty-hear"),
]
