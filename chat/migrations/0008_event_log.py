import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0007_devices_and_goodbyes'),
    ]

    operations = [
        migrations.CreateModel(
            name='EventLogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ear', models.CharField(choices=[('browser', 'Browser'), ('server', 'Server'), ('checkpoint', 'Checkpoint')], max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('after_sequence', models.PositiveIntegerField()),
                ('is_open', models.BooleanField()),
                ('is_attached', models.BooleanField()),
                ('packed', models.BinaryField()),
                ('total', models.PositiveIntegerField()),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_log', to='chat.realtimesession')),
            ],
            options={
                'indexes': [models.Index(fields=['session', 'id'], name='chat_eventl_session_d78953_idx')],
            },
        ),
    ]
