"""Protocols, notes from the spot, calendars; their walls; three functions with the owner's rights."""

import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nabij.kernel.tenancy.rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import DefinerFunction, Policy, TenantKey

from . import _reach_sql as sql

# Within the partnership's rows, and within a municipality's.
WITHIN = (
    ("protocolstep", "protocol_id", "protocol"), ("protocolrun", "alert_id", "alert"), ("protocolsteplog", "run_id", "protocolrun"),
    ("dutynote", "alert_id", "alert"), ("dutynote", "attachment_id", "attachment"), ("calendarentry", "line_id", "dutyline"),
    ("calendarentry", "person_id", "dutyperson"),
)


class Migration(migrations.Migration):

    dependencies = [
        ('meldpunt', '0007_doors'),
        ('tenancy', '0002_policies'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Protocol',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('code', models.SlugField(max_length=60)),
                ('version', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('categories', models.JSONField(default=list)),
                ('words', models.JSONField(default=list)),
                ('in_use', models.BooleanField(default=True)),
                ('published_at', models.DateTimeField()),
                ('published_by', models.CharField(max_length=120)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='meldpunt_protocol_tenant'), models.UniqueConstraint(fields=('organisation', 'code', 'version'), name='protocol_version')],
            },
        ),
        migrations.CreateModel(
            name='ProtocolRun',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField()),
                ('because', models.CharField(max_length=200)),
                ('unfinished_because', models.CharField(blank=True, max_length=400)),
                ('alert', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='protocol_runs', to='meldpunt.alert')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('protocol', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meldpunt.protocol')),
                ('protocol_organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='meldpunt_protocolrun_tenant'), models.UniqueConstraint(fields=('alert',), name='protocol_run_once')],
            },
        ),
        migrations.CreateModel(
            name='ProtocolStep',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('check', 'nakijken'), ('call', 'bellen'), ('photo', 'foto'), ('decide', 'beslissen'), ('inform', 'melden')], max_length=10)),
                ('text', models.CharField(max_length=200)),
                ('target_minutes', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(1440)])),
                ('required', models.BooleanField(default=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('protocol', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='meldpunt.protocol')),
            ],
            options={
                'ordering': ['position'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='meldpunt_protocolstep_tenant'), models.UniqueConstraint(fields=('protocol', 'position'), name='protocol_step_position'), models.CheckConstraint(condition=models.Q(('kind__in', ['check', 'call', 'photo', 'decide', 'inform'])), name='protocol_step_kind')],
            },
        ),
        migrations.CreateModel(
            name='ProtocolStepLog',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('step', models.UUIDField(help_text='ProtocolStep of the pinned version')),
                ('done', models.BooleanField(default=True)),
                ('at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('by', models.CharField(max_length=120)),
                ('value', models.CharField(blank=True, max_length=400)),
                ('key', models.UUIDField(help_text='from the telephone: the same act sent twice is one tick')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('run', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log', to='meldpunt.protocolrun')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='protocol_step_key')],
            },
        ),
        migrations.CreateModel(
            name='CalendarEntry',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('role', models.CharField(max_length=20)),
                ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('modified_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('line', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meldpunt.dutyline')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('person', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meldpunt.dutyperson')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['line', 'modified_at'], name='calendar_entry_line')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='meldpunt_calendarentry_tenant')],
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('person', 'mijn wachtbeurten'), ('line', 'de hele wachtlijn'), ('municipality', 'de wacht van mijn gemeente')], max_length=12)),
                ('token_sha256', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='meldpunt_calendarfeed_tenant'), models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'line', 'municipality'])), name='calendar_feed_kind')],
            },
        ),
        migrations.CreateModel(
            name='DutyNote',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('by', models.CharField(max_length=120)),
                ('text', models.CharField(blank=True, max_length=2000)),
                ('key', models.UUIDField(help_text='from the telephone: the same act sent twice is one note')),
                ('alert', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='meldpunt.alert')),
                ('attachment', nabij.kernel.tenancy.rows.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meldpunt.attachment')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='duty_note_key'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('attachment__isnull', False), _connector='OR'), name='duty_note_says_something')],
            },
        ),
        *(TenantKey(f"meldpunt_{table}", column, f"meldpunt_{target}") for table, column, target in WITHIN),
        TenantKey("meldpunt_protocolrun", "protocol_id", "meldpunt_protocol", organisation_column="protocol_organisation_id"),
        *(Policy(f"meldpunt_{table}", Tenancy.SHARED) for table in ("protocol", "protocolstep", "calendarentry")),
        *(Policy(f"meldpunt_{table}", Tenancy.OWNED) for table in ("protocolrun", "calendarfeed")),
        *(Policy(f"meldpunt_{table}", Tenancy.LOG) for table in ("protocolsteplog", "dutynote")),
        DefinerFunction("nabij.duty_protocols(organisation int, owner int)", "jsonb", sql.PROTOCOLS, language="plpgsql"),
        DefinerFunction("nabij.duty_health(at_time timestamptz)", "TABLE (pulse_at timestamptz, oldest_due timestamptz)", sql.HEALTH),
        DefinerFunction(
            "nabij.duty_calendar(hash text)",
            "TABLE (organisation_id int, kind text, account_id uuid, created_at timestamptz)", sql.FEED,
        ),
    ]
