"""What answers on a municipality's own host: is this meeneemmap real?"""

from django.urls import path

from .pages import folder

urlpatterns = [path("meeneemmap", folder.check, name="dossier-check")]
