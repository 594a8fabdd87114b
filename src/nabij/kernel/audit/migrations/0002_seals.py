"""Leaves and heads of the Merkle tree of each organisation's audit log."""

import django.db.models.deletion
from django.db import migrations, models

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy

ORGANISATION = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "tenancy.organisation"}


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_entries"), ("tenancy", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="AuditLeaf",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("leaf_index", models.BigIntegerField()),
                ("entry_id", models.BigIntegerField()),
                ("entry_at", models.DateTimeField()),
                ("leaf_hash", models.BinaryField()),
                ("organisation", models.ForeignKey(**ORGANISATION)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint("organisation", "leaf_index", name="audit_leaf_index"),
                    models.UniqueConstraint("organisation", "entry_id", name="audit_leaf_entry"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("frontier", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("note", models.TextField()),
                ("organisation", models.ForeignKey(**ORGANISATION)),
            ],
            options={
                "abstract": False,
                "constraints": [models.UniqueConstraint("organisation", "size", name="audit_head_size")],
            },
        ),
        migrations.RunSQL(
            "CREATE INDEX audit_entry_number ON audit_entry (organisation_id, id)", "DROP INDEX audit_entry_number"
        ),
        Policy("audit_auditleaf", Tenancy.LOG),
        Policy("audit_audithead", Tenancy.LOG),
    ]
