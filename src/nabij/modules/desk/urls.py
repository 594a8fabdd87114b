"""Staff addresses of the desk on the platform's own host."""

from django.urls import include, path

from .pages import admin, audit, health, modules, organisations, people, search, sign_in, theme, work

urlpatterns = [
    path("aanmelden", sign_in.sign_in, name="account_login"),
    path("aanmelden/code", sign_in.second_factor, name="mfa_authenticate"),
    path("afmelden", sign_in.sign_out, name="account_logout"),
    path("hoedanigheid", sign_in.capacity, name="capacity"),
    path("werk", work.home, name="work"),
    path("werk/zoeken", search.search, name="staff-search"),
    path("", include("nabij.modules.desk.counter_urls")),
    path("organisaties", organisations.listing, name="organisations"),
    path("organisaties/<slug:slug>", organisations.detail, name="organisation"),
    path("beheer", admin.index, name="admin"),
    path("beheer/modules", modules.listing, name="modules"),
    path("beheer/modules/<slug:name>", modules.detail, name="module"),
    path("beheer/modules/<slug:name>/gevolgen", modules.consequences, name="module-consequences"),
    path("beheer/modules/<slug:name>/stand", modules.standing, name="module-standing"),
    path("beheer/organisatie/thema", theme.editor, name="theme-editor"),
    path("beheer/organisatie/thema/proef", theme.trial, name="theme-trial"),
    path("beheer/organisatie/thema/proef.css", theme.trial_sheet, name="theme-trial-sheet"),
    path("beheer/gezondheid", health.health, name="health"),
    path("beheer/vastgelopen", health.stuck, name="stuck"),
    path("beheer/vastgelopen/<uuid:job_id>/poging", health.retry, name="stuck-retry"),
    path("beheer/vastgelopen/<uuid:job_id>/afsluiting", health.drop, name="stuck-drop"),
    path("beheer/controlelog", audit.log, name="audit-log"),
    path("beheer/controlelog/bewijs", audit.proof, name="audit-proof"),
    path("beheer/controlelog/nakijken.py", audit.verifier, name="audit-verifier"),
    path("beheer/mensen", people.people, name="people"),
]
