from django.db import migrations, models

from nabij.kernel.tenancy.operations import DefinerFunction

#: Which wrapping key wraps how many files; "" = the installation's. Numbers only.
KEYS_USED = """
  SELECT CASE WHEN get_byte(k.wrapped, 0) = 2 THEN encode(substring(k.wrapped FROM 2 FOR 8), 'hex') ELSE '' END, count(*)::int
  FROM dossier_datakey k WHERE k.organisation_id = owner AND owner = ANY (nabij.reading()) AND length(k.wrapped) > 9 GROUP BY 1
"""
#: Wrapped keys, for the program that wraps them anew. Without the OCMW's own key they open nothing.
WRAPPED = """
  SELECT k.id, k.dossier_id, k.wrapped FROM dossier_datakey k
  WHERE k.organisation_id = owner AND owner = ANY (nabij.writing()) AND length(k.wrapped) > 9
    AND coalesce(current_setting('nabij.actor', true), '') LIKE 'system:%' ORDER BY k.id
"""
#: 1 when the key was still the one that was read, 0 when it was destroyed or wrapped anew meanwhile.
REWRAP = """
DECLARE changed int;
BEGIN
  UPDATE dossier_datakey k SET wrapped = fresh
  WHERE k.id = key AND k.organisation_id = owner AND owner = ANY (nabij.writing()) AND k.wrapped = before
    AND coalesce(current_setting('nabij.actor', true), '') LIKE 'system:%';
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END
"""
#: By each way of answering: hand-overs, and how many days after the letter the first answer came (the middle one).
CHANNELS = """
  SELECT f.channel, count(*)::int, percentile_disc(0.5) WITHIN GROUP (ORDER BY f.days)::int FROM (
    SELECT DISTINCT ON (i.handover_id) i.handover_id, a.channel, (a.at::date - p.made_at::date) AS days
    FROM dossier_answer a JOIN dossier_handoveritem i ON i.organisation_id = a.organisation_id AND i.id = a.item_id
    JOIN dossier_preview p ON p.organisation_id = i.organisation_id AND p.handover_id = i.handover_id
    WHERE a.organisation_id = owner AND owner = ANY (nabij.reading()) ORDER BY i.handover_id, a.at, p.made_at DESC
  ) f GROUP BY f.channel
"""
CHOICES = [("phone", "per telefoon"), ("desk", "aan het loket"), ("home", "thuis"), ("letter", "per brief")]
HANDED = [("", "nog niet"), ("desk", "meegegeven"), ("post", "met de post")]


class Migration(migrations.Migration):
    dependencies = [("dossier", "0003_codes")]
    operations = [
        migrations.AddField("folder", "asked_by", models.CharField(choices=CHOICES, default="desk", max_length=8)),
        migrations.AddField("folder", "handed", models.CharField(blank=True, choices=HANDED, default="", max_length=4)),
        migrations.AddConstraint(
            "finding",
            models.UniqueConstraint(
                condition=models.Q(("supersedes__isnull", False)), fields=("organisation", "supersedes"), name="dossier_superseded_once"
            ),
        ),
        DefinerFunction("nabij.dossier_keys_used(owner int)", "TABLE (key text, files int)", KEYS_USED),
        DefinerFunction("nabij.dossier_wrapped(owner int)", "TABLE (id uuid, dossier_id uuid, wrapped bytea)", WRAPPED),
        DefinerFunction(
            "nabij.dossier_rewrap(owner int, key uuid, before bytea, fresh bytea)", "int", REWRAP, language="plpgsql",
            volatility="VOLATILE",
        ),
        DefinerFunction("nabij.dossier_channels(owner int)", "TABLE (channel varchar, handovers int, days int)", CHANNELS),
    ]
