from django.db import migrations

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [Policy("events_event", Tenancy.LOG), Policy("events_eventdelivery", Tenancy.OWNED)]
