"""The end of the chain: dated lists of last resort, hours and turns of a step, who was called, who is host of the line."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import nabij.kernel.tenancy.rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import DefinerFunction, Policy, TenantKey

from . import _chain_sql as sql

ROLES = [('first', 'eerste lijn'), ('backup', 'achterwacht'), ('second', 'tweede lijn')]
MINUTES = [django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(9000)]


def key() -> models.UUIDField:
    return models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)


def organisation(**more: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation', **more)


def row(to: str, related: str = '+', **more: object) -> nabij.kernel.tenancy.rows.TenantForeignKey:
    return nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=related, to=to, **more)


class Migration(migrations.Migration):

    dependencies = [
        ('meldpunt', '0005_rota'),
        ('tenancy', '0002_policies'),
    ]

    operations = [
        migrations.CreateModel(
            name='LastResortDecision',
            fields=[
                ('id', key()),
                ('reference', models.CharField(max_length=120)),
                ('decided_on', models.DateField()),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('every_minutes', models.PositiveSmallIntegerField(default=10, validators=MINUTES)),
                ('recorded_by', models.CharField(max_length=120)),
                ('recorded_at', models.DateTimeField()),
                ('organisation', organisation()),
            ],
            options={
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='meldpunt_lastresortdecision_tenant'),
                    models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='duty_resort_decided'),
                    models.CheckConstraint(condition=models.Q(('every_minutes__gte', 1), ('every_minutes__lte', 9000)), name='duty_resort_interval'),
                    django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('organisation', '='), ('period', '&&')], name='duty_resort_one_list'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LastResortContact',
            fields=[
                ('id', key()),
                ('audience', models.CharField(default='own', max_length=40)),
                ('office', models.CharField(choices=[('director', 'algemeen directeur'), ('mayor', 'burgemeester')], max_length=20)),
                ('way', models.CharField(choices=[('line', 'line'), ('direct', 'direct')], max_length=10)),
                ('channel', models.CharField(choices=[('call', 'telefoon'), ('sms', 'sms'), ('chat', 'berichtendienst'), ('in_person', 'aan de deur of op straat'), ('page', 'oproep van de wachtlijn')], max_length=10)),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('about', models.CharField(blank=True, max_length=200)),
                ('alert', row('meldpunt.alert', blank=True, null=True)),
                ('line', row('meldpunt.dutyline', blank=True, null=True)),
                ('line_organisation', organisation(blank=True, null=True)),
                ('municipality', organisation()),
                ('organisation', organisation()),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['at'], name='duty_contact_at')],
                'constraints': [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='meldpunt_lastresortcontact_tenant'),
                    models.UniqueConstraint(condition=models.Q(('alert__isnull', False)), fields=('organisation', 'alert', 'office'), name='duty_contact_once_per_alarm'),
                    models.CheckConstraint(condition=models.Q(('office__in', ['director', 'mayor'])), name='duty_contact_office'),
                    models.CheckConstraint(condition=models.Q(('way', 'direct'), ('alert__isnull', False), _connector='OR'), name='duty_contact_by_the_line'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LineHost',
            fields=[
                ('id', key()),
                ('audience', models.CharField(default='own', max_length=40)),
                ('since', models.DateField()),
                ('decision_reference', models.CharField(max_length=120)),
                ('recorded_by', models.CharField(max_length=120)),
                ('recorded_at', models.DateTimeField()),
                ('host', organisation()),
                ('line', row('meldpunt.dutyline', 'hosts')),
                ('organisation', organisation()),
            ],
            options={
                'ordering': ['-recorded_at'],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='meldpunt_linehost_tenant'),
                    models.CheckConstraint(condition=models.Q(('decision_reference', ''), _negated=True), name='duty_host_decided'),
                ],
            },
        ),
        migrations.AddField('alert', 'turn', models.PositiveIntegerField(default=0, help_text='how many alarms the line had before: whose turn it is in a round robin')),
        migrations.AddField('dutyparticipation', 'agreement_reference', models.CharField(default='', max_length=120), preserve_default=False),
        migrations.AddField('dutyparticipation', 'baseline_calls', models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AddField('dutyparticipation', 'baseline_source', models.CharField(blank=True, max_length=200)),
        migrations.AddField('dutyparticipation', 'used_for', models.CharField(blank=True, max_length=200)),
        migrations.AddField('escalationpolicy', 'published_at', models.DateTimeField(blank=True, null=True)),
        migrations.AddField('escalationpolicy', 'published_by', models.CharField(blank=True, max_length=120)),
        migrations.AddField('escalationstep', 'mode', models.CharField(choices=[('all', 'all'), ('round_robin', 'round_robin')], default='all', max_length=12)),
        migrations.AddField('escalationstep', 'multi_ack', models.BooleanField(default=False)),
        migrations.AddField('escalationstep', 'window_from', models.TimeField(blank=True, null=True)),
        migrations.AddField('escalationstep', 'window_to', models.TimeField(blank=True, null=True)),
        migrations.AddField('lastresort', 'kind', models.CharField(choices=[('person', 'person'), ('desk', 'desk'), ('number', 'number')], default='person', max_length=10)),
        migrations.AddField('lastresort', 'office', models.CharField(choices=[('coordinator', 'coordinator'), ('emergency_planner', 'emergency_planner'), ('director', 'director'), ('mayor', 'mayor'), ('police', 'police'), ('fire', 'fire'), ('other', 'other')], default='other', max_length=20)),
        migrations.AlterField('escalationstep', 'role', models.CharField(choices=ROLES, max_length=10)),
        migrations.AlterField('rotaoverride', 'role', models.CharField(choices=ROLES, max_length=10)),
        migrations.AlterField('rotation', 'role', models.CharField(choices=ROLES, max_length=10)),
        migrations.AlterField('shift', 'role', models.CharField(choices=ROLES, max_length=10)),
        migrations.AddField('lastresort', 'decision', row('meldpunt.lastresortdecision', 'places', null=True)),
        migrations.RunSQL(sql.EARLIER_LISTS, migrations.RunSQL.noop),
        migrations.AlterField('lastresort', 'decision', row('meldpunt.lastresortdecision', 'places')),
        migrations.RemoveField('lastresort', 'decision_reference'),
        migrations.AddIndex('alert', models.Index(fields=['line', 'turn'], name='duty_alert_turn')),
        migrations.AddConstraint('dutyparticipation', models.CheckConstraint(condition=models.Q(('decision_reference', ''), _negated=True), name='duty_participation_decided')),
        migrations.AddConstraint('dutyparticipation', models.CheckConstraint(condition=models.Q(('agreement_reference', ''), _negated=True), name='duty_participation_agreement')),
        migrations.AddConstraint('escalationstep', models.CheckConstraint(condition=models.Q(models.Q(('window_from__isnull', True), ('window_to__isnull', True)), models.Q(('window_from__isnull', False), ('window_to__isnull', False)), _connector='OR'), name='duty_step_window')),
        TenantKey('meldpunt_lastresort', 'decision_id', 'meldpunt_lastresortdecision'),
        TenantKey('meldpunt_lastresortcontact', 'alert_id', 'meldpunt_alert'),
        TenantKey('meldpunt_lastresortcontact', 'line_id', 'meldpunt_dutyline', organisation_column='line_organisation_id'),
        TenantKey('meldpunt_linehost', 'line_id', 'meldpunt_dutyline'),
        Policy('meldpunt_lastresortdecision', Tenancy.OWNED),
        Policy('meldpunt_lastresortcontact', Tenancy.SHARED_LOG),
        Policy('meldpunt_linehost', Tenancy.SHARED_LOG),
        DefinerFunction('nabij.duty_methods(who uuid)', 'jsonb', sql.METHODS),
        migrations.RunSQL('REVOKE EXECUTE ON FUNCTION nabij.duty_methods(uuid) FROM nabij_web', migrations.RunSQL.noop),
        DefinerFunction('nabij.duty_chain(organisation int, at_time timestamptz, pinned uuid)', 'jsonb', sql.CHAIN, language='plpgsql'),
        DefinerFunction('nabij.duty_person(organisation int, who uuid)', 'jsonb', sql.PERSON, language='plpgsql'),
        DefinerFunction(
            'nabij.duty_lately_closed(numbers text[], since timestamptz)',
            'TABLE (organisation_id int, alert_id uuid, code text, recipient uuid, name text, closed_at timestamptz)', sql.LATELY_CLOSED,
        ),
        DefinerFunction('nabij.duty_members(which uuid, on_day date)', 'TABLE (organisation_id int, has_list boolean)', sql.MEMBERS),
        DefinerFunction(
            'nabij.last_resort_figures(owner int, since date, until date)',
            'TABLE (municipality_id int, month date, way text, channel text, office text, calls int)', sql.FIGURES,
        ),
        DefinerFunction('nabij.last_resort_baseline(owner int, on_day date)', 'TABLE (calls int, counted int, used_for text[])', sql.BASELINE),
        DefinerFunction('nabij.move_line_host(partnership int, host int)', 'void', sql.MOVE_HOST, language='plpgsql', volatility='VOLATILE'),
        DefinerFunction('nabij.last_resort_guard()', 'trigger', sql.LIST_GUARD, language='plpgsql', volatility='VOLATILE'),
        migrations.RunSQL(sql.GUARDS, sql.REMOVE_GUARDS),
    ]
