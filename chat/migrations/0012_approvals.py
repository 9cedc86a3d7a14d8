"""What a person is asked before a tool runs; slow tools, their progress, and what they export."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

STATES = [
    ("queued", "Queued"),
    ("running", "Running"),
    ("waiting", "Waiting"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("denied", "Denied"),
    ("expired", "Expired"),
    ("cancelled", "Cancelled"),
]
DECISIONS = [
    ("once", "Once"),
    ("conversation", "Conversation"),
    ("denied", "Denied"),
    ("expired", "Expired"),
    ("withdrawn", "Withdrawn"),
]


def own_id() -> models.UUIDField:
    return models.UUIDField(
        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
    )


def user(**how: object) -> models.ForeignKey:
    return models.ForeignKey(to=settings.AUTH_USER_MODEL, **how)


class Migration(migrations.Migration):
    dependencies = [("chat", "0011_dictation")]

    operations = [
        migrations.AddField(
            "toolcall", "announced_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            "toolcall", "is_slow", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField("toolcall", "progress", models.FloatField(blank=True, null=True)),
        migrations.AddField(
            "toolcall",
            "progress_said",
            models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField("toolcall", "started_at", models.DateTimeField(blank=True, null=True)),
        migrations.AlterField(
            "toolcall",
            "state",
            models.CharField(choices=STATES, default="queued", max_length=10),
        ),
        migrations.CreateModel(
            "Approval",
            fields=[
                ("id", own_id()),
                ("arguments_hash", models.CharField(max_length=64)),
                ("decision", models.CharField(blank=True, choices=DECISIONS, max_length=12)),
                ("decided_on", models.CharField(blank=True, max_length=80)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approval",
                        to="chat.toolcall",
                    ),
                ),
                (
                    "decided_by",
                    user(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["decision", "expires_at"], name="chat_approv_decisio_f0d4a2_idx"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            "ToolGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tool", models.CharField(max_length=128)),
                ("granted_at", models.DateTimeField(auto_now_add=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tool_grants",
                        to="chat.conversation",
                    ),
                ),
                ("granted_by", user(on_delete=django.db.models.deletion.CASCADE)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("conversation", "tool"),
                        name="one_standing_grant_a_tool",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            "Export",
            fields=[
                ("id", own_id()),
                ("conversations", models.PositiveIntegerField()),
                ("size", models.PositiveBigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(db_index=True)),
                (
                    "owner",
                    user(on_delete=django.db.models.deletion.CASCADE, related_name="exports"),
                ),
            ],
        ),
    ]
