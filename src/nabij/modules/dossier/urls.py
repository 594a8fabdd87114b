"""Addresses of the social dossier on the platform's own host; Dutch, because people see them. Never a name or number in one."""

from django.urls import path

from .pages import application, file, folder, handover, home, inspection, keys, review

HANDOVER = "dossier/overdrachten/<uuid:handover_id>"
APPLICATION = "dossier/aanvragen/<uuid:application_id>"
FOLDER = "dossier/meeneemmappen/<uuid:folder_id>"

urlpatterns = [
    path("dossier", home.home, name="dossier"),
    path("dossier/zoeken", home.search, name="dossier-search"),
    path("dossier/zoeken/<uuid:search_id>", home.found, name="dossier-found"),
    path("dossier/nieuw", home.new, name="dossier-new"),
    path("dossier/cijfers", home.counts, name="dossier-counts"),
    path("dossier/kluis", keys.standing, name="dossier-keys"),
    path("dossier/wie-keek", inspection.search, name="dossier-looked-search"),
    path("dossier/wie-keek/<slug:ref>", inspection.looked, name="dossier-looked"),
    path("dossier/wie-keek/<slug:ref>/bewijs", inspection.proof, name="dossier-looked-proof"),
    path(APPLICATION, application.detail, name="dossier-application"),
    path(f"{APPLICATION}/toestand", application.step, name="dossier-application-step"),
    path(f"{APPLICATION}/onderzoek", application.act, name="dossier-application-act"),
    path(f"{APPLICATION}/meeneemmap", application.pick_up, name="dossier-application-folder"),
    path(f"{APPLICATION}/overdracht", application.ask, name="dossier-application-request"),
    path(f"{APPLICATION}/ontvangen", review.of_application, name="dossier-application-received"),
    path("dossier/ontvangen/<uuid:received_id>/oordeel", review.verdict, name="dossier-verdict"),
    path(HANDOVER, handover.detail, name="dossier-handover"),
    path(f"{HANDOVER}/stappen/<slug:noun>", handover.act, name="dossier-handover-act"),
    path(f"{HANDOVER}/weigering", handover.refusal, name="dossier-handover-refusal"),
    path(f"{HANDOVER}/keuze", handover.selection, name="dossier-handover-selection"),
    path(f"{HANDOVER}/brief", handover.letter, name="dossier-handover-letter"),
    path(f"{HANDOVER}/antwoorden", handover.answers, name="dossier-handover-answers"),
    path(f"{HANDOVER}/bezwaren/<int:number>", handover.objection, name="dossier-objection"),
    path(f"{HANDOVER}/bezwaren/<int:number>/brief", handover.objection_letter, name="dossier-objection-letter"),
    path(f"{HANDOVER}/beoordeling", review.of_handover, name="dossier-handover-review"),
    path(FOLDER, folder.detail, name="dossier-folder"),
    path(f"{FOLDER}/schrappingen", folder.struck, name="dossier-folder-struck"),
    path(f"{FOLDER}/zegel", folder.sealed, name="dossier-folder-sealed"),
    path(f"{FOLDER}/intrekking", folder.revoked, name="dossier-folder-revoked"),
    path("dossier/<slug:ref>", file.detail, name="dossier-file"),
    path("dossier/<slug:ref>/toegang", file.access_asked, name="dossier-access"),
    path("dossier/<slug:ref>/bevindingen", file.findings, name="dossier-findings"),
    path("dossier/<slug:ref>/bevindingen/<uuid:finding_id>/vervanging", file.replacement, name="dossier-finding-replacement"),
    path("dossier/<slug:ref>/gezin", file.household, name="dossier-household"),
    path("dossier/<slug:ref>/aanvragen", file.applications, name="dossier-applications"),
    path("dossier/<slug:ref>/logboek", file.log, name="dossier-log"),
    path("dossier/<slug:ref>/meeneemmap", folder.compose, name="dossier-folders"),
]
