from django.db import migrations

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy


class Migration(migrations.Migration):
    dependencies = [("geo", "0001_initial"), ("tenancy", "0001_initial")]
    operations = [Policy("geo_locality", Tenancy.CODE), Policy("geo_boundary", Tenancy.CODE)]
