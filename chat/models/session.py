"""One connection to the provider, by any transport."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

UNSEEN_LIMIT = timedelta(seconds=30)
# A call that is taken over: how long its first device has for its last words.
GOODBYE_WITHIN = timedelta(seconds=2)
# A tab that beats every 10 s, or had its socket until a moment ago, can still say goodbye.
BEATS_EVERY = timedelta(seconds=12)


class RealtimeSessionQuerySet(models.QuerySet["RealtimeSession"]):
    def open(self) -> RealtimeSessionQuerySet:
        """Calls that are on; dictations are not among them."""
        return self.filter(ended_at=None).exclude(transport=RealtimeSession.Transport.DICTATION)

    def dictating(self) -> RealtimeSessionQuerySet:
        return self.filter(ended_at=None, transport=RealtimeSession.Transport.DICTATION)

    def calls(self) -> RealtimeSessionQuerySet:
        """Of these the lines that a browser holds with the provider."""
        return self.exclude(transport=RealtimeSession.Transport.CLASSIC)

    def answers(self) -> RealtimeSessionQuerySet:
        """Of these the classic answers."""
        return self.filter(transport=RealtimeSession.Transport.CLASSIC)

    def abandoned(self) -> RealtimeSessionQuerySet:
        """Classic answers that no web process writes any more."""
        return self.open().answers().filter(attached_until__lte=timezone.now())

    def suspended(self) -> RealtimeSessionQuerySet:
        """Classic answers that go on when their tools have finished."""
        return self.filter(end_reason=RealtimeSession.EndReason.SUSPENDED)

    def spoken(self) -> RealtimeSessionQuerySet:
        """Not the lines on which what is written gets its answers: they are nobody's call."""
        return self.filter(output=RealtimeSession.Output.AUDIO)

    def stale(self) -> RealtimeSessionQuerySet:
        return self.open().filter(last_seen_at__lt=timezone.now() - UNSEEN_LIMIT)

    def attached(self) -> RealtimeSessionQuerySet:
        """Calls that a web process hears by a sideband now."""
        return self.open().filter(attached_until__gt=timezone.now())

    def adoptable(self) -> RealtimeSessionQuerySet:
        """Calls that the server could hear by a sideband, and that no process hears."""
        nobody = models.Q(attached_until=None) | models.Q(attached_until__lte=timezone.now())
        return self.open().exclude(call_id=None).filter(nobody)

    def to_hang_up(self) -> RealtimeSessionQuerySet:
        """Ended calls whose provider has not been told yet."""
        return self.exclude(ended_at=None).exclude(call_id=None).filter(hung_up_at=None)

    def parting(self) -> RealtimeSessionQuerySet:
        """Taken over a moment ago by another device: the first one may still say its last words."""
        return self.just_taken_over().filter(parted_at=None)

    def just_taken_over(self) -> RealtimeSessionQuerySet:
        taken_over = self.filter(end_reason=RealtimeSession.EndReason.TAKEN_OVER)
        return taken_over.filter(ended_at__gt=timezone.now() - GOODBYE_WITHIN)


