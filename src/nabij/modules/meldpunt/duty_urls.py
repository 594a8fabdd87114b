"""Addresses of the duty line, on the platform's own host."""

from django.urls import path

from .pages import alarm, duty, rota_coverage, rota_hours, rota_own, rota_plan

urlpatterns = [
    path("wacht", duty.now, name="duty-now"),
    path("wacht/rooster", duty.schedule, name="duty-schedule"),
    path("wacht/rooster/afdruk", rota_plan.printed, name="duty-rota-print"),
    path("wacht/rooster/afwijking", rota_plan.override, name="duty-rota-override"),
    path("wacht/rooster/tijdelijk", rota_plan.temporary, name="duty-rota-temporary"),
    path("wacht/rooster/beurtrol", rota_plan.turn, name="duty-rota-turn"),
    path("wacht/rooster/intrekking", rota_plan.withdrawal, name="duty-rota-withdrawal"),
    path("wacht/rooster/ruil", rota_plan.decision, name="duty-rota-swap"),
    path("wacht/rooster/nakijken", rota_plan.look, name="duty-rota-look"),
    path("wacht/mij", rota_own.own, name="duty-own"),
    path("wacht/mij/overname", rota_own.take, name="duty-own-take"),
    path("wacht/mij/vraag", rota_own.ask, name="duty-own-ask"),
    path("wacht/mij/antwoord", rota_own.answer, name="duty-own-answer"),
    path("wacht/mij/afwezigheid", rota_own.away, name="duty-own-away"),
    path("wacht/dekking", rota_coverage.grid, name="duty-coverage"),
    path("wacht/dekking/beslissing", rota_coverage.decide, name="duty-coverage-decide"),
    path("wacht/uren", rota_hours.table, name="duty-hours"),
    path("wacht/uren.csv", rota_hours.as_csv, name="duty-hours-csv"),
    path("wacht/uren/vertrek", rota_hours.leaving, name="duty-hours-leaving"),
    path("wacht/blad", duty.printed, name="duty-sheet"),
    path("wacht/alarmen/<uuid:alert_id>", alarm.alarm, name="duty-alarm"),
    path("wacht/alarmen/<uuid:alert_id>/<slug:noun>", alarm.act, name="duty-act"),
    path("hooks/sms/<slug:provider>", alarm.hear, name="duty-hear"),
]
