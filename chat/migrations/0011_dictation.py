"""Dictations are sessions that are no calls, with their usage; what a person likes of them."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0010_recording"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="realtimesession",
            name="one_open_call_a_conversation",
        ),
        migrations.AddField(
            model_name="preference",
            name="dictation",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="preference",
            name="dictation_language",
            field=models.CharField(blank=True, db_default="", default="", max_length=8),
        ),
        migrations.AddField(
            model_name="preference",
            name="dictation_model",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            model_name="preference",
            name="dictation_phrases",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="preference",
            name="dictation_silence_ms",
            field=models.PositiveSmallIntegerField(
                db_default=300,
                default=300,
                validators=[
                    django.core.validators.MinValueValidator(200),
                    django.core.validators.MaxValueValidator(2000),
                ],
            ),
        ),
        migrations.AddField(
            model_name="realtimesession",
            name="usage",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AlterField(
            model_name="realtimesession",
            name="transport",
            field=models.CharField(
                choices=[("webrtc", "Webrtc"), ("dictation", "Dictation")],
                default="webrtc",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="realtimesession",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_at", None),
                    models.Q(("transport", "dictation"), _negated=True),
                ),
                fields=("conversation",),
                name="one_open_call_a_conversation",
            ),
        ),
    ]
