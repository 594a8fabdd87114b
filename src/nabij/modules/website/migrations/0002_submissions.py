import django.db.models.deletion
from django.db import migrations, models

import nabij.kernel.tenancy.rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy, TenantKey


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0004_parties'),
        ('tenancy', '0002_policies'),
        ('website', '0001_site'),
    ]

    operations = [
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('received', 'ontvangen'), ('in_progress', 'in behandeling'), ('answered', 'beantwoord'), ('withdrawn', 'ingetrokken')], default='received', max_length=11)),
                ('channel', models.CharField(choices=[('web', 'website'), ('phone', 'telefoon'), ('desk', 'balie'), ('home', 'huisbezoek'), ('letter', 'brief')], max_length=6)),
                ('entered_by', models.CharField(blank=True, max_length=120)),
                ('text', models.TextField()),
                ('wish', models.CharField(choices=[('phone', 'Bel mij'), ('letter', 'Stuur een brief'), ('email', 'Stuur een e-mail'), ('visit', 'Ik kom langs')], max_length=6)),
                ('contact', models.BinaryField()),
                ('form_key', models.CharField(blank=True, max_length=64, null=True)),
                ('asked_at', models.DateTimeField()),
                ('answer_by', models.DateField()),
                ('handled_by', models.CharField(blank=True, max_length=120)),
                ('first_answer_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('row_version', models.PositiveIntegerField(default=1)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('party', nabij.kernel.tenancy.rows.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.party')),
                ('service', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='website.service')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['organisation', 'state', 'asked_at'], name='website_sub_organis_b44567_idx')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='website_submission_tenant'), models.UniqueConstraint(fields=('organisation', 'code'), name='website_submission_code'), models.UniqueConstraint(fields=('organisation', 'form_key'), name='website_submission_once')],
            },
        ),
        TenantKey("website_submission", "service_id", "website_service"),
        TenantKey("website_submission", "party_id", "identity_party"),
        Policy("website_submission", Tenancy.OWNED),
    ]
