from django.db import migrations

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy

ROWS = ("contact", "alias", "relation", "territory", "body", "seat", "sitehost")

# The organisation itself may change what it is called by its people; kind, numbers and validity are the loader's.
COLUMNS = """
REVOKE INSERT, UPDATE, DELETE ON tenancy_organisation FROM nabij_web;
GRANT UPDATE (name_fr, short_name, language_regime) ON tenancy_organisation TO nabij_web;
REVOKE INSERT, UPDATE, DELETE ON tenancy_sitehost FROM nabij_web;
CREATE INDEX organisation_name_trgm ON tenancy_organisation USING gin (lower(name_nl) gin_trgm_ops);
"""


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_initial")]
    operations = [
        Policy("tenancy_organisation", Tenancy.DIRECTORY, "id"),
        *(Policy(f"tenancy_{row}", Tenancy.DIRECTORY) for row in ROWS),
        migrations.RunSQL(COLUMNS, migrations.RunSQL.noop),
    ]
