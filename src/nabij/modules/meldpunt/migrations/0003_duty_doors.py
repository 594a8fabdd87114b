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


class Migration(migrations.Migration):
    dependencies = [("meldpunt", "0002_duty")]

    operations = [
        TenantKey("meldpunt_incident", "report_id", "meldpunt_report"),
        TenantKey("meldpunt_alert", "incident_id", "meldpunt_incident"),
        TenantKey("meldpunt_page", "alert_id", "meldpunt_alert"),
        TenantKey("meldpunt_alertlog", "alert_id", "meldpunt_alert"),
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
