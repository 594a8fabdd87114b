"""The shipped list of localities: our own rounded centres, until an operator loads a better list."""

from django.db import migrations

from nabij.kernel.geo.shipped import shipped_localities


def add(apps, schema_editor):
    locality = apps.get_model("geo", "Locality")
    locality.objects.bulk_create(locality(**row) for row in shipped_localities())


def remove(apps, schema_editor):
    locality = apps.get_model("geo", "Locality")
    for row in shipped_localities():
        locality.objects.filter(country=row["country"], postcode=row["postcode"], name=row["name"]).delete()


class Migration(migrations.Migration):
    dependencies = [("geo", "0002_policies")]
    operations = [migrations.RunPython(add, remove)]
