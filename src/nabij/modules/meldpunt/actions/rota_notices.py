"""Telling someone of the duty line that their duty changed, over the telephone that is verified."""

from __future__ import annotations

from nabij.kernel import crypto
from nabij.kernel.notices.actions import notify
from nabij.kernel.tenancy import queries as directory

from ..models.duty import ContactMethod, DutyPerson
from ..queries.chain import PURPOSE


def tell_person(person: DutyPerson | None, sentence: str) -> None:
    """One message; who has no verified number is told by the secretariat, who finds it on the list of calls."""
    if person is None:
        return
    method = ContactMethod.objects.filter(person=person, verified_at__isnull=False).order_by("rule_no").first()
    number = crypto.unseal(method.organisation_id, PURPOSE, method.number) if method else ""
    employer = directory.by_id(person.employer_id)
    points = {"sms": number, "call": number or (employer.phone if employer else "")}
    notify(
        kind="meldpunt.shift_changed", organisation_id=person.organisation_id, recipient=str(person),
        contact_points={name: value for name, value in points.items() if value}, subject=person, context={"sentence": sentence},
    )  # fmt: skip
