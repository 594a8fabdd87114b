"""Storm mode: its run, thresholds, log and answers; the reserve pool; reports that join a large matter; why a page was sent."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import nabij.kernel.tenancy.rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import DefinerFunction, Policy, TenantKey
from nabij.kernel.tenancy.rows import TenantForeignKey

from . import _storm_sql as sql

PROTECT = django.db.models.deletion.PROTECT


def _id():
    return ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False))


def _audience():
    return ('audience', models.CharField(default='own', max_length=40))


def _owner():
    return ('organisation', models.ForeignKey(on_delete=PROTECT, related_name='+', to='tenancy.organisation'))


def _options(table, *constraints, indexes=()):
    tenant = models.UniqueConstraint(fields=('organisation', 'id'), name=f'meldpunt_{table}_tenant')
    return {'abstract': False, 'constraints': [tenant, *constraints], **({'indexes': list(indexes)} if indexes else {})}


def _number(default):
    return models.PositiveSmallIntegerField(default=default)


class Migration(migrations.Migration):
    dependencies = [
        ('meldpunt', '0008_protocols'),
        ('tenancy', '0002_policies'),
    ]

    operations = [
        migrations.CreateModel(
            name='StormRule',
            fields=[
                _id(), _audience(),
                ('name', models.SlugField(default='regio', max_length=40)),
                ('window_minutes', _number(15)), ('on_region', _number(20)), ('on_municipality', _number(8)),
                ('propose_region', _number(10)), ('propose_municipality', _number(4)), ('quiet_minutes', _number(60)),
                ('cell_m', _number(1000)), ('cluster_minutes', _number(60)), ('digest_minutes', _number(10)),
                ('own_alarm', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), default=list, size=None)),
                ('source', models.CharField(max_length=200)), ('checked_on', models.DateField()), _owner(),
            ],
            options=_options(
                'stormrule', models.UniqueConstraint(fields=('organisation', 'name'), name='storm_rule_once'),
                models.CheckConstraint(
                    condition=models.Q(on_region__gt=0, on_municipality__gt=0, cell_m__gt=0, cluster_minutes__gt=0, window_minutes__gt=0),
                    name='storm_rule_positive',
                ),
            ),
        ),
        migrations.CreateModel(
            name='StormRun',
            fields=[
                _id(), _audience(),
                ('began_at', models.DateTimeField()), ('began_by', models.CharField(max_length=120)),
                ('cause', models.CharField(choices=[(c, c) for c in ('region', 'municipality', 'hand', 'line_1722')], max_length=14)),
                ('line_1722_since', models.DateTimeField(blank=True, null=True)),
                ('announced_at', models.DateTimeField(blank=True, null=True)),
                ('reserve_called_at', models.DateTimeField(blank=True, null=True)),
                ('digest_at', models.DateTimeField()), ('digest_no', _number(0)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.CharField(blank=True, max_length=120)),
                ('end_announced_at', models.DateTimeField(blank=True, null=True)), _owner(),
            ],
            options=_options(
                'stormrun',
                models.UniqueConstraint(condition=models.Q(ended_at__isnull=True), fields=('organisation',), name='storm_runs_once'),
                models.CheckConstraint(
                    condition=models.Q(cause__in=['region', 'municipality', 'hand', 'line_1722']), name='storm_cause'
                ),
            ),
        ),
        migrations.CreateModel(
            name='StormLog',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()), ('kind', models.CharField(max_length=30)),
                ('actor', models.CharField(max_length=120)), ('text', models.CharField(max_length=400)), _owner(),
                ('run', TenantForeignKey(on_delete=PROTECT, related_name='log', to='meldpunt.stormrun')),
            ],
            options={'ordering': ['id']},
        ),
        migrations.CreateModel(
            name='StormAnswer',
            fields=[
                _id(), _audience(),
                ('key', models.CharField(max_length=64)), ('at', models.DateTimeField()), ('by', models.CharField(max_length=120)),
                ('state', models.CharField(max_length=16)), ('text', models.CharField(max_length=2000)),
                ('reports', models.PositiveIntegerField(default=0)), ('told', models.PositiveIntegerField(default=0)), _owner(),
                ('run', TenantForeignKey(on_delete=PROTECT, related_name='answers', to='meldpunt.stormrun')),
            ],
            options=_options('stormanswer', models.UniqueConstraint(fields=('organisation', 'key'), name='storm_answer_once')),
        ),
        migrations.CreateModel(
            name='ReserveMember',
            fields=[
                _id(), _audience(), _owner(),
                ('line', TenantForeignKey(on_delete=PROTECT, related_name='reserve', to='meldpunt.dutyline')),
                ('person', TenantForeignKey(on_delete=PROTECT, related_name='+', to='meldpunt.dutyperson')),
            ],
            options=_options('reservemember', models.UniqueConstraint(fields=('line', 'person'), name='duty_reserve_once')),
        ),
        migrations.CreateModel(
            name='IncidentReport',
            fields=[
                _id(), ('joined_at', models.DateTimeField()), _owner(),
                ('incident', TenantForeignKey(on_delete=PROTECT, related_name='joined', to='meldpunt.incident')),
                ('report', TenantForeignKey(on_delete=PROTECT, related_name='joined_to', to='meldpunt.report')),
            ],
            options=_options(
                'incidentreport', models.UniqueConstraint(fields=('organisation', 'report'), name='duty_report_joins_once'),
                indexes=[models.Index(fields=['incident', 'joined_at'], name='duty_joined_when')],
            ),
        ),
        migrations.AddField('incident', 'mass', models.BooleanField(default=False)),
        migrations.AddField('incident', 'cluster_key', models.CharField(blank=True, max_length=120)),
        migrations.AddConstraint('incident', models.UniqueConstraint(
            condition=models.Q(('closed_at__isnull', True), models.Q(('cluster_key', ''), _negated=True)),
            fields=('organisation', 'cluster_key'), name='duty_incident_cluster_once',
        )),
        migrations.AddField('page', 'purpose', models.CharField(
            choices=[
                ('call', 'oproep'), ('reserve', 'reserve'), ('digest', 'overzicht'), ('tell', 'bericht dat een stap niet werkte'),
            ],
            default='call', max_length=8,
        )),
        migrations.RemoveConstraint('page', 'duty_page_once'),
        migrations.AddConstraint('page', models.UniqueConstraint(
            fields=('alert', 'purpose', 'round', 'recipient', 'method', 'rule_no'), name='duty_page_once',
        )),
        migrations.AddConstraint('page', models.CheckConstraint(
            condition=models.Q(('purpose__in', ['call', 'reserve', 'digest', 'tell'])), name='duty_page_purpose',
        )),
        migrations.AddIndex('report', models.Index(
            condition=models.Q(('urgency', 'acute')), fields=['reported_at'], name='report_acute_recent',
        )),
        TenantKey('meldpunt_stormlog', 'run_id', 'meldpunt_stormrun'),
        TenantKey('meldpunt_stormanswer', 'run_id', 'meldpunt_stormrun'),
        TenantKey('meldpunt_reservemember', 'line_id', 'meldpunt_dutyline'),
        TenantKey('meldpunt_reservemember', 'person_id', 'meldpunt_dutyperson'),
        TenantKey('meldpunt_incidentreport', 'incident_id', 'meldpunt_incident'),
        TenantKey('meldpunt_incidentreport', 'report_id', 'meldpunt_report'),
        *(Policy(f'meldpunt_{table}', Tenancy.SHARED) for table in ('stormrule', 'stormrun', 'stormanswer', 'reservemember')),
        Policy('meldpunt_stormlog', Tenancy.LOG),
        Policy('meldpunt_incidentreport', Tenancy.OWNED),
        DefinerFunction(
            'nabij.storm_counts(since timestamptz, until timestamptz)', 'TABLE (organisation_id int, acute int)', sql.COUNTS
        ),
        DefinerFunction(
            'nabij.storm_pulse(at_time timestamptz, window_length interval)', 'jsonb', sql.PULSE, language='plpgsql'
        ),
        DefinerFunction('nabij.storm_ground(at_time timestamptz)', 'TABLE (organisation_id int, began_at timestamptz)', sql.GROUND),
    ]  # fmt: skip
