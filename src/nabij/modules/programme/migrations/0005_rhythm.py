"""What projects need on six layers, meetings that return, and an answer that a successor inherited."""

import django.db.models.deletion
from django.db import migrations, models

import nabij.kernel.tenancy.rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy, TenantKey

ORIGINS = [("", ""), ("note", "uit de nota"), ("invented", "verzonnen standpunt"), ("example", "voorbeeldcijfer")]
LAYERS = ["people", "process", "data", "application", "infrastructure", "legal"]


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0004_consultation"),
        ("tenancy", "0002_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ("audience", models.CharField(default="own", max_length=40)),
                (
                    "layer",
                    models.CharField(
                        choices=[
                            ("people", "mensen"), ("process", "werkwijze"), ("data", "gegevens"), ("application", "toepassing"),
                            ("infrastructure", "infrastructuur"), ("legal", "juridisch"),
                        ],
                        max_length=16,
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[("missing", "ontbreekt"), ("planned", "gepland"), ("met", "in orde"), ("not_needed", "niet nodig")],
                        max_length=12,
                    ),
                ),
                ("origin", models.CharField(blank=True, choices=ORIGINS, default="", max_length=10)),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "project",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="needs", to="programme.project"
                    ),
                ),
            ],
            options={
                "ordering": ["text"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_need_tenant"),
                    models.UniqueConstraint(fields=("project", "layer", "text"), name="programme_need_once"),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="programme_need_says_something"),
                    models.CheckConstraint(condition=models.Q(("layer__in", LAYERS)), name="programme_need_layer"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingSeries",
            fields=[
                ("id", models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ("audience", models.CharField(default="own", max_length=40)),
                ("title", models.CharField(max_length=120)),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("weekly", "elke week, op dezelfde dag"),
                            ("fortnightly", "om de twee weken, op dezelfde dag"),
                            ("monthly", "elke maand, op dezelfde dag van de maand (bijvoorbeeld de tweede dinsdag)"),
                        ],
                        max_length=12,
                    ),
                ),
                ("first_day", models.DateField()),
                ("at", models.TimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("place", models.CharField(blank=True, max_length=160)),
                ("regular", models.JSONField(blank=True, default=list)),
                ("origin", models.CharField(blank=True, choices=ORIGINS, default="", max_length=10)),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
            ],
            options={
                "ordering": ["title"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_meetingseries_tenant"),
                    models.UniqueConstraint(fields=("organisation", "title"), name="programme_meetingseries_title"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 5), ("minutes__lte", 720)), name="programme_meetingseries_minutes"
                    ),
                ],
            },
        ),
        migrations.AlterField(
            model_name="membership",
            name="entry",
            field=models.CharField(
                choices=[
                    ("answer", "antwoord"), ("correction", "correctie"), ("imported", "ingelezen"), ("completed", "besluit aangevuld"),
                    ("remainder", "vervolg"), ("inherited", "te bevestigen door het nieuwe bestuur"),
                ],
                default="answer", max_length=12,
            ),
        ),
        TenantKey("programme_need", "project_id", "programme_project"),
        Policy("programme_need", Tenancy.SHARED),
        Policy("programme_meetingseries", Tenancy.SHARED),
    ]
