"""Walls and doors of the duty line: policies, composite references, and five functions with the owner's rights."""

from django.db import migrations

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import DefinerFunction, Policy, TenantKey

from . import _duty_sql as sql

SHARED = (
    "dutyline", "dutyperson", "rotation", "rotationmember", "rotaoverride", "shift", "contactmethod",
    "escalationpolicy", "escalationstep", "heartbeat",
)  # fmt: skip
OWNED = ("dutyparticipation", "lastresort", "incident", "alert", "page")

# Rows of the partnership that refer to each other, and rows of a municipality that refer to the partnership's.
WITHIN_THE_LINE = (
    ("rotation", "line_id", "dutyline"), ("rotationmember", "rotation_id", "rotation"), ("rotationmember", "person_id", "dutyperson"),
    ("rotaoverride", "line_id", "dutyline"), ("rotaoverride", "person_id", "dutyperson"), ("rotaoverride", "replaces_id", "dutyperson"),
    ("shift", "line_id", "dutyline"), ("shift", "person_id", "dutyperson"), ("contactmethod", "person_id", "dutyperson"),
    ("escalationpolicy", "line_id", "dutyline"), ("escalationstep", "policy_id", "escalationpolicy"),
)  # fmt: skip
TO_THE_LINE = (
    ("dutyparticipation", "line_id", "dutyline"), ("alert", "line_id", "dutyline"), ("alert", "policy_id", "escalationpolicy"),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("meldpunt", "0002_duty")]

    operations = [
        TenantKey("meldpunt_incident", "report_id", "meldpunt_report"),
        TenantKey("meldpunt_alert", "incident_id", "meldpunt_incident"),
        TenantKey("meldpunt_page", "alert_id", "meldpunt_alert"),
        TenantKey("meldpunt_alertlog", "alert_id", "meldpunt_alert"),
        *(TenantKey(f"meldpunt_{table}", column, f"meldpunt_{target}") for table, column, target in WITHIN_THE_LINE),
        *(
            TenantKey(f"meldpunt_{table}", column, f"meldpunt_{target}", organisation_column="line_organisation_id")
            for table, column, target in TO_THE_LINE
        ),
        *(Policy(f"meldpunt_{table}", Tenancy.SHARED) for table in SHARED),
        *(Policy(f"meldpunt_{table}", Tenancy.OWNED) for table in OWNED),
        Policy("meldpunt_alertlog", Tenancy.LOG),
        DefinerFunction("nabij.duty_due(at_time timestamptz)", "SETOF int", sql.DUE),
        DefinerFunction(
            "nabij.duty_organisations(who uuid, at_time timestamptz)",
            "TABLE (organisation_id int, ground_id uuid, reason text)", sql.ORGANISATIONS,
        ),
        DefinerFunction(
            "nabij.duty_chain(organisation int, at_time timestamptz, pinned uuid)", "jsonb", sql.CHAIN, language="plpgsql"
        ),
        DefinerFunction(
            "nabij.duty_answerable(numbers text[])",
            "TABLE (organisation_id int, alert_id uuid, code text, recipient uuid, name text, opened_at timestamptz)",
            sql.ANSWERABLE,
        ),
        DefinerFunction("nabij.duty_pulse(name text, at_time timestamptz)", "void", sql.PULSE, volatility="VOLATILE"),
    ]  # fmt: skip
