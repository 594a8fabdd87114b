"""What the programme offers to the whole. Always on: it is where an organisation switches the rest on or off."""

from __future__ import annotations

from nabij.kernel.modules.manifest import MenuItem, Module, NoticeKind

from . import access, events

MANIFEST = Module(
    name="programme",
    label_nl="Programma",
    always_on=True,
    staff_urls="nabij.modules.programme.urls",
    api="nabij.modules.programme.api.router",
    menu=(MenuItem("Programma", "/programma", access.READ),),
    permissions=access.PERMISSIONS,
    notice_kinds=(
        NoticeKind("programme.stall", "Een project meldt niets meer", ("email", "call"), "programme/notices/stall.txt"),
    ),
    nightly={"nabij.modules.programme.jobs.stall_scan": "region"},
    handlers={events.NOTES_ORDERED: "nabij.modules.programme.jobs.on_notes_ordered"},
    tasks="nabij.modules.programme.facade.tasks",
    demo="nabij.modules.programme.demo.seed",
)
