"""Tables of answers, with the guard that makes memberships bitemporal."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from nabij.kernel.tenancy import rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy, TenantKey
from nabij.modules.programme.guard import FORWARD, REVERSE


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_programme"), ("tenancy", "0002_policies")]

    operations = [
        migrations.CreateModel(
            name="BoardDecision",
            fields=[
                ("id", models.UUIDField(default=rows.new_id, editable=False, primary_key=True, serialize=False)),
                ("audience", models.CharField(default="own", max_length=40)),
                (
                    "body_kind",
                    models.CharField(
                        choices=[
                            ("college", "college van burgemeester en schepenen"),
                            ("council", "gemeenteraad"),
                            ("bureau", "vast bureau"),
                            ("social_council", "raad voor maatschappelijk welzijn"),
                        ],
                        max_length=16,
                    ),
                ),
                ("decided_on", models.DateField()),
                ("number", models.CharField(blank=True, max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("uri", models.URLField(blank=True, max_length=300)),
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
            ],
            options={"abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_boarddecision_tenant"),
                    models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", ""), _negated=True), models.Q(("uri", ""), _negated=True), _connector="OR"
                ),
                name="programme_decision_findable",
            ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoLive",
            fields=[
                ("id", models.UUIDField(default=rows.new_id, editable=False, primary_key=True, serialize=False)),
                ("audience", models.CharField(default="own", max_length=40)),
                ("passed_on", models.DateField()),
                ("agreement_ref", models.CharField(blank=True, max_length=200)),
                ("inclusion_ref", models.CharField(max_length=200)),
                ("human_route", models.CharField(max_length=300)),
                ("recorded_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "project",
                    rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="programme.project"
                    ),
                ),
                (
                    "project_organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
            ],
            options={"abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_golive_tenant"),
                    models.UniqueConstraint(fields=("organisation", "project"), name="programme_golive_once"),
                    models.CheckConstraint(
                condition=models.Q(models.Q(("inclusion_ref", ""), _negated=True), models.Q(("human_route", ""), _negated=True)),
                name="programme_golive_human_route",
            ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=rows.new_id, editable=False, primary_key=True, serialize=False)),
                ("audience", models.CharField(default="own", max_length=40)),
                ("round", models.CharField(blank=True, max_length=80)),
                ("asked", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "invited",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "project",
                    rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="programme.project"
                    ),
                ),
            ],
            options={"abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_invitation_tenant"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("invited", "="), ("project", "="), ("asked", "&&")], name="programme_invitation_one_open"
            ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=rows.new_id, editable=False, primary_key=True, serialize=False)),
                ("audience", models.CharField(default="own", max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("considering", "overweegt"),
                            ("in_conditional", "doet mee onder voorwaarden"),
                            ("in", "doet mee"),
                            ("out", "doet niet mee"),
                            ("left", "stapte uit"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("light", "licht"), ("standard", "gewoon"), ("pilot", "als voorloper"), ("host", "als trekker")],
                        default="light",
                        max_length=10,
                    ),
                ),
                ("effective", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("recorded", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "entry",
                    models.CharField(
                        choices=[
                            ("answer", "antwoord"),
                            ("correction", "correctie"),
                            ("imported", "ingelezen"),
                            ("completed", "besluit aangevuld"),
                            ("remainder", "vervolg"),
                        ],
                        default="answer",
                        max_length=12,
                    ),
                ),
                (
                    "reason_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("improvement", "beter voor onze dienst"),
                            ("no_improvement", "geen verbetering voor onze dienst"),
                            ("capacity", "nu geen tijd of mensen"),
                            ("own_solution", "we hebben een eigen oplossing"),
                            ("cost", "de kosten"),
                            ("help_asked", "we vragen eerst hulp"),
                            ("other", "iets anders"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=600)),
                ("decision_due", models.DateField(blank=True, null=True)),
                ("preview_digest", models.CharField(blank=True, max_length=64)),
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
                    "decision",
                    rows.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.boarddecision",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "project",
                    rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="programme.project"
                    ),
                ),
                (
                    "project_organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
            ],
            options={"abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_membership_tenant"),
                    models.CheckConstraint(
                condition=models.Q(("state__in", ["considering", "in_conditional", "in", "out", "left"])),
                name="programme_membership_state",
            ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("organisation", "="), ("project", "="), ("effective", "&&"), ("recorded", "&&")],
                name="programme_membership_one_truth",
            ),
                ],
                "indexes": [
                    models.Index(fields=["project", "organisation"], name="programme_membership_pair"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Population",
            fields=[
                ("id", models.UUIDField(default=rows.new_id, editable=False, primary_key=True, serialize=False)),
                ("audience", models.CharField(default="own", max_length=40)),
                ("reference_date", models.DateField()),
                ("inhabitants", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=200)),
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
            ],
            options={"abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_population_tenant"),
                    models.UniqueConstraint(fields=("organisation", "reference_date"), name="programme_population_date"),
                ],
            },
        ),
        TenantKey("programme_invitation", "project_id", "programme_project"),
        TenantKey("programme_membership", "decision_id", "programme_boarddecision"),
        TenantKey("programme_membership", "project_id", "programme_project", organisation_column="project_organisation_id"),
        TenantKey("programme_golive", "project_id", "programme_project", organisation_column="project_organisation_id"),
        Policy("programme_invitation", Tenancy.SHARED),
        Policy("programme_membership", Tenancy.SHARED),
        Policy("programme_boarddecision", Tenancy.SHARED_LOG),
        Policy("programme_golive", Tenancy.SHARED_LOG),
        Policy("programme_population", Tenancy.SHARED_LOG),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
