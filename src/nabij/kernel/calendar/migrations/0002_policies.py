from django.db import migrations

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_initial")]
    operations = [
        Policy("calendar_holidayrule", Tenancy.CODE),
        Policy("calendar_termrule", Tenancy.CODE),
        Policy("calendar_closingday", Tenancy.OWNED),
        Policy("calendar_workingpattern", Tenancy.OWNED),
    ]
