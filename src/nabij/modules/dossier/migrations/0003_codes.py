"""Requirements, sources and terms. Every term carries its source and waits for a named person who verifies it."""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange

DATA = Path(__file__).resolve().parents[1] / "data"
REGIONAL = "regionale afspraak (nog te bevestigen)"
TERMS = [
    ("ocmw-decision", "Beslissing over een aanvraag", 30, "calendar_days", "RMI-wet art. 21 (nog te bevestigen)"),
    ("ocmw-notification", "Mededeling van de beslissing", 8, "calendar_days", "RMI-wet art. 21 (nog te bevestigen)"),
    ("ocmw-forwarding", "Doorzending naar het bevoegde OCMW", 5, "calendar_days", "RMI-wet art. 18 § 4 (nog te bevestigen)"),
    ("handover-preview", "Inzage voor een overdracht", 8, "working_days", REGIONAL),
    ("handover-objection", "Beslissing over een bezwaar", 5, "working_days", REGIONAL),
    ("handover-dismissed", "Wachten na een afgewezen bezwaar", 5, "working_days", REGIONAL),
]


def rows(name):
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def add(apps, schema_editor):
    requirement, source = apps.get_model("dossier", "Requirement"), apps.get_model("dossier", "EvidenceSource")
    for number, row in enumerate(rows("requirements.csv"), 1):
        requirement.objects.create(
            code=row["code"], label_nl=row["label_nl"], law=row["law"], aids=row["aids"].split("|"), sequence=number,
            freshness_days=int(row["freshness_days"]), statutory=row["statutory"] == "1",
        )
    for number, row in enumerate(rows("sources.csv"), 1):
        source.objects.create(sequence=number, **row)
    term = apps.get_model("calendar", "TermRule")
    for code, name, amount, unit, origin in TERMS:
        term.objects.create(
            code=code, name_nl=name, amount=amount, unit=unit, roll=False, source=origin, valid=DateRange(date(2002, 10, 1), None)
        )


def remove(apps, schema_editor):
    apps.get_model("calendar", "TermRule").objects.filter(code__in=[term[0] for term in TERMS]).delete()


class Migration(migrations.Migration):
    dependencies = [("dossier", "0002_walls"), ("calendar", "0003_legal_holidays")]
    operations = [migrations.RunPython(add, remove)]
