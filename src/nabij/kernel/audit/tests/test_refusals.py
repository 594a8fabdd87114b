"""A refusal leaves a trace, although its own transaction left none."""

from __future__ import annotations

from nabij.kernel.audit.models import AuditEntry


def test_a_refused_page_is_in_the_log_of_the_own_organisation(organisations, staff, acting):
    assert staff("femke").get("/beheer/controlelog").status_code == 403
    with acting("griet"):
        row = AuditEntry.objects.get(result="refused")
    assert (row.actor_label, row.organisation_id, row.verb) == ("Femke Deprez", organisations["kuurne"], "kernel.audit.read")
    assert row.detail["path"] == "/beheer/controlelog"
