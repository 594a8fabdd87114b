"""The staff shell, the administrator's screens and the desk: always on, so that no service lacks a human route (N36)."""

from __future__ import annotations

from nabij.kernel.modules.manifest import MenuItem, Module

from . import access

MANIFEST = Module(
    name="desk",
    label_nl="Loket",
    always_on=True,
    public_urls="nabij.modules.desk.public_urls",
    staff_urls="nabij.modules.desk.urls",
    menu=(
        MenuItem("Werk", "/werk", access.WORK),
        MenuItem("Organisaties", "/organisaties", access.ORGANISATION),
        MenuItem("Beheer", "/beheer", access.ADMIN),
    ),
    permissions=access.PERMISSIONS,
)
