"""Requests for documents with their terms; why a file of a dry run is found by its name only; nothing asked for is destroyed."""

from datetime import date

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.postgresql.psycopg_any import DateRange

import nabij.kernel.tenancy.rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import DefinerFunction, Policy, TenantKey
from nabij.modules.archive import disposal_sql

TERMS = [
    ("access-request", "Beslissing over een vraag om documenten", 20, "Bestuursdecreet, artikel II.43 (nog te bevestigen)"),
    ("access-request-extended", "Verlengde beslissing over een vraag om documenten", 40, "Bestuursdecreet, artikel II.43 (nog te bevestigen)"),
    ("access-request-appeal", "Beroep over een vraag om documenten", 30, "Bestuursdecreet, artikel II.48 (nog te bevestigen)"),
]


def add_terms(apps, schema_editor):
    term = apps.get_model("calendar", "TermRule")
    for code, name, amount, origin in TERMS:
        term.objects.create(
            code=code, name_nl=name, amount=amount, unit="calendar_days", roll=False, source=origin, valid=DateRange(date(2019, 1, 1), None)
        )


def remove_terms(apps, schema_editor):
    apps.get_model("calendar", "TermRule").objects.filter(code__in=[term[0] for term in TERMS]).delete()


ORGANISATION = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "tenancy.organisation"}
KEY = {"default": nabij.kernel.tenancy.rows.new_id, "editable": False, "primary_key": True, "serialize": False}
CHANNELS = [("web", "via de site"), ("phone", "telefoon"), ("counter", "loket"), ("letter", "brief"), ("email", "e-mail")]
STATES = [("registered", "in behandeling"), ("extended", "verlengd"), ("decided", "beslist"), ("handed_over", "bezorgd")]
OUTCOMES = [("granted", "alles gegeven"), ("partial", "deels gegeven"), ("refused", "geweigerd"), ("not_held", "wij hebben dit niet")]
UNDECIDED = models.Q(("decided_on__isnull", True), ("outcome", ""), ("state__in", ["registered", "extended"]))
DECIDED = models.Q(
    ("decided_on__isnull", False), ("state__in", ["decided", "handed_over"]), models.Q(("outcome", ""), _negated=True)
)
APPEAL_TOLD = models.Q(
    models.Q(("outcome__in", ["partial", "refused", "not_held"]), _negated=True),
    models.Q(models.Q(("appeal", ""), _negated=True), models.Q(("reason", ""), _negated=True)), _connector="OR",
)


class Migration(migrations.Migration):
    dependencies = [("archive", "0002_records"), ("tenancy", "0002_policies"), ("calendar", "0003_legal_holidays")]

    operations = [
        migrations.AddField("batchitem", "by_name", models.CharField(blank=True, max_length=120)),
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                ("id", models.UUIDField(**KEY)),
                ("number", models.CharField(max_length=20)),
                ("channel", models.CharField(choices=CHANNELS, max_length=8)),
                ("subject", models.CharField(max_length=400)),
                ("sealed", models.BinaryField()),
                ("received_on", models.DateField()),
                ("registered_on", models.DateField()),
                ("registered_by", models.CharField(max_length=120)),
                ("due_on", models.DateField()),
                ("state", models.CharField(choices=STATES, default="registered", max_length=12)),
                ("extended_on", models.DateField(blank=True, null=True)),
                ("extension_reason", models.CharField(blank=True, max_length=400)),
                ("outcome", models.CharField(blank=True, choices=OUTCOMES, max_length=10)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=120)),
                ("reason", models.TextField(blank=True)),
                ("appeal", models.TextField(blank=True)),
                ("handed_over_on", models.DateField(blank=True, null=True)),
                ("organisation", models.ForeignKey(**ORGANISATION)),
            ],
            options={
                "ordering": ["due_on", "number"],
                "abstract": False,
                "indexes": [models.Index(fields=["organisation", "state", "due_on"], name="archive_request_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="archive_accessrequest_tenant"),
                    models.UniqueConstraint(fields=("organisation", "number"), name="archive_request_number"),
                    models.CheckConstraint(
                        condition=models.Q(("received_on__lte", models.F("registered_on"))), name="archive_request_dates"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("extended_on__isnull", True), ("extension_reason__length__gte", 20), _connector="OR"),
                        name="archive_request_extension_reason",
                    ),
                    models.CheckConstraint(condition=models.Q(UNDECIDED, DECIDED, _connector="OR"), name="archive_request_decided"),
                    models.CheckConstraint(condition=APPEAL_TOLD, name="archive_request_appeal"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestRecord",
            fields=[
                ("id", models.UUIDField(**KEY)),
                ("ground", models.CharField(blank=True, max_length=30)),
                ("organisation", models.ForeignKey(**ORGANISATION)),
                (
                    "record",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="archive.record"
                    ),
                ),
                (
                    "request",
                    nabij.kernel.tenancy.rows.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="records", to="archive.accessrequest"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="archive_requestrecord_tenant"),
                    models.UniqueConstraint(fields=("request", "record"), name="archive_request_record_once"),
                ],
            },
        ),
        TenantKey("archive_requestrecord", "request_id", "archive_accessrequest"),
        TenantKey("archive_requestrecord", "record_id", "archive_record"),
        Policy("archive_accessrequest", Tenancy.OWNED),
        Policy("archive_requestrecord", Tenancy.OWNED),
        migrations.RunPython(add_terms, remove_terms),
        DefinerFunction(
            "nabij.archive_destroy(of_list uuid, of_item uuid, on_day date)",
            "text",
            disposal_sql.DESTROY,
            language="plpgsql",
            volatility="VOLATILE",
        ),
    ]
