"""What the archive offers to the whole."""

from __future__ import annotations

from nabij.kernel.modules.manifest import MenuItem, Module

from . import access

MANIFEST = Module(
    name="archive",
    label_nl="Archief",
    staff_urls="nabij.modules.archive.urls",
    menu=(MenuItem("Archief", "/archief", access.STRATEGY_READ),),
    permissions=access.PERMISSIONS,
    demo="nabij.modules.archive.demo.tell",
)
