"""Addresses of the programme on the platform's own host; Dutch, because people see them."""

from django.urls import path

from .pages import answer, decision, gate, invitation, matrix, overview, project

urlpatterns = [
    path("programma", overview.overview, name="programme"),
    path("programma/matrix", matrix.matrix, name="programme-matrix"),
    path("programma/projecten/<uuid:project_id>", project.project, name="programme-project"),
    path("programma/projecten/<uuid:project_id>/deelname", answer.answer, name="programme-answer"),
    path("programma/projecten/<uuid:project_id>/gevolgen", answer.consequences, name="programme-consequences"),
    path("programma/projecten/<uuid:project_id>/besluit", decision.decision, name="programme-decision"),
    path("programma/projecten/<uuid:project_id>/start", gate.go_live, name="programme-go-live"),
    path("programma/projecten/<uuid:project_id>/uitnodigingen", invitation.invitations, name="programme-invitations"),
]
