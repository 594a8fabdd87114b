"""What the reporting point offers to the whole."""

from __future__ import annotations

from nabij.kernel.modules.manifest import MenuItem, Module, NoticeKind, PublicCard

from .access import PERMISSIONS
from .rules.retention import TERMS_NL

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
        MenuItem("Laatste vangnet", "/meldpunt/inrichting/vangnet", "meldpunt.last_resort.read"),
        MenuItem("Protocollen", "/meldpunt/inrichting/protocollen", "meldpunt.protocol.publish"),
        MenuItem("Storm", "/wacht/storm", "meldpunt.storm.lead"),
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
        NoticeKind("meldpunt.storm_answer", "Antwoord na een storm", ("email", "sms", "call"), "meldpunt/notices/storm_answer.txt"),
    ),
    membership_consequences="nabij.modules.meldpunt.facade.membership_consequences",
    shares_personal_data=True,
    retention={
        "report_text": "5 jaar na afsluiten, daarna vervangen door de categorie (na te kijken met de selectielijst)",
        "reporter_contact": "12 maanden na afsluiten",
        "photo": "24 maanden",
    }
    | TERMS_NL,
    nightly={
        "nabij.modules.meldpunt.jobs.move_horizon": "region", "nabij.modules.meldpunt.jobs.keep_copies": "each",
        "nabij.modules.meldpunt.jobs.forget": "each",
    },
    services="nabij.modules.meldpunt.facade.services",
    waits="nabij.modules.meldpunt.queries.asked.waits",
    indicators="nabij.modules.meldpunt.facade.indicators",
    tasks="nabij.modules.meldpunt.queries.asked.tasks",
    finders={"Meldingen": "nabij.modules.meldpunt.queries.asked.find"},
    public_banners="nabij.modules.meldpunt.queries.storm.banners",
    urgent="nabij.modules.meldpunt.queries.duty_health.urgent",
    health="nabij.modules.meldpunt.queries.duty_health.health",
    last_copies={
        "/wacht": "nabij.modules.meldpunt.standing.sheet_copy",
        "/wacht/blad": "nabij.modules.meldpunt.standing.sheet_copy",
        "/api/v1/meldpunt/on-call/now": "nabij.modules.meldpunt.standing.on_call_copy",
    },
    handlers={
        "shift.changed": "nabij.modules.meldpunt.jobs.on_shifts_changed",
        "call_task.noted": "nabij.modules.meldpunt.jobs.on_call_noted",
    },
    demo="nabij.modules.meldpunt.demo.tell",
)