class RealtimeSession(models.Model):
    class Transport(models.TextChoices):
        WEBRTC = "webrtc"
        SOCKET = "socket"  # sound and events go through the server (docs/audio-relay.md)
        CLASSIC = "classic"  # one answer, written by the server from a text endpoint
        DICTATION = "dictation"  # its words go into the text field, never to the assistant

    class Setup(models.TextChoices):
        TOKEN = "token"  # noqa: S105 - the browser posts its offer itself, with an ephemeral one
        SERVER = "server"  # the server posts it, and keeps the call's id, or connects itself

    class State(models.TextChoices):
        STARTING = "starting"
        LIVE = "live"
        ENDED = "ended"

    class Output(models.TextChoices):
        AUDIO = "audio"
        TEXT = "text"

    class EndReason(models.TextChoices):
        ENDED = "ended"
        LEFT = "left"
        FAILED = "failed"
        LOST = "lost"
        TAKEN_OVER = "taken_over"
        RENEWED = "renewed"  # the call goes on in a fresh session
        LOGGED_OUT = "logged_out"
        LIMIT = "limit"  # it lasted as long as a call may
        IDLE = "idle"  # nobody spoke for too long
        STOPPED = "stopped"  # an administrator stopped all calls, or this person's
        DELETED = "deleted"  # its conversation was deleted
        SUSPENDED = "suspended"  # a classic answer: it goes on when its tools have finished
        ALTERED = "altered"  # the browser changed the session's settings again and again

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey("chat.Conversation", models.CASCADE, related_name="sessions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sessions")
    client_id = models.UUIDField()
    device = models.UUIDField()
    device_name = models.CharField(max_length=60, blank=True)  # in words, for people
    continues = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="continued_by"
    )
    login = models.CharField(max_length=64, blank=True)
    transport = models.CharField(max_length=10, choices=Transport.choices, default=Transport.WEBRTC)
    setup = models.CharField(max_length=10, choices=Setup.choices, default=Setup.TOKEN)
    output = models.CharField(max_length=5, choices=Output.choices, default=Output.AUDIO)
    model = models.CharField(max_length=100)
    voice = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STARTING)
    provider_session_id = models.CharField(max_length=128, blank=True)
    call_id = models.CharField(max_length=128, null=True, blank=True, unique=True)
    attached_by = models.CharField(max_length=32, blank=True)  # the web process with the sideband
    attached_until = models.DateTimeField(null=True, blank=True)  # its lease
    relayed_through = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    call_started_at = models.DateTimeField(default=timezone.now)  # a call's sessions share it
    last_seen_at = models.DateTimeField(default=timezone.now)
    unheld_since = models.DateTimeField(null=True, blank=True)  # its tab's socket is gone
    last_active_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    parted_at = models.DateTimeField(null=True, blank=True)  # its tab said goodbye: all is stored
    hung_up_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=EndReason.choices, blank=True)
    # Why a classic answer failed: a code of `chat/provider/errors.py`.
    problem = models.CharField(max_length=40, blank=True, default="", db_default="")
    usage = models.JSONField(default=dict, db_default={}, blank=True)  # of a dictation, summed up

    objects = RealtimeSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "client_id"], name="one_start_a_click"),
            models.UniqueConstraint(
                fields=["conversation"],
                condition=models.Q(ended_at=None) & ~models.Q(transport="dictation"),
                name="one_open_call_a_conversation",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "started_at"]),
            models.Index(fields=["ended_at", "last_seen_at"]),
            models.Index(
                fields=["ended_at"],
                condition=models.Q(end_reason="suspended"),
                name="answers_suspended",
            ),
            models.Index(
                fields=["ended_at"],
                condition=models.Q(hung_up_at=None) & ~models.Q(call_id=None),
                name="calls_to_hang_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transport} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_classic(self) -> bool:
        return self.transport == self.Transport.CLASSIC

    @property
    def is_relayed(self) -> bool:
        """It lives in the web process that carries its sound, and has no id at the provider."""
        return self.transport == self.Transport.SOCKET

    @property
    def is_attached(self) -> bool:
        """The server hears this call itself; then tools and answers are the server's alone."""
        until = self.attached_until
        return self.is_open and until is not None and until > timezone.now()

    @property
    def is_out_of_sight(self) -> bool:
        """No tab has it any more: its device crashed, or is without a network."""
        now = timezone.now()
        if self.unheld_since and now - self.unheld_since > GOODBYE_WITHIN:
            return True
        return now - self.last_seen_at > BEATS_EVERY

    @property
    def is_fenced(self) -> bool:
        """Taken over: what it said is stored, what it wants done is not."""
        return self.end_reason == self.EndReason.TAKEN_OVER

    def end(self, reason: str) -> None:
        self.state = self.State.ENDED
        self.end_reason = reason
        self.ended_at = timezone.now()

    def reopen(self) -> None:
        """A call that was thought lost goes on: its tab was only away from us."""
        self.state = self.State.LIVE
        self.end_reason = ""
        self.ended_at = None
