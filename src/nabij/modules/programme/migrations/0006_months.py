"""Packs of a month as they were published, calendars per organisation, and how often a meeting changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nabij.kernel.tenancy.rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import DefinerFunction, Policy

# Whose calendar an address is. A token that was withdrawn opens nothing.
FEED = """
  SELECT f.organisation_id, f.created_at FROM programme_agendafeed f WHERE f.token_sha256 = hash AND f.revoked_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0005_rhythm"),
        ("tenancy", "0002_policies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("meetingseries", "sequence", models.PositiveIntegerField(default=0)),
        migrations.AddField("meetingseries", "changed_at", models.DateTimeField(blank=True, null=True)),
        migrations.CreateModel(
            name="MonthPack",
            fields=[
                ("id", models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ("audience", models.CharField(default="own", max_length=40)),
                ("month", models.DateField()),
                ("version", models.PositiveSmallIntegerField()),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("previous_sha256", models.CharField(blank=True, max_length=64)),
                ("remark", models.CharField(blank=True, max_length=600)),
                ("bundle", models.BinaryField()),
                ("published_at", models.DateTimeField()),
                ("published_by", models.CharField(max_length=120)),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
            ],
            options={
                "ordering": ["-month", "-version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_monthpack_tenant"),
                    models.UniqueConstraint(fields=("organisation", "month", "version"), name="programme_monthpack_once"),
                    models.CheckConstraint(
                        condition=models.Q(("previous_sha256", ""), ("remark", ""), ("version", 1))
                        | models.Q(("remark__length__gte", 10), ("version__gt", 1)) & ~models.Q(("previous_sha256", "")),
                        name="programme_monthpack_correction",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaFeed",
            fields=[
                ("id", models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("organisation", "id"), name="programme_agendafeed_tenant")],
            },
        ),
        Policy("programme_monthpack", Tenancy.SHARED_LOG),
        Policy("programme_agendafeed", Tenancy.OWNED),
        DefinerFunction("nabij.programme_agenda(hash text)", "TABLE (organisation_id int, created_at timestamptz)", FEED),
    ]
