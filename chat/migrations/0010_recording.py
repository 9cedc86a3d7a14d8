import django.core.validators
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0009_talking'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='recording_ms',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='preference',
            name='keep_recordings',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='preference',
            name='read_aloud',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='preference',
            name='reading_speed',
            field=models.FloatField(default=1.0, validators=[django.core.validators.MinValueValidator(0.5), django.core.validators.MaxValueValidator(2)]),
        ),
        migrations.AddField(
            model_name='preference',
            name='send_recordings',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='preference',
            name='speech_model',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('client_id', models.UUIDField()),
                ('container', models.CharField(choices=[('webm', 'Webm'), ('mp4', 'Mp4')], max_length=4)),
                ('milliseconds', models.PositiveIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('transcript', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recordings', to='chat.conversation')),
                ('message', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='chat.message')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('conversation', 'client_id'), name='recording_client_id_once')],
            },
        ),
    ]
