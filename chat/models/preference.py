"""What a person likes: voice, model, how turns are found, how the page looks."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from chat.models.conversation import Mode


class Preference(models.Model):
    """An empty text means "as Parley chooses"."""

    class Turns(models.TextChoices):
        SERVER_VAD = "server_vad", "When I pause"
        SEMANTIC_VAD = "semantic_vad", "When my thought is complete"

    class Eagerness(models.TextChoices):
        AUTO = "auto", "Automatic"
        LOW = "low", "Patient"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "Eager"

    class Noise(models.TextChoices):
        NEAR = "near_field", "Headset"
        FAR = "far_field", "Room"
        OFF = "off", "Off"

    class Effort(models.TextChoices):
        MINIMAL = "minimal", "Minimal"
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"
        XHIGH = "xhigh", "Highest"

    class TalkKey(models.TextChoices):
        SPACE = "Space", "Space"
        F4 = "F4", "F4"

    class Transport(models.TextChoices):
        AUTOMATIC = "automatic", "Automatic"
        WEBRTC = "webrtc", "WebRTC"
        SOCKET = "socket", "Through the server"

    class Theme(models.TextChoices):
        SYSTEM = "system", "System"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True)
    mode = models.CharField(
        max_length=7, choices=Mode.choices, default=Mode.LIVE, db_default=Mode.LIVE
    )
    voice = models.CharField(max_length=64, blank=True)
    classic_voice = models.CharField(max_length=64, blank=True, default="", db_default="")
    model = models.CharField(max_length=100, blank=True)
    text_model = models.CharField(max_length=100, blank=True, default="", db_default="")
    temperature = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(2)]
    )
    transcription_model = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=8, blank=True)
    turns = models.CharField(max_length=12, choices=Turns.choices, default=Turns.SERVER_VAD)
    push_to_talk = models.BooleanField(default=False)
    talk_key = models.CharField(max_length=5, choices=TalkKey.choices, default=TalkKey.SPACE)
    threshold = models.FloatField(
        default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    prefix_padding_ms = models.PositiveSmallIntegerField(
        default=300, validators=[MaxValueValidator(2_000)]
    )
    silence_ms = models.PositiveSmallIntegerField(
        default=500, validators=[MinValueValidator(200), MaxValueValidator(2_000)]
    )
    eagerness = models.CharField(max_length=6, choices=Eagerness.choices, default=Eagerness.AUTO)
    noise = models.CharField(max_length=10, choices=Noise.choices, default=Noise.NEAR)
    speed = models.FloatField(
        default=1.0, validators=[MinValueValidator(0.25), MaxValueValidator(1.5)]
    )
    max_output_tokens = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(4_096)]
    )
    effort = models.CharField(max_length=8, choices=Effort.choices, default=Effort.LOW)
    read_aloud = models.BooleanField(default=False)
    reading_speed = models.FloatField(
        default=1.0, validators=[MinValueValidator(0.5), MaxValueValidator(2)]
    )
    speech_model = models.CharField(max_length=100, blank=True)
    send_recordings = models.BooleanField(default=False)
    keep_recordings = models.BooleanField(default=False)
    transport = models.CharField(
        max_length=9,
        choices=Transport.choices,
        default=Transport.AUTOMATIC,
        db_default=Transport.AUTOMATIC,
    )
    theme = models.CharField(max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    show_tool_calls = models.BooleanField(default=True)
    show_annotations = models.BooleanField(default=False)
    single_keys = models.BooleanField(default=True)
    dictation = models.BooleanField(default=True, db_default=True)
    dictation_language = models.CharField(max_length=8, blank=True, default="", db_default="")
    dictation_model = models.CharField(max_length=100, blank=True, default="", db_default="")
    dictation_silence_ms = models.PositiveSmallIntegerField(
        default=300,
        db_default=300,
        validators=[MinValueValidator(200), MaxValueValidator(2_000)],
    )
    # By language: {"en": {"send": "send message", "purge": "clear message"}}; "" switches one off.
    dictation_phrases = models.JSONField(default=dict, db_default={}, blank=True)

    def __str__(self) -> str:
        return f"preferences of {self.user}"
