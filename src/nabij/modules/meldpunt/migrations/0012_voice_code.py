"""The voice code of a partner, and by whose code a night call came in."""

from django.db import migrations, models

from nabij.kernel.tenancy.operations import DefinerFunction

from . import _doors_sql as sql


class Migration(migrations.Migration):
    dependencies = [("meldpunt", "0011_answers")]

    operations = [
        migrations.AddField("partnerdoor", "voice_hash", models.CharField(blank=True, max_length=64, null=True, unique=True)),
        migrations.AddField("partnerdoor", "voice_issued_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("partnerdoor", "voice_issued_by", models.CharField(blank=True, default="", max_length=120), preserve_default=False),
        migrations.AddField("nightcall", "partner", models.UUIDField(blank=True, null=True)),
        migrations.AddField("nightcall", "partner_name", models.CharField(blank=True, default="", max_length=120), preserve_default=False),
        migrations.AddConstraint(
            "partnerdoor",
            models.CheckConstraint(
                condition=models.Q(("voice_hash__isnull", True), ("voice_issued_at__isnull", True), ("voice_issued_by", ""))
                | models.Q(("voice_hash__isnull", False), ("voice_issued_at__isnull", False)) & ~models.Q(("voice_issued_by", "")),
                name="partner_door_voice_issued_by_someone",
            ),
        ),
        migrations.AddConstraint(
            "nightcall",
            models.CheckConstraint(
                condition=models.Q(("partner__isnull", True), ("partner_name", ""))
                | models.Q(("partner__isnull", False)) & ~models.Q(("partner_name", "")),
                name="night_call_partner_has_name",
            ),
        ),
        DefinerFunction(
            "nabij.duty_partner_voice(hash text)",
            "TABLE (organisation_id int, id uuid, name text, host_id int, callback text, valid_until date, withdrawn_at timestamptz)",
            sql.PARTNER_VOICE,
        ),
    ]
