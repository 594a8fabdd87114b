"""Addresses of the archive on the platform's own host; Dutch, because people see them."""

from django.urls import path

from .pages import adoption, departure, disposal, dossier, home, intake, plan, requests, rooms, search, strategy

_STRATEGY = "archief/strategie"
_DOSSIER = "archief/dossiers/<uuid:dossier_id>"
_REQUEST = "archief/aanvragen/<uuid:request_id>"
_LIST = "archief/vernietiging/<uuid:list_id>"

urlpatterns = [
    path("archief", home.home, name="archive"),
    path(_STRATEGY, strategy.overview, name="archive-strategy"),
    path(f"{_STRATEGY}/regio", strategy.region, name="archive-region"),
    path(f"{_STRATEGY}/vragen/<uuid:question_id>", strategy.question, name="archive-question"),
    path(f"{_STRATEGY}/vragen/<uuid:question_id>/argumenten", strategy.arguments, name="archive-arguments"),
    path(f"{_STRATEGY}/vragen/<uuid:question_id>/beslissingen", strategy.decisions, name="archive-decisions"),
    path(f"{_STRATEGY}/vragen/<uuid:question_id>/heropeningen", strategy.reopenings, name="archive-reopenings"),
    path(f"{_STRATEGY}/overname", adoption.adoption, name="archive-adoption"),
    path(f"{_STRATEGY}/overname/antwoorden", adoption.answers, name="archive-answers"),
    path(f"{_STRATEGY}/overname/afwijkingen", adoption.deviations, name="archive-deviations"),
    path(f"{_STRATEGY}/overname/afwijkingen/<uuid:deviation_id>/einde", adoption.deviation_end, name="archive-deviation-end"),
    path("archief/zoeken", search.search, name="archive-search"),
    path("archief/zoeken/woorden", search.synonyms, name="archive-synonyms"),
    path("archief/zoeken/woorden/<uuid:set_id>/einde", search.synonyms_end, name="archive-synonyms-end"),
    path("archief/dossiers/nieuw", dossier.new, name="archive-new"),
    path(_DOSSIER, dossier.dossier, name="archive-dossier"),
    path(f"{_DOSSIER}/blokkeringen", dossier.holds, name="archive-holds"),
    path(f"{_DOSSIER}/blokkeringen/<uuid:hold_id>/opheffing", dossier.hold_end, name="archive-hold-end"),
    path(f"{_DOSSIER}/feiten", dossier.facts, name="archive-facts"),
    path(f"{_DOSSIER}/afsluiting", dossier.closing, name="archive-closing"),
    path(f"{_DOSSIER}/bestanden", intake.uploads, name="archive-uploads"),
    path("archief/stukken/<uuid:record_id>", dossier.record, name="archive-record"),
    path("archief/inname", intake.overview, name="archive-intake"),
    path("archief/inname/proefdraaien", intake.dry_runs, name="archive-dry-runs"),
    path("archief/inname/<uuid:batch_id>", intake.batch, name="archive-batch"),
    path("archief/inname/<uuid:batch_id>/verslag.csv", intake.report_file, name="archive-report"),
    path("archief/inname/<uuid:batch_id>/<slug:noun>", intake.batch_step, name="archive-batch-step"),
    path("archief/plan", plan.tree, name="archive-plan"),
    path("archief/plan/series/<slug:code>", plan.series, name="archive-series"),
    path("archief/plan/series/<slug:code>/afwijkingen", plan.overlays, name="archive-overlays"),
    path("archief/plan/series/<slug:code>/afwijkingen/einde", plan.overlay_end, name="archive-overlay-end"),
    path("archief/kamers", rooms.rooms, name="archive-rooms"),
    path("archief/kamers/platformen", rooms.platforms, name="archive-platforms"),
    path("archief/kamers/toewijzingen", rooms.assignments, name="archive-assignments"),
    path("archief/kamers/uitvoer", rooms.exports, name="archive-exports"),
    path("archief/bewaring", disposal.retention, name="archive-retention"),
    path("archief/bewaring/lijsten", disposal.lists, name="archive-lists"),
    path(_LIST, disposal.disposal_list, name="archive-disposal"),
    path(f"{_LIST}/goedkeuringen", disposal.approvals, name="archive-approvals"),
    path(f"{_LIST}/weglatingen/<uuid:item_id>", disposal.omissions, name="archive-omissions"),
    path(f"{_LIST}/verklaring", disposal.certificate, name="archive-certificate"),
    path(f"{_LIST}/<slug:noun>", disposal.list_step, name="archive-list-step"),
    path("archief/aanvragen", requests.requests, name="archive-requests"),
    path(_REQUEST, requests.one, name="archive-request"),
    path(f"{_REQUEST}/stukken", requests.records, name="archive-request-records"),
    path(f"{_REQUEST}/verlengingen", requests.extensions, name="archive-request-extensions"),
    path(f"{_REQUEST}/beslissingen", requests.decisions, name="archive-request-decisions"),
    path(f"{_REQUEST}/bezorgingen", requests.handings, name="archive-request-handings"),
    path(f"{_REQUEST}/brief.pdf", requests.letter_file, name="archive-request-letter"),
    path("archief/vertrek", departure.departure, name="archive-departure"),
    path("archief/vertrek/pakketten", departure.packages, name="archive-packages"),
]
