"""Kernel A5, A8 and A32: what PostgreSQL itself refuses, and what does not start."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from nabij.kernel.access.checks import routes_declare_their_verb
from nabij.kernel.audit import entries
from nabij.kernel.audit.models import AuditEntry
from nabij.kernel.errors import Invalid
from nabij.kernel.modules import actions
from nabij.kernel.tenancy import checks
from nabij.kernel.tenancy.owner import owner_connection
from nabij.kernel.tenancy.scope import scope, system


def test_the_running_role_is_safe(db):
    assert checks.role_problems() == []
    assert checks.table_problems() == []


@pytest.mark.parametrize(("url", "word"), [("owner_url", "eigenaar"), ("care_url", "BYPASSRLS")])
def test_a_role_with_too_many_rights_is_refused_with_a_sentence(fresh_database, cluster, url, word):
    from nabij.kernel.config import django_database
    from nabij.testing.database import as_url

    fresh = django_database(as_url(getattr(cluster.db, url), fresh_database))
    connection.close()
    kept = dict(connection.settings_dict)
    connection.settings_dict.update(USER=fresh["USER"], PASSWORD=fresh["PASSWORD"])
    try:
        problems = checks.role_problems()
    finally:
        connection.close()
        connection.settings_dict.update(kept)
    assert any(word in sentence for sentence in problems), problems


def test_a_table_without_policy_is_refused(fresh_database):
    with owner_connection() as owner:
        owner.execute("ALTER TABLE identity_function DISABLE ROW LEVEL SECURITY")
    assert any("identity_function" in sentence for sentence in checks.table_problems())
    with pytest.raises(SystemExit):
        checks.refuse_unsafe_start()


def test_a_reachable_partition_is_refused(fresh_database):
    with owner_connection() as owner:
        owner.execute("GRANT SELECT ON audit_entry_202703 TO nabij_web")
    assert any("audit_entry_202703" in sentence for sentence in checks.table_problems())


def test_a_route_without_verb_is_refused(settings):
    settings.NABIJ_PUBLIC_URLCONF = "nabij.kernel.tenancy.tests.urls_without_verb"
    found = routes_declare_their_verb()
    assert any("/zomaar" in error.msg for error in found)


def test_an_informal_group_can_never_control_personal_data(fresh_database):
    with pytest.raises(psycopg.errors.CheckViolation), owner_connection() as owner:
        owner.execute("UPDATE tenancy_organisation SET may_control = true WHERE slug = 'exello'")


def test_a_module_that_shares_data_needs_an_agreement(organisations, acting):
    with acting("griet"), pytest.raises(Invalid, match="overeenkomst"):
        actions.enable(
            organisation_id=organisations["kuurne"], module="meldpunt", effective="2027-04-01", decision_ref="besluit",
            inclusion_ref="toets",
        )


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET verb = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"])
def test_the_log_cannot_be_changed_or_removed(organisations, statement):
    kortrijk = organisations["kortrijk"]
    with scope(reading=[kortrijk], writing=[kortrijk], actor=system("test"), organisation_id=kortrijk):
        entries.record("test.entry.written")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert AuditEntry.objects.filter(verb="test.entry.written").count() == 1


def test_the_owner_cannot_change_the_log_either(fresh_database):
    from nabij.kernel.tenancy.queries import partnership

    region = partnership().id
    with scope(reading=[region], writing=[region], actor=system("test"), organisation_id=region):
        entries.record("test.entry.written")
    with pytest.raises(psycopg.errors.InsufficientPrivilege), owner_connection() as owner:
        owner.execute("UPDATE audit_entry SET verb = 'x' WHERE id = (SELECT min(id) FROM audit_entry)")


def test_a_reference_across_organisations_is_refused(organisations):
    from django.utils import timezone

    from nabij.kernel.notices.models import Attempt, Notice

    ids = [organisations["kortrijk"], organisations["kuurne"]]
    with pytest.raises(IntegrityError), scope(reading=ids, writing=ids, actor=system("test")):
        notice = Notice.objects.create(
            organisation_id=ids[0], kind="x", subject_key="x", recipient="x", contact_points=b"", title="x", body="x",
            created_at=timezone.now(),
        )
        Attempt.objects.create(
            organisation_id=ids[1], notice=notice, number=1, channel="sms", provider="x", outcome="x", at=timezone.now()
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_reads_are_committed_before_the_answer(organisations, acting):
    with acting("sofie", "kortrijk"):
        entries.log_read("test.thing.viewed", detail={"ids": [1, 2]})
        assert not AuditEntry.objects.filter(verb="test.thing.viewed").exists()
    with acting("sofie", "kortrijk"):
        row = AuditEntry.objects.get(verb="test.thing.viewed")
    assert (row.result, row.actor_label, row.detail) == ("read", "Sofie Lambrecht", {"ids": [1, 2]})
    assert bytes(row.detail_digest) == entries.digest(row.detail, bytes(row.detail_salt))
