"""What the archive offers to the whole."""

from __future__ import annotations

from nabij.kernel.modules.manifest import MenuItem, Module, NoticeKind, PublicCard

from . import access, events

MANIFEST = Module(
    name="archive",
    label_nl="Archief",
    public_urls="nabij.modules.archive.public_urls",
    staff_urls="nabij.modules.archive.urls",
    api="nabij.modules.archive.api.router",
    menu=(MenuItem("Archief", "/archief", access.SEARCH),),
    public_cards=(
        PublicCard("Vraag een document op", "/openbaarheid", "Brieven, verslagen, plannen: u mag elk document vragen, zonder reden."),
    ),
    notice_kinds=(
        NoticeKind(
            "archive.request_received", "Vraag om documenten ontvangen", ("email", "sms", "letter"), "archive/notices/request_received.txt"
        ),
    ),
    nightly={"nabij.modules.archive.jobs.night": "each"},
    permissions=access.PERMISSIONS,
    handlers={
        events.BATCH_APPROVED: "nabij.modules.archive.jobs.on_batch_approved",
        events.RECORDS_RECEIVED: "nabij.modules.archive.jobs.on_records_received",
    },
    tasks="nabij.modules.archive.facade.tasks",
    finders={"record": "nabij.modules.archive.facade.finder"},
    retention={
        "archive": "volgens de serie van het dossier",
        "certificate": "altijd",
        "batch_report": "5 jaar",
    },
    demo="nabij.modules.archive.demo.tell",
)
