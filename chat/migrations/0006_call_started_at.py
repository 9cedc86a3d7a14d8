import django.utils.timezone
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def each_session_was_a_call(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    sessions = apps.get_model("chat", "RealtimeSession").objects.all()
    sessions.update(call_started_at=models.F("started_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0005_assistant'),
    ]

    operations = [
        migrations.AddField(
            model_name='realtimesession',
            name='call_started_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.RunPython(each_session_was_a_call, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='realtimesession',
            name='end_reason',
            field=models.CharField(blank=True, choices=[('ended', 'Ended'), ('left', 'Left'), ('failed', 'Failed'), ('lost', 'Lost'), ('taken_over', 'Taken Over'), ('renewed', 'Renewed'), ('logged_out', 'Logged Out'), ('limit', 'Limit'), ('idle', 'Idle'), ('stopped', 'Stopped'), ('deleted', 'Deleted'), ('altered', 'Altered')], max_length=12),
        ),
    ]
