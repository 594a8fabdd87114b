"""What the website offers to the whole."""

from __future__ import annotations

from nabij.kernel.modules.manifest import MenuItem, Module, NoticeKind, PublicCard

from . import access, events

_CHANGED = "nabij.modules.website.jobs.on_change"

MANIFEST = Module(
    name="website",
    label_nl="Website",
    public_urls="nabij.modules.website.public_urls",
    staff_urls="nabij.modules.website.urls",
    api="nabij.modules.website.api.router",
    menu=(MenuItem("Website", "/website", access.READ), MenuItem("Vragen", "/website/vragen", access.HANDLE)),
    nightly={"nabij.modules.website.jobs.today": "each"},
    permissions=access.PERMISSIONS,
    public_cards=(
        PublicCard("Alle diensten van A tot Z", "/diensten/", "Wat u bij ons kunt vragen, wat het kost en wat u meebrengt."),
        PublicCard("Wanneer zijn we open?", "/openingsuren", "Alle plaatsen, met de dagen waarop we gesloten zijn."),
    ),
    tasks="nabij.modules.website.facade.tasks",
    finders={"Vragen om een dienst": "nabij.modules.website.facade.find"},
    services="nabij.modules.website.facade.services",
    person_items="nabij.modules.website.facade.person_items",
    waits="nabij.modules.website.facade.waits",
    notice_kinds=(
        NoticeKind("website.received", "Vraag ontvangen", ("email", "call"), "website/notices/received.txt"),
        NoticeKind("website.answered", "Antwoord op een vraag", ("email", "letter", "call"), "website/notices/answered.txt"),
    ),
    handlers={
        events.SITE_CHANGED: _CHANGED, events.SERVICE_PUBLISHED: _CHANGED, events.SERVICE_CHANGED: _CHANGED,
        events.SERVICE_WITHDRAWN: _CHANGED, events.PLACE_CHANGED: _CHANGED, events.NEWS_CHANGED: _CHANGED,
        events.CONCEPT_CHANGED: "nabij.modules.website.jobs.on_concept",
        "storm.on": _CHANGED, "storm.off": _CHANGED,
        "module.enabled": _CHANGED, "module.disabled": _CHANGED,
        "blob.cleared": "nabij.modules.website.jobs.on_picture",
    },
    demo="nabij.modules.website.demo.tell",
)
