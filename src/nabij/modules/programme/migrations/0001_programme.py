"""Tables of the partnership: vision, groups, projects, cost keys."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from nabij.kernel.tenancy import rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy, TenantKey


class Migration(migrations.Migration):
    initial = True

    dependencies = [("tenancy", "0002_policies")]

    operations = [
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.UUIDField(default=rows.new_id, editable=False, primary_key=True, serialize=False)),
                ("audience", models.CharField(default="own", max_length=40)),
                ("goal", models.TextField()),
                ("number", models.PositiveSmallIntegerField()),
                ("quote", models.CharField(blank=True, max_length=80)),
                (
                    "origin",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("note", "uit de nota"),
                            ("invented", "verzonnen standpunt"),
                            ("example", "voorbeeldcijfer"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("body", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body")),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
            ],
            options={"ordering": ["number"], "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_group_tenant"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.UUIDField(default=rows.new_id, editable=False, primary_key=True, serialize=False)),
                ("audience", models.CharField(default="own", max_length=40)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("service_goal", models.TextField()),
                ("for_whom", models.CharField(max_length=200)),
                ("means", models.TextField(blank=True)),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("exploration", "verkenning"),
                            ("preparation", "voorbereiding"),
                            ("running", "loopt"),
                            ("closing", "afronding"),
                            ("ended", "beëindigd"),
                            ("parked", "geparkeerd"),
                            ("stopped", "gestopt"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("local", "lokaal"), ("cluster", "enkele gemeenten"), ("regional", "regionaal")],
                        default="regional",
                        max_length=10,
                    ),
                ),
                ("scope_reason", models.CharField(blank=True, max_length=300)),
                ("operates_module", models.CharField(blank=True, max_length=40)),
                ("started_on", models.DateField()),
                ("contact_text", models.CharField(blank=True, max_length=200)),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "group",
                    rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="projects", to="programme.group"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
            ],
            options={"ordering": ["name"], "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_project_tenant"),
                    models.UniqueConstraint(fields=("organisation", "slug"), name="programme_project_slug"),
                    models.CheckConstraint(
                condition=models.Q(("service_goal__length__gte", 20)), name="programme_project_goal"
            ),
                    models.CheckConstraint(
                condition=models.Q(("for_whom__length__gte", 3)), name="programme_project_for_whom"
            ),
                    models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scope", "local"), _negated=True), models.Q(("scope_reason", ""), _negated=True), _connector="OR"
                ),
                name="programme_project_local",
            ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostKey",
            fields=[
                ("id", models.UUIDField(default=rows.new_id, editable=False, primary_key=True, serialize=False)),
                ("audience", models.CharField(default="own", max_length=40)),
                (
                    "kind",
                    models.CharField(choices=[("per_inhabitant", "per inwoner"), ("equal", "ieder evenveel")], max_length=16),
                ),
                ("yearly_cents", models.BigIntegerField()),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "origin",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("note", "uit de nota"),
                            ("invented", "verzonnen standpunt"),
                            ("example", "voorbeeldcijfer"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "project",
                    rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cost_keys", to="programme.project"
                    ),
                ),
            ],
            options={"abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_costkey_tenant"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("project", "="), ("valid", "&&")], name="programme_costkey_one_at_a_time"
            ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vision",
            fields=[
                ("id", models.UUIDField(default=rows.new_id, editable=False, primary_key=True, serialize=False)),
                ("audience", models.CharField(default="own", max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("stated_on", models.DateField()),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
            ],
            options={"abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_vision_tenant"),
                    models.UniqueConstraint(fields=("organisation", "version"), name="programme_vision_version"),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisionSentence",
            fields=[
                ("id", models.UUIDField(default=rows.new_id, editable=False, primary_key=True, serialize=False)),
                ("audience", models.CharField(default="own", max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                ("language", models.CharField(default="nl", max_length=2)),
                ("text", models.TextField()),
                (
                    "origin",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("note", "uit de nota"),
                            ("invented", "verzonnen standpunt"),
                            ("example", "voorbeeldcijfer"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "vision",
                    rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sentences", to="programme.vision"
                    ),
                ),
            ],
            options={"ordering": ["number"], "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_visionsentence_tenant"),
                    models.UniqueConstraint(fields=("vision", "number", "language"), name="programme_sentence_number"),
                ],
            },
        ),
        migrations.AddField(
            model_name="project",
            name="sentence",
            field=rows.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="projects", to="programme.visionsentence"
            ),
        ),
        TenantKey("programme_visionsentence", "vision_id", "programme_vision"),
        TenantKey("programme_project", "group_id", "programme_group"),
        TenantKey("programme_project", "sentence_id", "programme_visionsentence"),
        TenantKey("programme_costkey", "project_id", "programme_project"),
        Policy("programme_vision", Tenancy.SHARED_LOG),
        Policy("programme_visionsentence", Tenancy.SHARED_LOG),
        Policy("programme_group", Tenancy.SHARED),
        Policy("programme_project", Tenancy.SHARED),
        Policy("programme_costkey", Tenancy.SHARED),
    ]
