import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0012_approvals"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="mode",
            field=models.CharField(
                choices=[("live", "Live"), ("classic", "Classic")],
                db_default="live",
                default="live",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="classic_voice",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="preference",
            name="mode",
            field=models.CharField(
                choices=[("live", "Live"), ("classic", "Classic")],
                db_default="live",
                default="live",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="temperature",
            field=models.FloatField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(2),
                ],
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="text_model",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            model_name="realtimesession",
            name="problem",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AlterField(
            model_name="realtimesession",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ended", "Ended"),
                    ("left", "Left"),
                    ("failed", "Failed"),
                    ("lost", "Lost"),
                    ("taken_over", "Taken Over"),
                    ("renewed", "Renewed"),
                    ("logged_out", "Logged Out"),
                    ("limit", "Limit"),
                    ("idle", "Idle"),
                    ("stopped", "Stopped"),
                    ("deleted", "Deleted"),
                    ("suspended", "Suspended"),
                    ("altered", "Altered"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="realtimesession",
            name="transport",
            field=models.CharField(
                choices=[("webrtc", "Webrtc"), ("classic", "Classic"), ("dictation", "Dictation")],
                default="webrtc",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="realtimesession",
            index=models.Index(
                condition=models.Q(("end_reason", "suspended")),
                fields=["ended_at"],
                name="answers_suspended",
            ),
        ),
    ]
