import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nabij.kernel.tenancy.rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy, TenantKey


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0002_policies'),
        ('tenancy', '0002_policies'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LetterBatch',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('printed_by', models.CharField(max_length=120)),
                ('printed_at', models.DateTimeField()),
                ('posted_on', models.DateField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='notices_letterbatch_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'number'), name='notices_letterbatch_number'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('address', models.BinaryField()),
                ('state', models.CharField(choices=[('queued', 'af te drukken'), ('printed', 'afgedrukt'), ('posted', 'op de post'), ('returned', 'teruggekomen')], default='queued', max_length=8)),
                ('made_at', models.DateTimeField()),
                ('returned_on', models.DateField(blank=True, null=True)),
                ('returned_reason', models.CharField(blank=True, max_length=200)),
                ('notice', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='notices.notice')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('batch', nabij.kernel.tenancy.rows.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='notices.letterbatch')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='notices_letter_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'number'), name='notices_letter_number'),
                ],
                "indexes": [
                    models.Index(fields=['organisation', 'state'], name='notices_let_organis_bc1c40_idx'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CallTask',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=6)),
                ('origin', models.CharField(choices=[('request', 'vroeg om een medewerker'), ('notice', 'een bericht kwam niet aan'), ('passed_on', 'doorgegeven door een andere organisatie'), ('returned', 'terug: niemand nam de vraag op'), ('mail', 'een brief kwam terug')], max_length=10)),
                ('sealed', models.BinaryField()),
                ('team', models.CharField(blank=True, max_length=120)),
                ('subject_key', models.CharField(blank=True, max_length=160)),
                ('asked_at', models.DateTimeField()),
                ('due', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'wacht'), ('tried', 'geprobeerd'), ('reached', 'bereikt'), ('letter_sent', 'brief gestuurd'), ('moved_to_colleague', 'doorgegeven'), ('closed_without_contact', 'afgesloten zonder contact')], default='open', max_length=22)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(blank=True, null=True)),
                ('taken_label', models.CharField(blank=True, max_length=120)),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=300)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('came_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('notice', nabij.kernel.tenancy.rows.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='notices.notice')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['organisation', 'state', 'asked_at'], name='notices_cal_organis_0c40cf_idx')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='notices_calltask_tenant'), models.UniqueConstraint(fields=('organisation', 'code'), name='notices_calltask_code')],
            },
        ),
        TenantKey("notices_calltask", "notice_id", "notices_notice"),
        TenantKey("notices_letter", "notice_id", "notices_notice"),
        TenantKey("notices_letter", "batch_id", "notices_letterbatch"),
        Policy("notices_calltask", Tenancy.OWNED),
        Policy("notices_letterbatch", Tenancy.OWNED),
        Policy("notices_letter", Tenancy.OWNED),
    ]
