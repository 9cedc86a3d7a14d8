"""What the tool leaves."""

from django.db import models


class Mark(models.Model):
    text = models.TextField()
