"""How a reporter can be reached: sealed when it comes in, opened only for who needs it, and then on record."""

from __future__ import annotations

from uuid import UUID

from nabij.kernel import crypto
from nabij.kernel.access import authorise
from nabij.kernel.audit import entries

from ..models import Report, ReporterContact
from ..rules.form import Contact

PURPOSE = "meldpunt.reporter_contact"


def keep(report: Report, contact: Contact) -> None:
    """Seal and store what was given; nothing when nothing was given."""
    if not contact:
        return
    owner = report.organisation_id

    def sealed(text: str) -> bytes:
        return crypto.seal(owner, PURPOSE, text) if text else b""

    ReporterContact.objects.create(
        organisation_id=owner,
        report=report,
        name=sealed(contact.name),
        phone=sealed(contact.phone),
        email=sealed(contact.email),
        address=sealed(contact.address),
        none_digital=contact.none_digital,
        phone_index=crypto.blind_index(owner, PURPOSE, contact.phone) if contact.phone else "",
    )


def opened_contact(report: Report) -> Contact:
    """Open the contact points for an act of the system or of who answers an alarm; the caller puts it on record."""
    row = ReporterContact.objects.filter(organisation_id=report.organisation_id, report_id=report.id).first()
    if row is None:
        return Contact()

    def opened(sealed: bytes | memoryview) -> str:
        return crypto.unseal(row.organisation_id, PURPOSE, sealed) if sealed else ""

    return Contact(opened(row.name), opened(row.phone), opened(row.email), opened(row.address), row.none_digital)


def reveal_contact(*, report_id: UUID) -> Contact:
    """Show a member of staff how to reach the reporter. Each look is an entry in the log."""
    authorise("meldpunt.contact.read")
    report = Report.objects.filter(id=report_id).first()
    if report is None:
        return Contact()
    contact = opened_contact(report)
    entries.record("meldpunt.contact.revealed", report, organisation_id=report.organisation_id)
    return contact
