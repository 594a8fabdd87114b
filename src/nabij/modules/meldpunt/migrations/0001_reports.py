import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import nabij.kernel.tenancy.rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import DefinerFunction, Policy, TenantKey
from nabij.modules.meldpunt.models import state_guard

#: A code leads to the organisation that owns the report, and to nothing else: the answer is one number or none.
REPORT_OWNER = " SELECT r.organisation_id FROM meldpunt_report r WHERE r.code = $1 "
#: Where the reporting point is on, is public: routing asks it for the neighbours too.
TAKES_REPORTS = """
  SELECT last.organisation_id FROM (
    SELECT DISTINCT ON (e.organisation_id) e.organisation_id, e.state FROM modules_enablement e
    WHERE e.module = 'meldpunt' AND e.effective <= $1
    ORDER BY e.organisation_id, e.effective DESC, e.recorded_at DESC, e.id DESC
  ) last WHERE last.state = 'on'
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('blobs', '__first__'),
        ('tenancy', '__first__'),
        ('modules', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('service_code', models.SlugField(max_length=40)),
                ('group', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('text', models.CharField(blank=True, max_length=300)),
                ('keywords', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('default_urgency', models.CharField(choices=[('low', 'laag'), ('normal', 'gewoon'), ('high', 'hoog'), ('acute', 'acuut')], default='normal', max_length=6)),
                ('visibility', models.CharField(choices=[('public', 'openbaar'), ('place_only', 'alleen de plaats'), ('private', 'niet openbaar')], default='public', max_length=10)),
                ('answer_days', models.PositiveSmallIntegerField(default=5, help_text='working days until the promised answer')),
                ('sequence', models.PositiveSmallIntegerField()),
                ('active', models.BooleanField(default=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'ordering': ['sequence'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='meldpunt_category_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'service_code'), name='category_code'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LexiconTerm',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('term', models.CharField(max_length=60)),
                ('language', models.CharField(choices=[('nl', 'Nederlands'), ('fr', 'Frans')], max_length=2)),
                ('danger_class', models.CharField(choices=[('life', 'life'), ('fire', 'fire'), ('gas', 'gas'), ('electricity', 'electricity'), ('water', 'water'), ('road', 'road'), ('violence', 'violence'), ('person_in_need', 'person_in_need')], max_length=16)),
                ('needs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('not_with', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='meldpunt_lexiconterm_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'language', 'term'), name='lexicon_term_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Redirect',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('trigger', models.CharField(help_text='danger class or service code', max_length=40)),
                ('party', models.CharField(max_length=80)),
                ('phone', models.CharField(max_length=30)),
                ('text_nl', models.CharField(max_length=300)),
                ('text_fr', models.CharField(blank=True, max_length=300)),
                ('url', models.URLField(blank=True)),
                ('source', models.CharField(max_length=200)),
                ('checked_on', models.DateField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='meldpunt_redirect_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'trigger', 'phone'), name='redirect_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=9, unique=True)),
                ('row_version', models.PositiveIntegerField(default=1)),
                ('text', models.TextField()),
                ('place_text', models.CharField(blank=True, max_length=300)),
                ('latitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('longitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('accuracy_m', models.PositiveIntegerField(null=True)),
                ('place_method', models.CharField(choices=[('gps', 'eigen plaats'), ('photo', 'plaats uit de foto'), ('map', 'kaart'), ('words', 'in woorden'), ('none', 'geen')], default='words', max_length=6)),
                ('basis', models.CharField(blank=True, max_length=20)),
                ('routing', models.CharField(max_length=12)),
                ('routing_because', models.CharField(max_length=300)),
                ('urgency', models.CharField(choices=[('low', 'laag'), ('normal', 'gewoon'), ('high', 'hoog'), ('acute', 'acuut')], max_length=6)),
                ('urgency_because', models.CharField(max_length=200)),
                ('danger_classes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), default=list, size=None)),
                ('danger_answer', models.CharField(blank=True, max_length=3)),
                ('state', models.CharField(choices=[('quarantined', 'in nazicht'), ('received', 'gemeld'), ('accepted', 'aanvaard'), ('in_progress', 'in uitvoering'), ('planned', 'ingepland'), ('waiting_reporter', 'vraag aan melder'), ('at_third_party', 'bij een andere dienst'), ('reopened', 'heropend'), ('resolved', 'opgelost'), ('not_resolved', 'niet opgelost'), ('referred', 'doorverwezen'), ('duplicate', 'dubbel'), ('cancelled', 'ingetrokken'), ('reopen_requested', 'heropening gevraagd')], default='received', max_length=16)),
                ('channel', models.CharField(choices=[('web', 'website'), ('phone', 'telefoon'), ('desk', 'balie'), ('api', 'koppeling')], max_length=5)),
                ('entered_by', models.CharField(blank=True, max_length=120)),
                ('reported_at', models.DateTimeField()),
                ('answer_by', models.DateField()),
                ('planned_on', models.DateField(null=True)),
                ('party', models.CharField(blank=True, max_length=120)),
                ('closed_at', models.DateTimeField(null=True)),
                ('form_key', models.CharField(max_length=64, null=True)),
                ('came_through', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('category', nabij.kernel.tenancy.rows.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meldpunt.category')),
                ('category_organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('lies_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='meldpunt_report_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'form_key'), name='report_sent_once'),
                    models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 4000), name='report_text_length'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['quarantined', 'received', 'accepted', 'in_progress', 'planned', 'waiting_reporter', 'at_third_party', 'reopened', 'resolved', 'not_resolved', 'referred', 'duplicate', 'cancelled', 'reopen_requested'])), name='report_state_known'),
                    models.CheckConstraint(condition=models.Q(('urgency__in', ['low', 'normal', 'high', 'acute'])), name='report_urgency_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['resolved', 'not_resolved', 'referred', 'duplicate', 'cancelled'])), models.Q(models.Q(('state__in', ['resolved', 'not_resolved', 'referred', 'duplicate', 'cancelled']), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='report_closed_has_moment'),
                    models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='report_point_whole'),
                    models.CheckConstraint(condition=models.Q(models.Q(('place_text', ''), _negated=True), ('latitude__isnull', False), _connector='OR'), name='report_has_place'),
                ],
                "indexes": [
                    models.Index(fields=['organisation', 'state', '-reported_at'], name='report_list'),
                    models.Index(fields=['organisation', '-reported_at'], name='report_newest'),
                    models.Index(fields=['organisation', 'latitude', 'longitude'], name='report_place'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('filename', models.CharField(max_length=200)),
                ('public', models.BooleanField(default=False)),
                ('added_at', models.DateTimeField()),
                ('blob_use', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='blobs.blobuse')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('report', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='meldpunt.report')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='meldpunt_attachment_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'blob_use'), name='attachment_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReporterContact',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.BinaryField(default=bytes)),
                ('phone', models.BinaryField(default=bytes)),
                ('email', models.BinaryField(default=bytes)),
                ('phone_index', models.CharField(blank=True, db_index=True, max_length=64)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('report', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='meldpunt.report')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='meldpunt_reportercontact_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'report'), name='reporter_contact_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StatusChange',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('from_state', models.CharField(blank=True, max_length=16)),
                ('to_state', models.CharField(choices=[('quarantined', 'in nazicht'), ('received', 'gemeld'), ('accepted', 'aanvaard'), ('in_progress', 'in uitvoering'), ('planned', 'ingepland'), ('waiting_reporter', 'vraag aan melder'), ('at_third_party', 'bij een andere dienst'), ('reopened', 'heropend'), ('resolved', 'opgelost'), ('not_resolved', 'niet opgelost'), ('referred', 'doorverwezen'), ('duplicate', 'dubbel'), ('cancelled', 'ingetrokken'), ('reopen_requested', 'heropening gevraagd')], max_length=16)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('public_text', models.CharField(blank=True, max_length=2000)),
                ('internal_note', models.CharField(blank=True, max_length=2000)),
                ('who', models.CharField(max_length=16)),
                ('actor_label', models.CharField(max_length=120)),
                ('actor_function', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('report', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='meldpunt.report')),
            ],
            options={
                "indexes": [
                    models.Index(fields=['organisation', 'report', 'id'], name='status_change_of_report'),
                ],
            },
        ),
        TenantKey("meldpunt_report", "category_id", "meldpunt_category", organisation_column="category_organisation_id"),
        TenantKey("meldpunt_reportercontact", "report_id", "meldpunt_report"),
        TenantKey("meldpunt_statuschange", "report_id", "meldpunt_report"),
        TenantKey("meldpunt_attachment", "report_id", "meldpunt_report"),
        TenantKey("meldpunt_attachment", "blob_use_id", "blobs_blobuse"),
        migrations.RunSQL(state_guard.step_function() + state_guard.GUARDS, state_guard.REMOVE),
        DefinerFunction("nabij.report_owner(wanted text)", "int", REPORT_OWNER),
        DefinerFunction("nabij.meldpunt_organisations(on_day date)", "SETOF int", TAKES_REPORTS),
        Policy("meldpunt_category", Tenancy.SHARED),
        Policy("meldpunt_redirect", Tenancy.SHARED),
        Policy("meldpunt_lexiconterm", Tenancy.SHARED),
        Policy("meldpunt_report", Tenancy.OWNED),
        Policy("meldpunt_reportercontact", Tenancy.OWNED),
        Policy("meldpunt_statuschange", Tenancy.LOG),
        Policy("meldpunt_attachment", Tenancy.OWNED),
    ]
