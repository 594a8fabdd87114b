"""Addresses of the programme on the platform's own host; Dutch, because people see them."""

from django.urls import path

from .pages import answer, consultation, decision, gate, invitation, matrix, note, notes, overview, project

urlpatterns = [
    path("programma", overview.overview, name="programme"),
    path("programma/matrix", matrix.matrix, name="programme-matrix"),
    path("programma/projecten/<uuid:project_id>", project.project, name="programme-project"),
    path("programma/projecten/<uuid:project_id>/deelname", answer.answer, name="programme-answer"),
    path("programma/projecten/<uuid:project_id>/gevolgen", answer.consequences, name="programme-consequences"),
    path("programma/projecten/<uuid:project_id>/besluit", decision.decision, name="programme-decision"),
    path("programma/projecten/<uuid:project_id>/start", gate.go_live, name="programme-go-live"),
    path("programma/projecten/<uuid:project_id>/uitnodigingen", invitation.invitations, name="programme-invitations"),
    path("programma/projecten/<uuid:project_id>/bevraging", consultation.draft, name="programme-round-new"),
    path("programma/projecten/<uuid:project_id>/raming", consultation.effort, name="programme-effort"),
    path("programma/bevragingen", consultation.rounds, name="programme-rounds"),
    path("programma/bevragingen/<uuid:consultation_id>", consultation.consultation, name="programme-round"),
    path("programma/bevragingen/<uuid:consultation_id>/vragen", consultation.question, name="programme-question"),
    path("programma/bevragingen/<uuid:consultation_id>/engagementen", consultation.engagement, name="programme-engagement"),
    path("programma/bevragingen/<uuid:consultation_id>/winsten", consultation.benefit, name="programme-benefit"),
    path("programma/bevragingen/<uuid:consultation_id>/opening", consultation.opening, name="programme-opening"),
    path("programma/bevragingen/<uuid:consultation_id>/sluiting", consultation.closing, name="programme-closing"),
    path("programma/bevragingen/<uuid:consultation_id>/notas", notes.orders, name="programme-notes"),
    path("programma/bevragingen/<uuid:consultation_id>/notas/<slug:slug>", notes.file, name="programme-note-of"),
    path("programma/bevragingen/<uuid:consultation_id>/verzending", notes.sending, name="programme-sending"),
    path("programma/bevragingen/<uuid:consultation_id>/nota", note.note, name="programme-note"),
    path("programma/bevragingen/<uuid:consultation_id>/nota/pdf", note.pdf, name="programme-note-pdf"),
    path("programma/bevragingen/<uuid:consultation_id>/nota/word", note.word, name="programme-note-word"),
    path("programma/bevragingen/<uuid:consultation_id>/nota/antwoorden", note.answers, name="programme-note-answers"),
    path("programma/bevragingen/<uuid:consultation_id>/nota/behandeling", note.handling, name="programme-note-handling"),
]
