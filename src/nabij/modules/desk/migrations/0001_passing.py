import django.db.models.deletion
from django.db import migrations, models

import nabij.kernel.tenancy.rows
from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("tenancy", "0002_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name='PassedQuestion',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('team', models.CharField(max_length=120)),
                ('phone', models.CharField(max_length=30)),
                ('sealed', models.BinaryField()),
                ('crosses_ocmw', models.BooleanField()),
                ('agreed', models.BooleanField()),
                ('call_id', models.UUIDField()),
                ('code', models.CharField(max_length=6)),
                ('passed_by', models.CharField(max_length=120)),
                ('passed_at', models.DateTimeField()),
                ('take_by', models.DateTimeField()),
                ('promised_by', models.DateTimeField()),
                ('state', models.CharField(choices=[('passed', 'nog niet opgenomen'), ('taken', 'opgenomen'), ('returned', 'terug bij ons')], default='passed', max_length=8)),
                ('taken_by', models.CharField(blank=True, max_length=120)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['organisation', 'state', 'take_by'], name='desk_passed_organis_987d1f_idx')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='desk_passedquestion_tenant'), models.CheckConstraint(condition=models.Q(('crosses_ocmw', False), ('agreed', True), _connector='OR'), name='desk_passed_ocmw_agreed')],
            },
        ),
        Policy("desk_passedquestion", Tenancy.OWNED),
    ]
