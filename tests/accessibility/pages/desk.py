"""The front door, signing in, the work page, the screens of the administrator, and what is in no module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .sample import RESIDENT, Sample

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _search(page: Page) -> None:
    page.locator("#zoek").fill("kuurne")
    page.locator("#zoek").press("Enter")


PUBLIC = (
    Sample("/toegankelijkheid", "/toegankelijkheid", RESIDENT),
    Sample("404", "/bestaat-niet", RESIDENT, status=404),
)
ANYONE = (
    Sample("/", "/", name="welcome"),
    Sample("/aanmelden", "/aanmelden"),
    Sample("/ontwerp", "/ontwerp"),
)
STAFF = (
    Sample("/werk", "/werk", "an"),
    Sample("/werk", "/werk", "stijn", name="work, nothing asked"),
    Sample("/werk", "/werk", "piet", name="work, a list waits"),
    Sample("403", "/werk", "els", status=403, name="work page of who has no function"),
    Sample("/werk/zoeken", "/werk", "delphine", _search, name="staff search"),
    Sample("/organisaties", "/organisaties", "an"),
    Sample("/organisaties/<slug:slug>", "/organisaties/exello", "an"),
    Sample("/beheer", "/beheer", "tine"),
    Sample("/beheer/modules", "/beheer/modules", "bruno"),
    Sample("/beheer/modules", "/beheer/modules", "wouter"),
    Sample("/beheer/modules/<slug:name>", "/beheer/modules/meldpunt", "bruno"),
    Sample("/beheer/organisatie/thema", "/beheer/organisatie/thema", "tine"),
    Sample("/beheer/gezondheid", "/beheer/gezondheid", "tine"),
    Sample("/beheer/vastgelopen", "/beheer/vastgelopen", "tine"),
    Sample("/beheer/controlelog", "/beheer/controlelog", "sofie"),
    Sample("/beheer/mensen", "/beheer/mensen", "tine"),
    Sample("404", "/bestaat-niet", "an", status=404, name="staff page not found"),
)
NO_PAGE = {
    "/healthz/live", "/healthz/ready", "/thema/<slug:slug>-<str:digest>.css", "/afmelden", "/hoedanigheid", "/aanmelden/code",
    "/hooks/sms/<slug:provider>", "/hooks/voice/<slug:provider>", "/beheer/controlelog/bewijs", "/beheer/controlelog/nakijken.py",
    "/beheer/organisatie/thema/proef", "/beheer/organisatie/thema/proef.css", "/beheer/vastgelopen/<uuid:job_id>/poging",
    "/beheer/vastgelopen/<uuid:job_id>/afsluiting", "/beheer/modules/<slug:name>/stand", "/beheer/modules/<slug:name>/gevolgen",
}  # fmt: skip
