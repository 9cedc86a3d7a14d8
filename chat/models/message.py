"""One row of a conversation: what was said, written or called."""

from __future__ import annotations

import uuid

from django.db import models
from uuid_utils.compat import uuid7

from chat import markup

CHARACTERS_HEARD_A_SECOND = 15

CALL = "tool_call"  # as `ToolCall.message` names it here


class MessageQuerySet(models.QuerySet["Message"]):
    def changed_after(self, revision: int) -> MessageQuerySet:
        return self.filter(revision__gt=revision).order_by("revision")

    def in_order(self) -> MessageQuerySet:
        return self.order_by("sequence")


class Message(models.Model):
    class Role(models.TextChoices):
        USER = "user"
        ASSISTANT = "assistant"
        TOOL = "tool"
        SYSTEM = "system"
        UNKNOWN = "unknown"  # a predecessor that was named before it was heard

    class Kind(models.TextChoices):
        TEXT = "text"
        VOICE = "voice"
        TOOL = "tool"

    class Status(models.TextChoices):
        LIVE = "live"
        FINAL = "final"
        INTERRUPTED = "interrupted"
        FAILED = "failed"
        UNHEARD = "unheard"
        DELETED = "deleted"

    class CapturedBy(models.TextChoices):
        BROWSER = "browser"
        SERVER = "server"
        IMPORTED = "imported"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey("chat.Conversation", models.CASCADE, related_name="messages")
    session = models.ForeignKey("chat.RealtimeSession", models.SET_NULL, null=True, blank=True)
    sequence = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    role = models.CharField(max_length=10, choices=Role.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TEXT)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.LIVE)
    content = models.TextField(blank=True)
    heard_ms = models.PositiveIntegerField(null=True, blank=True)
    heard = models.TextField(blank=True)
    # How long its sound is, where the person kept it (Recording).
    recording_ms = models.PositiveIntegerField(null=True, blank=True)
    item_id = models.CharField(max_length=128, null=True, blank=True)  # noqa: DJ001 - unique when known
    client_id = models.UUIDField(null=True, blank=True)
    captured_by = models.CharField(max_length=10, choices=CapturedBy.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", name], name=f"message_{name}_once")
            for name in ("sequence", "item_id", "client_id")
        ]
        indexes = [models.Index(fields=["conversation", "revision"])]

    def __str__(self) -> str:
        return f"{self.role} {self.sequence}"

    @property
    def own_item_id(self) -> str:
        """The id under which this row is replayed to a provider."""
        return self.id.hex

    @property
    def html(self) -> str:
        return markup.render(self.content)

    @property
    def heard_html(self) -> str:
        return markup.render(self.heard)

    @property
    def as_heard(self) -> str:
        """What was played of it; all of it where the playing was not measured (a call that broke off)."""
        return self.content if self.heard_ms is None else self.heard

    @property
    def unheard_text(self) -> str:
        return self.content[len(self.heard) :].strip() if self.is_cut else ""

    @property
    def words_unheard(self) -> int:
        return len(self.unheard_text.split())

    @property
    def is_cut(self) -> bool:
        return self.heard_ms is not None and len(self.heard) < len(self.content)

    @property
    def is_claim(self) -> bool:
        """A browser says so: the server has not heard it."""
        return self.captured_by == self.CapturedBy.BROWSER

    @property
    def is_blank(self) -> bool:
        """It has only begun: nobody has said yet what is in it."""
        return self.status == self.Status.LIVE and not self.content and self.heard_ms is None

    @property
    def is_call_known(self) -> bool:
        """Whether to look at its `tool_call` takes no query."""
        return CALL in self._state.fields_cache

    def has_no_call(self) -> None:
        """It is new."""
        self._state.fields_cache[CALL] = None

    @classmethod
    def first_status(cls, role: str, kind: str, content: str) -> str:
        is_typed = role == cls.Role.USER and kind == cls.Kind.TEXT and content
        return cls.Status.FINAL if is_typed else cls.Status.LIVE

    def begin(self, role: str, kind: str, content: str = "") -> None:
        """What the item is; whatever was there before is forgotten."""
        is_same_call = self.role == role == self.Role.TOOL
        if not is_same_call or self.status == self.Status.DELETED:  # else its tool says how it ends
            self.status = self.first_status(role, kind, content)
        self.role, self.kind, self.content = role, kind, content
        self.heard, self.heard_ms = "", None

    def write(self, text: str) -> None:
        if text:
            self.content = text
            self.derive_heard()

    def cut_at(self, heard_ms: int) -> None:
        """Note what was really played; the words are derived from the time, so they are "about"."""
        self.heard_ms = heard_ms
        self.status = self.Status.INTERRUPTED
        self.derive_heard()

    def derive_heard(self) -> None:
        if self.heard_ms is None:
            return
        end = self.heard_ms * CHARACTERS_HEARD_A_SECOND // 1000
        whole = end >= len(self.content)
        self.heard = self.content if whole else self.content[:end].rpartition(" ")[0]

    def settle(self) -> None:
        """Its call is over. What nobody heard is nobody's: a tab that comes back late may still say it."""
        self.status = self.Status.INTERRUPTED if self.content else self.Status.UNHEARD
        if not self.content:
            self.captured_by = self.CapturedBy.BROWSER

    def empty(self) -> None:
        """Deleting leaves a tombstone, so that sequence and order stay."""
        self.status = self.Status.DELETED
        self.content = self.heard = ""
        self.recording_ms = None


def own_id(item_id: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=item_id) if len(item_id) == 32 else None
    except ValueError:
        return None
