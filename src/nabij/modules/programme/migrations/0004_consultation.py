"""Tables of a round of questions, of the notes to thirteen boards and of what comes back, with the guard of an open round."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import nabij.kernel.tenancy.rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy, TenantKey
from nabij.modules.programme.consultation_guard import FORWARD, REVERSE

OF_ROUND = "consultation_organisation_id"
SHARED = ("consultation", "question", "engagementrequest", "expectedbenefit", "effortestimate", "noteorder")
APPENDED = ("note", "dispatchevent", "answer", "engagementresponse")


class Migration(migrations.Migration):
    dependencies = [
        ("blobs", "0002_policies"),
        ("programme", "0003_depth"),
        ("tenancy", "0002_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("audience", models.CharField(default="own", max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("reason", models.TextField()),
                ("asked", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "in voorbereiding"), ("open", "loopt"), ("closed", "afgesloten")],
                        default="draft",
                        max_length=8,
                    ),
                ),
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
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "project",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consultations", to="programme.project"
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_consultation_tenant"),
                    models.UniqueConstraint(fields=("organisation", "number"), name="programme_consultation_number"),
                    models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "open", "closed"])), name="programme_consultation_state"
            ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DispatchEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("audience", models.CharField(default="own", max_length=40)),
                ("recorded_at", models.DateTimeField()),
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
                    "step",
                    models.CharField(
                        choices=[
                            ("sent", "verstuurd"),
                            ("received", "ontvangen"),
                            ("on_agenda", "op de agenda"),
                            ("postponed", "uitgesteld"),
                            ("decided", "beslist"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                (
                    "addressee",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "consultation",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dispatch_events", to="programme.consultation"
                    ),
                ),
                (
                    "consultation_organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "decision",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
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
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_dispatchevent_tenant"),
                    models.CheckConstraint(
                condition=models.Q(models.Q(("step", "decided"), _negated=True), ("decision__isnull", False), _connector="OR"),
                name="programme_dispatch_decided",
            ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EffortEstimate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("audience", models.CharField(default="own", max_length=40)),
                (
                    "level",
                    models.CharField(
                        choices=[("light", "licht"), ("standard", "gewoon"), ("pilot", "als voorloper"), ("host", "als trekker")],
                        max_length=10,
                    ),
                ),
                ("half_days", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200)),
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
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="effort_estimates", to="programme.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_effortestimate_tenant"),
                    models.UniqueConstraint(fields=("project", "level"), name="programme_effort_level"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EngagementRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("audience", models.CharField(default="own", max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                ("level", models.CharField(choices=[("political", "politiek"), ("administrative", "ambtelijk")], max_length=16)),
                ("text", models.CharField(max_length=300)),
                ("until", models.DateField(blank=True, null=True)),
                ("half_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("cents", models.BigIntegerField(blank=True, null=True)),
                (
                    "consultation",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="programme.consultation"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_engagementrequest_tenant"),
                    models.UniqueConstraint(fields=("consultation", "level", "number"), name="programme_request_number"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EngagementResponse",
            fields=[
                (
                    "id",
                    models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("audience", models.CharField(default="own", max_length=40)),
                ("recorded_at", models.DateTimeField()),
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
                ("version", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("accepted", "aanvaard"), ("amended", "aangepast"), ("declined", "geweigerd")], max_length=10
                    ),
                ),
                ("amended_text", models.CharField(blank=True, max_length=300)),
                ("late", models.BooleanField(default=False)),
                (
                    "consultation_organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "request",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="responses", to="programme.engagementrequest"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_engagementresponse_tenant"),
                    models.UniqueConstraint(fields=("organisation", "request", "version"), name="programme_response_version"),
                    models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "amended"), _negated=True), models.Q(("amended_text", ""), _negated=True), _connector="OR"
                ),
                name="programme_response_amended",
            ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpectedBenefit",
            fields=[
                (
                    "id",
                    models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("audience", models.CharField(default="own", max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "benefit",
                    models.CharField(
                        choices=[
                            ("time_freed", "tijd die vrijkomt"),
                            ("lead_time", "snellere dienst"),
                            ("quality", "betere dienst"),
                            ("cost", "minder kosten"),
                            ("reach", "meer mensen bereikt"),
                            ("other", "iets anders"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("used_for", models.CharField(blank=True, max_length=200)),
                (
                    "consultation",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="programme.consultation"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_expectedbenefit_tenant"),
                    models.UniqueConstraint(fields=("consultation", "number"), name="programme_benefit_number"),
                    models.CheckConstraint(
                condition=models.Q(
                    models.Q(("benefit", "time_freed"), _negated=True), models.Q(("used_for", ""), _negated=True), _connector="OR"
                ),
                name="programme_benefit_used_for",
            ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("audience", models.CharField(default="own", max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "addressee",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "consultation",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="programme.consultation"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "pdf_use",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="blobs.blobuse"
                    ),
                ),
                (
                    "word_use",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="blobs.blobuse"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_note_tenant"),
                    models.UniqueConstraint(fields=("consultation", "addressee", "version"), name="programme_note_version"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoteOrder",
            fields=[
                (
                    "id",
                    models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("audience", models.CharField(default="own", max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "wacht"),
                            ("made", "gemaakt"),
                            ("unchanged", "niets veranderd"),
                            ("failed", "mislukt"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("ordered_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "addressee",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "consultation",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="note_orders", to="programme.consultation"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_noteorder_tenant"),
                    models.UniqueConstraint(fields=("consultation", "addressee"), name="programme_noteorder_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("audience", models.CharField(default="own", max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300)),
                (
                    "respondent",
                    models.CharField(
                        choices=[("board", "het bestuur"), ("services", "de diensten"), ("both", "bestuur en diensten")],
                        default="both",
                        max_length=8,
                    ),
                ),
                (
                    "answer_type",
                    models.CharField(
                        choices=[
                            ("yes_no", "ja of nee"),
                            ("scale", "van 1 (helemaal niet) tot 5 (helemaal wel)"),
                            ("choice", "een keuze"),
                            ("number", "een getal"),
                            ("text", "in eigen woorden"),
                        ],
                        max_length=8,
                    ),
                ),
                ("choices", models.JSONField(blank=True, default=list)),
                ("legal_consequence", models.CharField(max_length=300)),
                (
                    "consultation",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="programme.consultation"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_question_tenant"),
                    models.UniqueConstraint(fields=("consultation", "number"), name="programme_question_number"),
                    models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer_type", "choice"), _negated=True), models.Q(("choices", []), _negated=True), _connector="OR"
                ),
                name="programme_question_choices",
            ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("audience", models.CharField(default="own", max_length=40)),
                ("recorded_at", models.DateTimeField()),
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
                ("level", models.CharField(choices=[("political", "politiek"), ("administrative", "ambtelijk")], max_length=16)),
                ("version", models.PositiveSmallIntegerField()),
                ("value", models.CharField(max_length=600)),
                ("late", models.BooleanField(default=False)),
                (
                    "consultation_organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"),
                ),
                (
                    "question",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="programme.question"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="programme_answer_tenant"),
                    models.UniqueConstraint(
                fields=("organisation", "question", "level", "version"), name="programme_answer_version"
            ),
                    models.CheckConstraint(
                condition=models.Q(("value", ""), _negated=True), name="programme_answer_says_something"
            ),
                ],
            },
        ),
        TenantKey("programme_consultation", "project_id", "programme_project"),
        TenantKey("programme_question", "consultation_id", "programme_consultation"),
        TenantKey("programme_engagementrequest", "consultation_id", "programme_consultation"),
        TenantKey("programme_expectedbenefit", "consultation_id", "programme_consultation"),
        TenantKey("programme_effortestimate", "project_id", "programme_project"),
        TenantKey("programme_noteorder", "consultation_id", "programme_consultation"),
        TenantKey("programme_note", "consultation_id", "programme_consultation"),
        TenantKey("programme_note", "pdf_use_id", "blobs_blobuse"),
        TenantKey("programme_note", "word_use_id", "blobs_blobuse"),
        TenantKey("programme_dispatchevent", "consultation_id", "programme_consultation", organisation_column=OF_ROUND),
        TenantKey("programme_dispatchevent", "decision_id", "programme_boarddecision"),
        TenantKey("programme_answer", "question_id", "programme_question", organisation_column=OF_ROUND),
        TenantKey("programme_engagementresponse", "request_id", "programme_engagementrequest", organisation_column=OF_ROUND),
        *(Policy(f"programme_{table}", Tenancy.SHARED) for table in SHARED),
        *(Policy(f"programme_{table}", Tenancy.SHARED_LOG) for table in APPENDED),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
