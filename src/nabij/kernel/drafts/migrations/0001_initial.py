import django.db.models.deletion
import nabij.kernel.tenancy.rows
from django.conf import settings
from django.db import migrations, models

from nabij.kernel.tenancy.kinds import Tenancy
from nabij.kernel.tenancy.operations import Policy


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("tenancy", "0002_policies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=nabij.kernel.tenancy.rows.new_id, editable=False, primary_key=True, serialize=False)),
                ('service', models.CharField(max_length=80)),
                ('service_nl', models.CharField(max_length=160)),
                ('code_index', models.CharField(max_length=64)),
                ('factor_index', models.CharField(max_length=64)),
                ('sealed', models.BinaryField()),
                ('state', models.CharField(choices=[('open', 'bewaard'), ('finished', 'afgewerkt'), ('locked', 'gesloten na te veel pogingen')], default='open', max_length=8)),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                ('saved_by', models.CharField(max_length=120)),
                ('saved_at', models.DateTimeField()),
                ('expires', models.DateTimeField()),
                ('resumed_by', models.CharField(blank=True, max_length=120)),
                ('resumed_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.organisation')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organisation', 'id'), name='drafts_draft_tenant'), models.UniqueConstraint(fields=('organisation', 'code_index'), name='drafts_draft_code')],
            },
        ),
        Policy("drafts_draft", Tenancy.SELF),
    ]
