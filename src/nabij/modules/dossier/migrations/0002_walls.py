from django.db import migrations

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import DefinerFunction, Policy, TenantKey
from nabij.modules.dossier.migrations import _walls

KEYS = [
    ("datakey", "dossier", "dossier"), ("person", "dossier", "dossier"), ("lookuptoken", "dossier", "dossier"),
    ("grant", "dossier", "dossier"), ("householdmembership", "dossier", "dossier"), ("householdevent", "dossier", "dossier"),
    ("finding", "dossier", "dossier"), ("finding", "supersedes", "finding"), ("application", "dossier", "dossier"),
    ("applicationstep", "application", "application"), ("deadline", "application", "application"),
    ("inquiryact", "application", "application"), ("handover", "dossier", "dossier"), ("handover", "application", "application"),
    ("handoverstep", "handover", "handover"), ("handoveritem", "dossier", "dossier"), ("handoveritem", "handover", "handover"),
    ("handoveritem", "finding", "finding"), ("preview", "dossier", "dossier"), ("preview", "handover", "handover"),
    ("answer", "dossier", "dossier"), ("answer", "item", "handoveritem"), ("objectiondecision", "dossier", "dossier"),
    ("objectiondecision", "item", "handoveritem"), ("receiveditem", "dossier", "dossier"), ("receiveditem", "handover", "handover"),
    ("receiveditem", "application", "application"), ("receiveditem", "finding", "finding"), ("folder", "dossier", "dossier"),
    ("folderpickup", "folder", "folder"),
]
OWNED = (
    "dossier", "datakey", "person", "lookuptoken", "searchentry", "householdmembership", "application", "handover", "handoveritem",
    "receiveditem", "folder",
)
LOG = (
    "grant", "householdevent", "finding", "applicationstep", "deadline", "inquiryact", "handoverstep", "preview", "answer",
    "objectiondecision", "message", "folderpickup",
)


class Migration(migrations.Migration):
    dependencies = [("dossier", "0001_initial"), ("identity", "0002_capacities"), ("tenancy", "0002_policies")]
    operations = [
        *(TenantKey(f"dossier_{table}", f"{column}_id", f"dossier_{target}") for table, column, target in KEYS),
        *(Policy(f"dossier_{table}", Tenancy.OWNED) for table in OWNED),
        *(Policy(f"dossier_{table}", Tenancy.LOG) for table in LOG),
        Policy("dossier_issuerkey", Tenancy.SHARED_LOG),
        Policy("dossier_requirement", Tenancy.CODE),
        Policy("dossier_evidencesource", Tenancy.CODE),
        DefinerFunction("nabij.dossier_social()", "boolean", _walls.SOCIAL),
        DefinerFunction("nabij.dossier_open_files()", "uuid[]", _walls.OPEN_FILES),
        DefinerFunction("nabij.dossier_open_applications(owner int)", "int", _walls.OPEN_APPLICATIONS),
        DefinerFunction("nabij.dossier_folder_of(code_hash text)", _walls.FOLDER_ROWS, _walls.FOLDER_OF),
        DefinerFunction("nabij.dossier_own_files(who uuid)", "TABLE (organisation_id int, dossier_id uuid)", _walls.OWN_FILES),
        migrations.RunSQL(_walls.walls(), _walls.fallen()),
        migrations.RunSQL(_walls.GUARD, _walls.UNGUARD),
    ]
