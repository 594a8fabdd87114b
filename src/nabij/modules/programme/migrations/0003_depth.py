"""Improvement tests, what moves and what stalls, funding calls, ratifications."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import nabij.kernel.tenancy.rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy, TenantKey


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0002_answers'),
        ('tenancy', '0002_policies'),
    ]

    operations = [
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('slug', models.SlugField(max_length=60)),
                ('name', models.CharField(max_length=160)),
                ('last_round_of', models.CharField(blank=True, max_length=160)),
                ('closed', models.BooleanField(default=False)),
                ('origin', models.CharField(blank=True, choices=[('', ''), ('note', 'uit de nota'), ('invented', 'verzonnen standpunt'), ('example', 'voorbeeldcijfer')], default='', max_length=10)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_call_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'slug'), name='programme_call_slug'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CallType',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('code', models.SlugField(max_length=40)),
                ('label', models.CharField(max_length=120)),
                ('ceiling_cents', models.BigIntegerField()),
                ('quote', models.CharField(blank=True, max_length=120)),
                ('call', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='types', to='programme.call')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'ordering': ['-ceiling_cents'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_calltype_tenant'),
                    models.UniqueConstraint(fields=('call', 'code'), name='programme_calltype_code'),
                    models.UniqueConstraint(fields=('organisation', 'id', 'ceiling_cents'), name='programme_calltype_ceiling'),
                    models.CheckConstraint(condition=models.Q(('ceiling_cents__gt', 0)), name='programme_calltype_positive'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('requested_cents', models.BigIntegerField()),
                ('ceiling_cents', models.BigIntegerField()),
                ('state', models.CharField(choices=[('composing', 'in opmaak'), ('submitted', 'ingediend')], default='composing', max_length=12)),
                ('submitted_on', models.DateField(blank=True, null=True)),
                ('row_version', models.PositiveIntegerField(default=1)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('project', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.project')),
                ('call_type', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.calltype')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_application_tenant'),
                    models.CheckConstraint(condition=models.Q(('requested_cents__gt', 0)), name='programme_application_positive'),
                    models.CheckConstraint(condition=models.Q(('requested_cents__lte', models.F('ceiling_cents'))), name='programme_application_ceiling'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'composing'), ('submitted_on__isnull', True)), models.Q(('state', 'submitted'), ('submitted_on__isnull', False)), _connector='OR'), name='programme_application_submitted'),
                ],
            },
        ),
        migrations.CreateModel(
            name='FundingProgramme',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('name', models.CharField(max_length=160)),
                ('funder', models.CharField(blank=True, max_length=160)),
                ('source', models.CharField(max_length=300)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_fundingprogramme_tenant'),
                ],
            },
        ),
        migrations.AddField(
            model_name='call',
            name='programme',
            field=nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='programme.fundingprogramme'),
        ),
        migrations.CreateModel(
            name='Gathering',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('slug', models.SlugField(max_length=80)),
                ('title', models.CharField(max_length=160)),
                ('held', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('present', models.CharField(blank=True, max_length=300)),
                ('quote', models.CharField(blank=True, max_length=120)),
                ('origin', models.CharField(blank=True, choices=[('', ''), ('note', 'uit de nota'), ('invented', 'verzonnen standpunt'), ('example', 'voorbeeldcijfer')], default='', max_length=10)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('project', nabij.kernel.tenancy.rows.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.project')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_gathering_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'slug'), name='programme_gathering_slug'),
                ],
            },
        ),
        migrations.CreateModel(
            name='GatheringOutput',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('kind', models.CharField(choices=[('goal', 'doel'), ('conclusion', 'conclusie'), ('risk', 'risico'), ('mitigation', 'aanpak van het risico'), ('decision', 'beslissing')], max_length=12)),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=400)),
                ('quote', models.CharField(blank=True, max_length=120)),
                ('gathering', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outputs', to='programme.gathering')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'ordering': ['kind', 'number'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_gatheringoutput_tenant'),
                    models.UniqueConstraint(fields=('gathering', 'kind', 'number'), name='programme_gatheringoutput_number'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ImprovementRound',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('opened_on', models.DateField()),
                ('origin', models.CharField(blank=True, choices=[('', ''), ('note', 'uit de nota'), ('invented', 'verzonnen standpunt'), ('example', 'voorbeeldcijfer')], default='', max_length=10)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('project', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.project')),
            ],
            options={
                'ordering': ['-number'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_improvementround_tenant'),
                    models.UniqueConstraint(fields=('project', 'number'), name='programme_improvementround_number'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ImprovementCriterion',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('number', models.PositiveSmallIntegerField()),
                ('question', models.CharField(max_length=200)),
                ('unit', models.CharField(blank=True, max_length=60)),
                ('better', models.CharField(choices=[('higher', 'higher'), ('lower', 'lower')], default='lower', max_length=6)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('round', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='programme.improvementround')),
            ],
            options={
                'ordering': ['number'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_improvementcriterion_tenant'),
                    models.UniqueConstraint(fields=('round', 'number'), name='programme_improvementcriterion_number'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ImprovementTest',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('verdict', models.CharField(choices=[('improvement', 'verbetering'), ('no_improvement', 'geen verbetering'), ('too_early', 'te vroeg om te zeggen'), ('incomplete', 'nog niet volledig')], max_length=16)),
                ('motive', models.CharField(blank=True, max_length=600)),
                ('tested_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('origin', models.CharField(blank=True, choices=[('', ''), ('note', 'uit de nota'), ('invented', 'verzonnen standpunt'), ('example', 'voorbeeldcijfer')], default='', max_length=10)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('project', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='programme.project')),
                ('project_organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('round', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tests', to='programme.improvementround')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_improvementtest_tenant'),
                    models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'no_improvement'), _negated=True), models.Q(('motive', ''), _negated=True), _connector='OR'), name='programme_test_motive'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CriterionResult',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('baseline_kind', models.CharField(choices=[('number', 'een cijfer'), ('text', 'in woorden'), ('does_not_exist', 'dit bestaat nog niet')], max_length=16)),
                ('baseline', models.CharField(blank=True, max_length=120)),
                ('expected', models.CharField(blank=True, max_length=120)),
                ('measured', models.CharField(blank=True, max_length=120)),
                ('evidence', models.CharField(blank=True, max_length=200)),
                ('criterion_organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('criterion', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.improvementcriterion')),
                ('test', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='programme.improvementtest')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_criterionresult_tenant'),
                    models.UniqueConstraint(fields=('test', 'criterion'), name='programme_criterionresult_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('baseline_kind', 'does_not_exist'), _negated=True), ('baseline', ''), _connector='OR'), name='programme_result_baseline'),
                ],
            },
        ),
        migrations.AddField(
            model_name='membership',
            name='test',
            field=nabij.kernel.tenancy.rows.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.improvementtest'),
        ),
        migrations.CreateModel(
            name='ParticipationElsewhere',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('lead_stated', models.CharField(max_length=120)),
                ('lead', models.CharField(max_length=120)),
                ('about', models.CharField(max_length=200)),
                ('role', models.CharField(choices=[('lead', 'penhouder'), ('co_applicant', 'mede-indiener'), ('partner', 'partner'), ('subcontractor', 'onderaannemer')], default='co_applicant', max_length=14)),
                ('stated_on', models.DateField()),
                ('quote', models.CharField(blank=True, max_length=120)),
                ('origin', models.CharField(blank=True, choices=[('', ''), ('note', 'uit de nota'), ('invented', 'verzonnen standpunt'), ('example', 'voorbeeldcijfer')], default='', max_length=10)),
                ('call', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.call')),
                ('call_organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_participationelsewhere_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'call', 'lead', 'about'), name='programme_elsewhere_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ProjectPart',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('cents', models.BigIntegerField()),
                ('origin', models.CharField(blank=True, choices=[('', ''), ('note', 'uit de nota'), ('invented', 'verzonnen standpunt'), ('example', 'voorbeeldcijfer')], default='', max_length=10)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('project', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.project')),
            ],
            options={
                'ordering': ['number'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_projectpart_tenant'),
                    models.UniqueConstraint(fields=('project', 'number'), name='programme_projectpart_number'),
                    models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='programme_projectpart_positive'),
                ],
            },
        ),
        migrations.CreateModel(
            name='QuietPeriod',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('days', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('reason', models.CharField(max_length=120)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_quietperiod_tenant'),
                    django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('organisation', '='), ('days', '&&')], name='programme_quietperiod_apart'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Ratification',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('ratified_on', models.DateField()),
                ('origin', models.CharField(blank=True, choices=[('', ''), ('note', 'uit de nota'), ('invented', 'verzonnen standpunt'), ('example', 'voorbeeldcijfer')], default='', max_length=10)),
                ('decision', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.boarddecision')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('vision', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratifications', to='programme.vision')),
                ('vision_organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_ratification_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'vision'), name='programme_ratification_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('made_at', models.DateTimeField()),
                ('call', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.call')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('project', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.project')),
            ],
            options={
                'ordering': ['made_at'],
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_scenario_tenant'),
                    models.UniqueConstraint(fields=('project', 'call', 'name'), name='programme_scenario_name'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ScenarioPlacement',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('call_type', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.calltype')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('part', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.projectpart')),
                ('scenario', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='programme.scenario')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_scenarioplacement_tenant'),
                    models.UniqueConstraint(fields=('scenario', 'part'), name='programme_placement_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SignalStep',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('step', models.CharField(choices=[('owner', 'de trekker van het project'), ('lead', 'de trekker van de werkgroep'), ('exello', 'Exello'), ('conferentie', 'de agenda van de Conferentie')], max_length=12)),
                ('after_days', models.PositiveSmallIntegerField()),
                ('label', models.CharField(max_length=120)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('project', nabij.kernel.tenancy.rows.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.project')),
                ('told', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_signalstep_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'project', 'step'), name='programme_signalstep_once', nulls_distinct=False),
                ],
            },
        ),
        migrations.CreateModel(
            name='StallSignal',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('quiet_since', models.DateField()),
                ('step', models.CharField(choices=[('owner', 'de trekker van het project'), ('lead', 'de trekker van de werkgroep'), ('exello', 'Exello'), ('conferentie', 'de agenda van de Conferentie')], max_length=12)),
                ('days', models.PositiveSmallIntegerField()),
                ('label', models.CharField(max_length=120)),
                ('raised_on', models.DateField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('project', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.project')),
                ('told', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='programme_stallsignal_tenant'),
                    models.UniqueConstraint(fields=('project', 'quiet_since', 'step'), name='programme_stallsignal_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ApplicationParty',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('role', models.CharField(choices=[('lead', 'penhouder'), ('co_applicant', 'mede-indiener'), ('partner', 'partner'), ('subcontractor', 'onderaannemer')], max_length=14)),
                ('application', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='programme.application')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='programme_applicationparty_tenant'), models.UniqueConstraint(fields=('application', 'party'), name='programme_applicationparty_once'), models.UniqueConstraint(condition=models.Q(('role', 'lead')), fields=('application',), name='programme_applicationparty_one_lead')],
            },
        ),
        migrations.CreateModel(
            name='CallDate',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('kind', models.CharField(choices=[('opens', 'open vanaf'), ('submit', 'indienen tot'), ('decision', 'beslissing van de overheid'), ('start', 'ten laatste gestart'), ('realise', 'uitgevoerd tegen'), ('report', 'eindverslag tegen')], max_length=12)),
                ('days', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, null=True)),
                ('stated_as', models.CharField(max_length=120)),
                ('hard', models.BooleanField(default=False)),
                ('document', models.CharField(blank=True, max_length=200)),
                ('quote', models.CharField(blank=True, max_length=120)),
                ('stated_at', models.DateTimeField()),
                ('origin', models.CharField(blank=True, choices=[('', ''), ('note', 'uit de nota'), ('invented', 'verzonnen standpunt'), ('example', 'voorbeeldcijfer')], default='', max_length=10)),
                ('call', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dates', to='programme.call')),
                ('for_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='programme_calldate_tenant'), models.UniqueConstraint(fields=('call', 'kind', 'for_organisation', 'stated_at'), name='programme_calldate_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='CallRule',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(default='own', max_length=40)),
                ('kind', models.CharField(choices=[('max_amount', 'max_amount'), ('min_amount', 'min_amount'), ('whole_euros', 'whole_euros'), ('max_duration', 'max_duration'), ('realise_by', 'realise_by'), ('start_within', 'start_within'), ('min_members', 'min_members'), ('max_members', 'max_members'), ('allowed_org_kinds', 'allowed_org_kinds'), ('max_leads_per_org', 'max_leads_per_org'), ('theme_in', 'theme_in'), ('requires_document', 'requires_document'), ('requires_blueprint', 'requires_blueprint'), ('requires_signature', 'requires_signature'), ('cofinancing_min_bp', 'cofinancing_min_bp'), ('cost_category_max_bp', 'cost_category_max_bp'), ('region_in', 'region_in'), ('building_blocks_weighed', 'building_blocks_weighed'), ('last_round_of_type', 'last_round_of_type')], max_length=30)),
                ('parameters', models.JSONField(blank=True, default=dict)),
                ('sentence_nl', models.CharField(max_length=300)),
                ('source', models.CharField(max_length=300)),
                ('call', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='programme.call')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='programme_callrule_tenant'), models.UniqueConstraint(fields=('call', 'kind'), name='programme_callrule_kind'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='programme_callrule_source'), models.CheckConstraint(condition=models.Q(('kind__in', ['max_amount', 'min_amount', 'whole_euros', 'max_duration', 'realise_by', 'start_within', 'min_members', 'max_members', 'allowed_org_kinds', 'max_leads_per_org', 'theme_in', 'requires_document', 'requires_blueprint', 'requires_signature', 'cofinancing_min_bp', 'cost_category_max_bp', 'region_in', 'building_blocks_weighed', 'last_round_of_type'])), name='programme_callrule_closed')],
            },
        ),
        TenantKey("programme_improvementround", "project_id", "programme_project"),
        TenantKey("programme_improvementcriterion", "round_id", "programme_improvementround"),
        TenantKey("programme_gathering", "project_id", "programme_project"),
        TenantKey("programme_gatheringoutput", "gathering_id", "programme_gathering"),
        TenantKey("programme_signalstep", "project_id", "programme_project"),
        TenantKey("programme_stallsignal", "project_id", "programme_project"),
        TenantKey("programme_call", "programme_id", "programme_fundingprogramme"),
        TenantKey("programme_calltype", "call_id", "programme_call"),
        TenantKey("programme_calldate", "call_id", "programme_call"),
        TenantKey("programme_callrule", "call_id", "programme_call"),
        TenantKey("programme_application", "project_id", "programme_project"),
        TenantKey("programme_application", "call_type_id", "programme_calltype"),
        TenantKey("programme_applicationparty", "application_id", "programme_application"),
        TenantKey("programme_projectpart", "project_id", "programme_project"),
        TenantKey("programme_scenario", "project_id", "programme_project"),
        TenantKey("programme_scenario", "call_id", "programme_call"),
        TenantKey("programme_scenarioplacement", "scenario_id", "programme_scenario"),
        TenantKey("programme_scenarioplacement", "part_id", "programme_projectpart"),
        TenantKey("programme_scenarioplacement", "call_type_id", "programme_calltype"),
        TenantKey("programme_improvementtest", "project_id", "programme_project", organisation_column="project_organisation_id"),
        TenantKey("programme_improvementtest", "round_id", "programme_improvementround", organisation_column="project_organisation_id"),
        TenantKey("programme_criterionresult", "test_id", "programme_improvementtest"),
        TenantKey("programme_criterionresult", "criterion_id", "programme_improvementcriterion", organisation_column="criterion_organisation_id"),
        TenantKey("programme_membership", "test_id", "programme_improvementtest"),
        TenantKey("programme_ratification", "vision_id", "programme_vision", organisation_column="vision_organisation_id"),
        TenantKey("programme_ratification", "decision_id", "programme_boarddecision"),
        TenantKey("programme_participationelsewhere", "call_id", "programme_call", organisation_column="call_organisation_id"),
        # The ceiling in an application is the ceiling of its type: the check on it cannot be fooled by another number.
        migrations.RunSQL(
            "ALTER TABLE programme_application ADD CONSTRAINT programme_application_ceiling_of_type "
            "FOREIGN KEY (organisation_id, call_type_id, ceiling_cents) "
            "REFERENCES programme_calltype (organisation_id, id, ceiling_cents) DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE programme_application DROP CONSTRAINT programme_application_ceiling_of_type",
        ),
        Policy("programme_application", Tenancy.SHARED),
        Policy("programme_applicationparty", Tenancy.SHARED),
        Policy("programme_call", Tenancy.SHARED),
        Policy("programme_calltype", Tenancy.SHARED),
        Policy("programme_callrule", Tenancy.SHARED),
        Policy("programme_fundingprogramme", Tenancy.SHARED),
        Policy("programme_projectpart", Tenancy.SHARED),
        Policy("programme_quietperiod", Tenancy.SHARED),
        Policy("programme_scenario", Tenancy.SHARED),
        Policy("programme_scenarioplacement", Tenancy.SHARED),
        Policy("programme_signalstep", Tenancy.SHARED),
        Policy("programme_calldate", Tenancy.SHARED_LOG),
        Policy("programme_criterionresult", Tenancy.SHARED_LOG),
        Policy("programme_gathering", Tenancy.SHARED_LOG),
        Policy("programme_gatheringoutput", Tenancy.SHARED_LOG),
        Policy("programme_improvementcriterion", Tenancy.SHARED_LOG),
        Policy("programme_improvementround", Tenancy.SHARED_LOG),
        Policy("programme_improvementtest", Tenancy.SHARED_LOG),
        Policy("programme_participationelsewhere", Tenancy.SHARED_LOG),
        Policy("programme_ratification", Tenancy.SHARED_LOG),
        Policy("programme_stallsignal", Tenancy.SHARED_LOG),
    ]
