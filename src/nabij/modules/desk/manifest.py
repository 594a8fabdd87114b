"""The staff shell, the administrator's screens and the desk: always on, so that no service lacks a human route (N36)."""

from __future__ import annotations

from nabij.kernel.modules.manifest import MenuItem, Module, NoticeKind, PublicCard

from . import access

MANIFEST = Module(
    name="desk",
    label_nl="Loket",
    always_on=True,
    public_urls="nabij.modules.desk.public_urls",
    staff_urls="nabij.modules.desk.urls",
    api="nabij.modules.desk.api.router",
    menu=(
        MenuItem("Werk", "/werk", access.WORK),
        MenuItem("Balie", "/balie", access.COUNTER),
        MenuItem("Organisaties", "/organisaties", access.ORGANISATION),
        MenuItem("Beheer", "/beheer", access.ADMIN),
    ),
    permissions=access.PERMISSIONS,
    public_cards=(
        PublicCard("Spreek met een medewerker", "/help/spreken", "Laat ons u terugbellen, of zeg wanneer u langskomt."),
        PublicCard("Uw eigen bladzijde", "/mijn", "Wat u vroeg, wat we beloofden, en wie naar uw gegevens keek."),
    ),
    tasks="nabij.modules.desk.queries.counter.tasks",
    finders={"Personen": "nabij.modules.desk.queries.counter.people"},
    notice_kinds=(
        NoticeKind("desk.receipt", "Ontvangstbewijs van de balie", ("email", "sms", "letter", "call"), "desk/notices/receipt.txt"),
        NoticeKind(
            "desk.receipt_fr", "Ontvangstbewijs van de balie, in het Frans", ("email", "sms", "letter", "call"),
            "desk/notices/receipt_fr.txt",
        ),
    ),
    nightly={"nabij.modules.desk.jobs.bring_back": "each"},
    demo="nabij.modules.desk.demo.tell",
)
