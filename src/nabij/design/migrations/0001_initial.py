import django.db.models.deletion
from django.db import migrations, models

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy

HEX = "^#[0-9A-F]{6}$"
COLOURS = ("brand", "strong", "tint", "dark_brand", "dark_strong", "dark_tint")


class Migration(migrations.Migration):
    initial = True

    dependencies = [("tenancy", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("brand", models.CharField(max_length=7)),
                ("strong", models.CharField(max_length=7)),
                ("tint", models.CharField(max_length=7)),
                ("dark_brand", models.CharField(max_length=7)),
                ("dark_strong", models.CharField(max_length=7)),
                ("dark_tint", models.CharField(max_length=7)),
                ("logo_text", models.CharField(blank=True, max_length=80)),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["organisation"], name="theme_one_per_organisation"),
                    models.CheckConstraint(
                        condition=models.Q(**{f"{colour}__regex": HEX for colour in COLOURS}), name="theme_colour_form"
                    ),
                ],
            },
        ),
        Policy("design_theme", Tenancy.DIRECTORY),
    ]
