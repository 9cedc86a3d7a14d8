"""Who read whose conversation, and when: written before the content is sent, never changed."""

from django.conf import settings
from django.db import models


class AccessRecord(models.Model):
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="access_records"
    )
    conversation = models.ForeignKey(
        "chat.Conversation", models.CASCADE, related_name="access_records"
    )
    read_at = models.DateTimeField(auto_now_add=True)
    through_sequence = models.PositiveIntegerField()

    class Meta:
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return f"{self.reader} read {self.conversation_id}"
