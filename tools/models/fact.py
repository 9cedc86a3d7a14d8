"""A short fact that a person's assistant was told to remember."""

from __future__ import annotations

from django.conf import settings
from django.db import models

MAX_CHARACTERS = 300
MOST = 200


class Fact(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="facts")
    text = models.CharField(max_length=MAX_CHARACTERS)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [models.UniqueConstraint(fields=["user", "text"], name="a_fact_once")]

    def __str__(self) -> str:
        return self.text
