"""What answers on a municipality's own host: is this meeneemmap real? And for the person self: the letter about what would be shared."""

from django.urls import path

from .pages import folder, own

urlpatterns = [
    path("meeneemmap", folder.check, name="dossier-check"),
    path("mijn/inzage/<uuid:handover_id>", own.preview, name="dossier-own-preview"),
]
