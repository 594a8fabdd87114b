"""What the social dossier offers to the whole: pages of its own, and nothing of a person to any other module."""

from __future__ import annotations

from nabij.kernel.modules.manifest import MenuItem, Module

from . import access

MANIFEST = Module(
    name="dossier",
    label_nl="Sociaal dossier",
    public_urls="nabij.modules.dossier.public_urls",
    staff_urls="nabij.modules.dossier.urls",
    menu=(
        MenuItem("Dossiers", "/dossier", access.WORK), MenuItem("Cijfers OCMW", "/dossier/cijfers", access.COUNT),
        MenuItem("Kluis OCMW", "/dossier/kluis", access.READ_KEY), MenuItem("Wie keek?", "/dossier/wie-keek", access.LOG),
    ),
    permissions=access.PERMISSIONS,
    tasks="nabij.modules.dossier.facade.tasks",
    services="nabij.modules.dossier.facade.services",
    person_items="nabij.modules.dossier.facade.own_items",
    person_looks="nabij.modules.dossier.facade.own_looks",
    membership_consequences="nabij.modules.dossier.facade.membership_consequences",
    shares_personal_data=True,
    log_verb=access.LOG,
    retention={
        "social_file": "blokkering tot de selectielijst iets anders zegt (na te kijken)",
        "received_not_adopted": "90 dagen, en meteen bij “niet overgenomen”",
        "search": "15 minuten",
        "folder": "60 dagen na het verzegelen",
    },
    demo="nabij.modules.dossier.demo.tell",
)
