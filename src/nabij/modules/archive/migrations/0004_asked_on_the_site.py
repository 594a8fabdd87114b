"""Requests for documents from the site: the key of the page that was sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0003_requests_and_reading")]

    operations = [
        migrations.AddField("accessrequest", "form_key", models.CharField(blank=True, default="", max_length=64), preserve_default=False),
        migrations.AddConstraint(
            "accessrequest",
            models.UniqueConstraint(
                condition=models.Q(("form_key", ""), _negated=True), fields=("organisation", "form_key"), name="archive_request_sent_once"
            ),
        ),
    ]
