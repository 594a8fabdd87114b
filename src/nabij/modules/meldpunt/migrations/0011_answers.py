"""Who answers for a kind of duty; a hand-over of every role; who may be on duty as what and until when; what is forgotten."""

import django.contrib.postgres.fields
from django.db import migrations, models

from nabij.kernel.tenancy.operations import DefinerFunction

from . import _answer_sql as sql

ROLES = [('first', 'eerste lijn'), ('backup', 'achterwacht'), ('second', 'tweede lijn')]
PURPOSES = [
    ('drill', 'nachtproef'), ('missed', 'nachtproef gemist'), ('handover', 'overdracht niet gelezen'), ('code', 'code voor een toestel'),
    ('test', 'proefbericht'), ('gateway', 'proef van een aanbieder'),
]  # fmt: skip
FOUND = 'TABLE (organisation_id int, alert_id uuid, code text, recipient uuid, name text, {} timestamptz)'


class Migration(migrations.Migration):
    dependencies = [
        ('meldpunt', '0009_storm'),
    ]

    operations = [
        migrations.AddField('category', 'duty_kind', models.SlugField(
            blank=True, help_text='which kind of duty answers an alarm of this category; empty: the first line', max_length=40,
        )),
        migrations.AddField('dutyperson', 'roles', django.contrib.postgres.fields.ArrayField(
            base_field=models.CharField(choices=ROLES, max_length=10), blank=True, default=list, size=None,
        )),
        migrations.AddField('dutyperson', 'until', models.DateField(blank=True, null=True)),
        migrations.AddField('handover', 'role', models.CharField(choices=ROLES, default='first', max_length=10)),
        migrations.RemoveConstraint('handover', 'handover_once'),
        migrations.AddConstraint('handover', models.UniqueConstraint(
            fields=('line', 'role', 'starts_at', 'incoming'), name='handover_once',
        )),
        migrations.AlterField('dutycall', 'purpose', models.CharField(choices=PURPOSES, max_length=10)),
        migrations.RunSQL('DROP FUNCTION IF EXISTS nabij.duty_chain(int, timestamptz, uuid)', migrations.RunSQL.noop),
        DefinerFunction(
            'nabij.duty_chain(organisation int, at_time timestamptz, pinned uuid, which uuid)', 'jsonb', sql.CHAIN, language='plpgsql'
        ),
        DefinerFunction('nabij.duty_coverage(organisation int, on_day date)', 'jsonb', sql.COVERAGE, language='plpgsql'),
        DefinerFunction('nabij.duty_answerable(numbers text[])', FOUND.format('opened_at'), sql.ANSWERABLE),
        DefinerFunction('nabij.duty_lately_closed(numbers text[], since timestamptz)', FOUND.format('closed_at'), sql.LATELY_CLOSED),
        DefinerFunction(
            'nabij.drill_counts(owner int, since timestamptz, answer_within interval)', 'TABLE (role text, held int, confirmed int)', sql.DRILLS
        ),
        DefinerFunction(
            'nabij.duty_gateways()',
            'TABLE (provider text, kind text, at timestamptz, delivered_at timestamptz, decided_at timestamptz, problem text)', sql.GATEWAYS,
        ),
        DefinerFunction('nabij.append_only_words()', 'trigger', sql.WORDS_ONLY, language='plpgsql', volatility='VOLATILE'),
        migrations.RunSQL(sql.only_words('meldpunt_nightstep', 'text'), migrations.RunSQL.noop),
        migrations.RunSQL(sql.only_words('meldpunt_lastresortcontact', 'about'), migrations.RunSQL.noop),
        DefinerFunction(
            'nabij.forget_duty(organisation int, calls_before timestamptz, texts_before timestamptz)', 'jsonb', sql.FORGET,
            language='plpgsql', volatility='VOLATILE',
        ),
    ]  # fmt: skip
