"""Tables of the website: catalogue, places and hours, news, ledger of what stands on disk."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import nabij.kernel.tenancy.rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy, TenantKey
from nabij.modules.website.models import human_way


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('blobs', '0002_policies'),
        ('tenancy', '0002_policies'),
    ]

    operations = [
        migrations.CreateModel(
            name='Concept',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('iri', models.CharField(max_length=300)),
                ('lead', models.CharField(choices=[('flanders', 'Vlaanderen'), ('region', 'de regio'), ('instance', 'een andere gemeente')], default='flanders', max_length=10)),
                ('product_number', models.CharField(blank=True, max_length=20)),
                ('newest_at', models.DateTimeField()),
                ('archived', models.BooleanField(default=False)),
                ('body', models.JSONField(default=dict)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'ordering': ['product_number', 'iri'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='website_concept_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'iri'), name='website_concept_iri'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ConceptSnapshot',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('iri', models.CharField(max_length=300)),
                ('generated_text', models.CharField(max_length=40)),
                ('generated_at', models.DateTimeField()),
                ('archived', models.BooleanField(default=False)),
                ('applied', models.BooleanField()),
                ('body', models.JSONField()),
                ('received_at', models.DateTimeField()),
                ('concept', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='website.concept')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'ordering': ['generated_at'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='website_conceptsnapshot_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'iri'), name='website_snapshot_iri'),
                ],
            },
        ),
        migrations.CreateModel(
            name='NewsItem',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=60)),
                ('kind', models.CharField(choices=[('news', 'nieuws'), ('notice', 'bericht aan de bevolking')], default='news', max_length=6)),
                ('state', models.CharField(choices=[('draft', 'ontwerp'), ('scheduled', 'ingepland'), ('published', 'gepubliceerd'), ('withdrawn', 'ingetrokken')], default='draft', max_length=10)),
                ('title_nl', models.CharField(max_length=120)),
                ('body_nl', models.TextField()),
                ('title_fr', models.CharField(blank=True, max_length=120)),
                ('body_fr', models.TextField(blank=True)),
                ('picture_alt', models.CharField(blank=True, max_length=200)),
                ('picture_alt_fr', models.CharField(blank=True, max_length=200)),
                ('alt_decided', models.BooleanField(default=False)),
                ('publish_at', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('written_by', models.CharField(max_length=120)),
                ('written_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('picture', nabij.kernel.tenancy.rows.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='blobs.blobuse')),
            ],
            options={
                'ordering': ['-published_at', '-written_at'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='website_newsitem_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'slug'), name='website_newsitem_slug'),
                    models.CheckConstraint(condition=models.Q(('picture__isnull', True), ('alt_decided', True), models.Q(('state__in', ['published', 'scheduled']), _negated=True), _connector='OR'), name='website_newsitem_alt_decided'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'scheduled'), _negated=True), ('publish_at__isnull', False), _connector='OR'), name='website_newsitem_when'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=60)),
                ('kind', models.CharField(choices=[('town_hall', 'gemeentehuis'), ('recycling', 'recyclagepark'), ('library', 'bibliotheek'), ('social', 'sociaal huis'), ('other', 'andere plaats')], max_length=10)),
                ('name', models.CharField(max_length=120)),
                ('address', models.CharField(max_length=200)),
                ('step_free', models.BooleanField(blank=True, null=True)),
                ('accessible_toilet', models.BooleanField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('invented', models.BooleanField(default=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='website_place_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'slug'), name='website_place_slug'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OpeningRule',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('weekday', models.PositiveSmallIntegerField()),
                ('minutes', django.contrib.postgres.fields.ranges.IntegerRangeField()),
                ('access', models.CharField(choices=[('walk_in', 'walk_in'), ('by_appointment', 'by_appointment'), ('phone', 'phone')], default='walk_in', max_length=14)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('decision_ref', models.CharField(blank=True, max_length=200)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('place', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='website.place')),
            ],
            options={
                'ordering': ['weekday', 'minutes'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='website_openingrule_tenant'),
                    models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='website_openingrule_weekday'),
                    models.CheckConstraint(condition=models.Q(('minutes__endswith__lte', 1440), ('minutes__isempty', False), ('minutes__startswith__gte', 0)), name='website_openingrule_minutes'),
                    django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('place', '='), ('weekday', '='), ('access', '='), ('minutes', '&&'), ('valid', '&&')], name='website_openingrule_no_overlap'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OpeningException',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('days', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('kind', models.CharField(choices=[('holiday', 'holiday'), ('bridge', 'bridge'), ('local', 'local'), ('emergency', 'emergency')], max_length=10)),
                ('intervals', models.JSONField(default=list)),
                ('reason_nl', models.CharField(max_length=200)),
                ('reason_fr', models.CharField(blank=True, max_length=200)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('place', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exceptions', to='website.place')),
            ],
            options={
                'ordering': ['days'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='website_openingexception_tenant'),
                    models.CheckConstraint(condition=models.Q(('days__isempty', False)), name='website_openingexception_dated'),
                    django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('place', '='), ('kind', '='), ('days', '&&')], name='website_openingexception_no_overlap'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('cause', models.CharField(max_length=200)),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None)),
                ('through', models.BigIntegerField(default=0)),
                ('state', models.CharField(choices=[('rendering', 'rendering'), ('swapped', 'swapped'), ('kept_old', 'kept_old')], max_length=10)),
                ('planned', models.PositiveIntegerField()),
                ('rendered', models.PositiveIntegerField(default=0)),
                ('failed', models.PositiveIntegerField(default=0)),
                ('begun_at', models.DateTimeField()),
                ('took_ms', models.PositiveIntegerField(default=0)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'ordering': ['-number'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='website_release_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'number'), name='website_release_number'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PublishedPage',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('path', models.CharField(max_length=300)),
                ('sha256', models.CharField(max_length=64)),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None)),
                ('size', models.PositiveIntegerField()),
                ('rendered_ms', models.PositiveIntegerField()),
                ('trouble', models.CharField(blank=True, max_length=300)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('release', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='website.release')),
            ],
            options={
                'ordering': ['path'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='website_publishedpage_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'path'), name='website_publishedpage_path'),
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=['keys'], name='website_publishedpage_keys'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=60)),
                ('state', models.CharField(choices=[('draft', 'ontwerp'), ('scheduled', 'ingepland'), ('published', 'gepubliceerd'), ('withdrawn', 'ingetrokken')], default='draft', max_length=10)),
                ('days_to_answer', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('featured', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('checked_on', models.DateField(blank=True, null=True)),
                ('concept', nabij.kernel.tenancy.rows.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='website.concept')),
                ('concept_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'ordering': ['slug'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='website_service_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'slug'), name='website_service_slug'),
                    models.UniqueConstraint(fields=('organisation', 'concept'), name='website_service_once'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'scheduled', 'published', 'withdrawn'])), name='website_service_state'),
                    models.CheckConstraint(condition=models.Q(models.Q(('concept__isnull', True), ('concept_organisation__isnull', True)), models.Q(('concept__isnull', False), ('concept_organisation__isnull', False)), _connector='OR'), name='website_service_concept_owner'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Overlay',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('path', models.CharField(max_length=120)),
                ('language', models.CharField(default='nl', max_length=2)),
                ('op', models.CharField(choices=[('replace', 'replace'), ('hide', 'hide'), ('add', 'add'), ('reorder', 'reorder')], max_length=8)),
                ('value', models.TextField(blank=True)),
                ('base', models.TextField(blank=True)),
                ('base_hash', models.CharField(max_length=64)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('set_by', models.CharField(max_length=120)),
                ('set_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('service', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overlays', to='website.service')),
            ],
            options={
                'ordering': ['path'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='website_overlay_tenant'),
                    models.UniqueConstraint(fields=('service', 'path', 'language'), name='website_overlay_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('desk', 'Aan het loket'), ('phone', 'Per telefoon'), ('home', 'Bij u thuis'), ('letter', 'Per brief'), ('email', 'Per e-mail'), ('online', 'Online')], max_length=8)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('url', models.URLField(blank=True, max_length=300)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('place', nabij.kernel.tenancy.rows.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='website.place')),
                ('service', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='channels', to='website.service')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='website_channel_tenant'),
                    models.UniqueConstraint(fields=('service', 'kind', 'place'), name='website_channel_one', nulls_distinct=False),
                ],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('phone', models.CharField(max_length=30)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('person', models.CharField(blank=True, max_length=120)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('place', nabij.kernel.tenancy.rows.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='website.place')),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='website_team_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'name'), name='website_team_name'),
                ],
            },
        ),
        migrations.AddField(
            model_name='service',
            name='team',
            field=nabij.kernel.tenancy.rows.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='website.team'),
        ),
        migrations.CreateModel(
            name='BridgeAnswer',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('closed', models.BooleanField()),
                ('answered_by', models.CharField(max_length=120)),
                ('answered_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'ordering': ['day'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='website_bridgeanswer_tenant'), models.UniqueConstraint(fields=('organisation', 'day'), name='website_bridgeanswer_once')],
            },
        ),
        TenantKey("website_conceptsnapshot", "concept_id", "website_concept"),
        TenantKey("website_service", "concept_id", "website_concept", organisation_column="concept_organisation_id"),
        TenantKey("website_service", "team_id", "website_team"),
        TenantKey("website_overlay", "service_id", "website_service"),
        TenantKey("website_channel", "service_id", "website_service"),
        TenantKey("website_channel", "place_id", "website_place"),
        TenantKey("website_team", "place_id", "website_place"),
        TenantKey("website_openingrule", "place_id", "website_place"),
        TenantKey("website_openingexception", "place_id", "website_place"),
        TenantKey("website_newsitem", "picture_id", "blobs_blobuse"),
        TenantKey("website_publishedpage", "release_id", "website_release"),
        migrations.RunSQL(human_way.GUARD, human_way.REMOVE),
        Policy("website_concept", Tenancy.SHARED),
        Policy("website_conceptsnapshot", Tenancy.SHARED_LOG),
        Policy("website_service", Tenancy.OWNED),
        Policy("website_overlay", Tenancy.OWNED),
        Policy("website_channel", Tenancy.OWNED),
        Policy("website_place", Tenancy.OWNED),
        Policy("website_team", Tenancy.OWNED),
        Policy("website_openingrule", Tenancy.OWNED),
        Policy("website_openingexception", Tenancy.OWNED),
        Policy("website_bridgeanswer", Tenancy.OWNED),
        Policy("website_newsitem", Tenancy.OWNED),
        Policy("website_release", Tenancy.OWNED),
        Policy("website_publishedpage", Tenancy.OWNED),
    ]
