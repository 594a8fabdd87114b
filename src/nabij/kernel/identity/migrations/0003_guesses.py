from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_capacities")]
    operations = [
        migrations.CreateModel(
            name="Guess",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("who", models.CharField(max_length=64)),
                ("window", models.DateTimeField()),
                ("number", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "who", "window"), name="guess_window"),
                ],
            },
        ),
    ]
