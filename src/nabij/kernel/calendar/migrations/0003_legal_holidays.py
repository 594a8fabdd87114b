"""The ten legal holidays. Not modelled: 2008, when Ascension Day was 1 May and a decree of 3 June 2007 moved it."""

from datetime import date

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange

SOURCE = (
    "Wet van 4 januari 1974 betreffende de feestdagen; koninklijk besluit van 18 april 1974 tot bepaling van de algemene wijze "
    "van uitvoering van die wet, artikel 1"
)
FIXED = [
    ("new-year", "Nieuwjaar", "Nouvel An", 1, 1),
    ("labour-day", "Feest van de Arbeid", "Fête du travail", 5, 1),
    ("national-day", "Nationale feestdag", "Fête nationale", 7, 21),
    ("assumption", "Onze-Lieve-Vrouw-Hemelvaart", "Assomption", 8, 15),
    ("all-saints", "Allerheiligen", "Toussaint", 11, 1),
    ("armistice", "Wapenstilstand", "Armistice", 11, 11),
    ("christmas", "Kerstmis", "Noël", 12, 25),
]
AROUND_EASTER = [
    ("easter-monday", "Paasmaandag", "Lundi de Pâques", 1),
    ("ascension", "Onze-Lieve-Heer-Hemelvaart", "Ascension", 39),
    ("whit-monday", "Pinkstermaandag", "Lundi de Pentecôte", 50),
]


def add(apps, schema_editor):
    rule = apps.get_model("calendar", "HolidayRule")
    origin = {"source": SOURCE, "valid": DateRange(date(1974, 1, 1), None)}
    for code, name_nl, name_fr, month, day in FIXED:
        rule.objects.create(code=code, name_nl=name_nl, name_fr=name_fr, month=month, day=day, **origin)
    for code, name_nl, name_fr, offset in AROUND_EASTER:
        rule.objects.create(code=code, name_nl=name_nl, name_fr=name_fr, easter_offset=offset, **origin)


def remove(apps, schema_editor):
    apps.get_model("calendar", "HolidayRule").objects.filter(source=SOURCE).delete()


class Migration(migrations.Migration):
    dependencies = [("calendar", "0002_policies")]
    operations = [migrations.RunPython(add, remove)]
