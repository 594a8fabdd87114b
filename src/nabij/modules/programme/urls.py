"""Addresses of the programme on the platform's own host; Dutch, because people see them."""

from django.urls import path

from .pages import answer, belongings, costs, decision, funding, gate, improvement, invitation, matrix, movement, overview, project, vision

PROJECT = "programma/projecten/<uuid:project_id>"
CALL = "programma/oproepen/<uuid:call_id>"

urlpatterns = [
    path("programma", overview.overview, name="programme"),
    path("programma/matrix", matrix.matrix, name="programme-matrix"),
    path(PROJECT, project.project, name="programme-project"),
    path(f"{PROJECT}/deelname", answer.answer, name="programme-answer"),
    path(f"{PROJECT}/gevolgen", answer.consequences, name="programme-consequences"),
    path(f"{PROJECT}/besluit", decision.decision, name="programme-decision"),
    path(f"{PROJECT}/start", gate.go_live, name="programme-go-live"),
    path(f"{PROJECT}/uitnodigingen", invitation.invitations, name="programme-invitations"),
    path(f"{PROJECT}/beter", improvement.better, name="programme-better"),
    path(f"{PROJECT}/beter/oordeel", improvement.verdict, name="programme-verdict"),
    path(f"{PROJECT}/beter/rondes", improvement.ask, name="programme-round"),
    path(f"{PROJECT}/kosten", costs.costs, name="programme-costs"),
    path(f"{PROJECT}/tekst", movement.words, name="programme-words"),
    path("programma/stilte", movement.silence, name="programme-silence"),
    path("programma/bijeenkomsten", movement.gatherings, name="programme-gatherings"),
    path("programma/bijeenkomsten/nieuw", movement.new_gathering, name="programme-new-gathering"),
    path("programma/bijeenkomsten/<uuid:gathering_id>", movement.gathering, name="programme-gathering"),
    path("programma/oproepen", funding.calls, name="programme-calls"),
    path("programma/oproepen/nieuw", funding.new_call, name="programme-new-call"),
    path(CALL, funding.call, name="programme-call"),
    path(f"{CALL}/data", funding.dates, name="programme-call-date"),
    path(f"{CALL}/aanvragen", funding.applications, name="programme-application"),
    path(f"{CALL}/verdelingen", funding.scenarios, name="programme-scenarios"),
    path(f"{CALL}/verdelingen/nieuw", funding.new_scenario, name="programme-new-scenario"),
    path("programma/visie", vision.vision, name="programme-vision"),
    path("programma/visie/<uuid:vision_id>/bekrachtiging", vision.ratification, name="programme-ratification"),
    path("programma/uitvoer", belongings.belongings_page, name="programme-belongings"),
    path("programma/uitvoer.zip", belongings.download, name="programme-download"),
]
