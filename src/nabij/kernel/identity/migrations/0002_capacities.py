from django.db import migrations

from nabij.kernel.identity.capacities import LIST, TOKEN_LOOKUP
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import DefinerFunction, Policy

KINDS = [
    ("general_director", "algemeen directeur", True),
    ("strategic_lead", "strategisch medewerker", True),
    ("programme_contact", "contactpersoon programma", False),
    ("board", "lid van het college", False),
    ("mayor", "burgemeester", False),
    ("coordinator", "programmacoördinator", False),
    ("operator", "meldpuntoperator", False),
    ("handler", "behandelaar meldingen", False),
    ("duty_officer", "wachtdienst", False),
    ("duty_planner", "planner wachtdienst", False),
    ("desk_clerk", "medewerker loket", False),
    ("administrator", "beheerder", False),
    ("web_editor", "webredacteur", False),
    ("archivist", "archivaris", False),
    ("social_worker", "maatschappelijk werker", False),
    ("chief_social_worker", "hoofdmaatschappelijk werker", False),
    ("dpo", "functionaris gegevensbescherming", False),
]


def load_kinds(apps, schema_editor):
    kind = apps.get_model("identity", "FunctionKind")
    kind.objects.bulk_create(kind(code=c, label_nl=l, required_per_organisation=r) for c, l, r in KINDS)


CAPACITY_ROWS = (
    "TABLE (function_id uuid, organisation_id int, slug varchar, short_name varchar, organisation_kind varchar, "
    "function_kind varchar, label_nl varchar, unit varchar, partnerships int[])"
)
TOKEN_ROWS = "TABLE (token_id uuid, organisation_id int, name varchar, scopes jsonb, partnerships int[])"


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial"), ("tenancy", "0001_initial")]
    operations = [
        migrations.RunPython(load_kinds, migrations.RunPython.noop),
        Policy("identity_functionkind", Tenancy.CODE),
        Policy("identity_function", Tenancy.OWNED),
        Policy("identity_accesstoken", Tenancy.OWNED),
        Policy("identity_idempotentanswer", Tenancy.OWNED),
        DefinerFunction("nabij.capacities(who uuid, on_day date)", CAPACITY_ROWS, LIST),
        DefinerFunction("nabij.token_holder(hash text, at_time timestamptz)", TOKEN_ROWS, TOKEN_LOOKUP),
    ]
