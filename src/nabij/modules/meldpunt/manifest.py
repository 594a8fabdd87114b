"""What the reporting point offers to the whole."""

from __future__ import annotations

from nabij.kernel.modules.manifest import MenuItem, Module, NoticeKind, PublicCard

from .access import PERMISSIONS

MANIFEST = Module(
    name="meldpunt",
    label_nl="Meldpunt",
    public_urls="nabij.modules.meldpunt.public_urls",
    staff_urls="nabij.modules.meldpunt.urls",
    api="nabij.modules.meldpunt.api.router",
    menu=(
        MenuItem("Meldingen", "/meldpunt", "meldpunt.report.list"),
        MenuItem("Nieuwe melding", "/meldpunt/nieuw", "meldpunt.report.enter"),
        MenuItem("Wacht", "/wacht", "meldpunt.duty.read"),
        MenuItem("Wachturen", "/wacht/uren", "meldpunt.duty.hours"),
    ),
    permissions=PERMISSIONS,
    public_cards=(
        PublicCard("Meld een probleem", "/melden", "Een put, sluikstort, een gevallen boom: u meldt het in één minuut."),
        PublicCard("Volg uw melding", "/melding", "Met het nummer dat u kreeg."),
    ),
    notice_kinds=(
        NoticeKind("meldpunt.received", "Melding ontvangen", ("email", "sms", "call"), "meldpunt/notices/received.txt"),
        NoticeKind("meldpunt.changed", "Nieuws over een melding", ("email", "sms", "call"), "meldpunt/notices/changed.txt"),
        NoticeKind("meldpunt.rota_findings", "Gat in het wachtrooster", ("email", "call"), "meldpunt/notices/rota_findings.txt"),
        NoticeKind(
            "meldpunt.rota_gap_soon", "Niemand van wacht binnen 48 uur", ("sms", "call"), "meldpunt/notices/rota_gap_soon.txt", "high"
        ),
        NoticeKind("meldpunt.shift_changed", "Uw wacht is veranderd", ("sms", "call"), "meldpunt/notices/shift_changed.txt"),
    ),
    membership_consequences="nabij.modules.meldpunt.facade.membership_consequences",
    shares_personal_data=True,
    retention={
        "report_text": "5 jaar na afsluiten, daarna vervangen door de categorie (na te kijken met de selectielijst)",
        "reporter_contact": "12 maanden na afsluiten",
        "photo": "24 maanden",
    },
    nightly={"nabij.modules.meldpunt.jobs.move_horizon": "region"},
    services="nabij.modules.meldpunt.facade.services",
    waits="nabij.modules.meldpunt.queries.asked.waits",
    tasks="nabij.modules.meldpunt.queries.asked.tasks",
    finders={"Meldingen": "nabij.modules.meldpunt.queries.asked.find"},
    urgent="nabij.modules.meldpunt.queries.duty_health.urgent",
    health="nabij.modules.meldpunt.queries.duty_health.health",
    demo="nabij.modules.meldpunt.demo.tell",
)
