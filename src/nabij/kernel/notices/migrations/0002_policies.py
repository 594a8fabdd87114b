from django.db import migrations

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy, TenantKey


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("tenancy", "0002_policies")]
    operations = [
        Policy("notices_notice", Tenancy.OWNED),
        Policy("notices_attempt", Tenancy.OWNED),
        TenantKey("notices_attempt", "notice_id", "notices_notice"),
    ]
