import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nabij.kernel.tenancy.rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy, TenantKey


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0003_guesses'),
        ('tenancy', '0002_policies'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('agent_label', models.CharField(max_length=120)),
                ('service', models.CharField(max_length=80)),
                ('ground', models.CharField(choices=[('oral_desk', 'mondeling, aan de balie'), ('oral_phone', 'mondeling, aan de telefoon'), ('written', 'geschreven volmacht'), ('legal_representative', 'wettelijk vertegenwoordiger'), ('federal_register', 'volmacht uit een register'), ('staff_letter', 'brief van de persoon zelf')], max_length=20)),
                ('proof', models.CharField(blank=True, max_length=200)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='identity_mandate_tenant'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ground__in', ['federal_register', 'legal_representative', 'staff_letter', 'written']), _negated=True), models.Q(('proof', ''), _negated=True), _connector='OR'), name='identity_mandate_proven'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('none_digital', models.BooleanField(default=False)),
                ('address_hidden', models.BooleanField(default=False)),
                ('known_since', models.DateTimeField()),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='identity_party_tenant'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OnBehalfAct',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('actor_label', models.CharField(max_length=120)),
                ('function', models.CharField(blank=True, max_length=40)),
                ('channel', models.CharField(choices=[('desk', 'aan de balie'), ('phone', 'aan de telefoon'), ('home', 'bij de persoon thuis'), ('letter', 'per brief')], max_length=8)),
                ('reason', models.CharField(max_length=200)),
                ('service', models.CharField(max_length=80)),
                ('service_nl', models.CharField(max_length=160)),
                ('subject_key', models.CharField(max_length=160)),
                ('subject_nl', models.CharField(max_length=160)),
                ('promised_on', models.DateField(blank=True, null=True)),
                ('receipt', models.CharField(max_length=10)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mandate', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='identity.mandate')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('principal', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='identity.party')),
            ],
            options={
                "indexes": [
                    models.Index(fields=['organisation', 'principal'], name='identity_on_organis_10d2ce_idx'),
                ],
            },
        ),
        migrations.AddField(
            model_name='mandate',
            name='principal',
            field=nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='identity.party'),
        ),
        migrations.CreateModel(
            name='PartyToken',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('token', models.CharField(max_length=64)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('party', nabij.kernel.tenancy.rows.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='identity.party')),
            ],
            options={
                'abstract': False,
                "constraints": [
                    models.UniqueConstraint(fields=('organisation', 'id'), name='identity_partytoken_tenant'),
                    models.UniqueConstraint(fields=('organisation', 'token', 'party'), name='identity_partytoken_once'),
                ],
            },
        ),
        TenantKey("identity_partytoken", "party_id", "identity_party"),
        TenantKey("identity_mandate", "principal_id", "identity_party"),
        TenantKey("identity_onbehalfact", "principal_id", "identity_party"),
        TenantKey("identity_onbehalfact", "mandate_id", "identity_mandate"),
        Policy("identity_party", Tenancy.SELF),
        Policy("identity_partytoken", Tenancy.OWNED),
        Policy("identity_mandate", Tenancy.OWNED),
        Policy("identity_onbehalfact", Tenancy.LOG),
    ]
