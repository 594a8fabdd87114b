from django.db import migrations

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("tenancy", "0002_policies")]
    operations = [Policy("jobs_jobmeta", Tenancy.OWNED)]
