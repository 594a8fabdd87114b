from django.db import migrations

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy, TenantKey


class Migration(migrations.Migration):
    dependencies = [("blobs", "0001_initial")]
    operations = [
        TenantKey("blobs_blob", "derived_from_id", "blobs_blob"),
        TenantKey("blobs_blobuse", "blob_id", "blobs_blob"),
        Policy("blobs_blob", Tenancy.OWNED),
        Policy("blobs_blobuse", Tenancy.OWNED),
    ]
