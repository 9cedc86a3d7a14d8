"""The shape of a tool."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AbstractBaseUser


class Kind(enum.Enum):
    FAST = "fast"  # runs at once, in the web process
    SLOW = "slow"  # runs in a worker, and may outlive its call
    BROWSER = "browser"  # runs on the page that holds the call


class History(Protocol):
    """What the person has talked about before."""

    def search(self, words: str, most: int) -> Sequence[Mapping[str, Any]]:
        """Conversations of the person with these words, newest first, as plain data."""


class Notices(Protocol):
    """What the person sees at once, wherever they have Parley open."""

    def show(self, level: str, text: str) -> bool:
        """False when they were shown too many lately."""


class Pages(Protocol):
    """What the person has on their pages."""

    def changed(self, collection: str) -> None:
        """Pages that show this collection (`items`, `files`) draw it anew, after commit."""


class Panel(NamedTuple):
    """A page of the application: what it is called, and its own address."""

    title: str
    address: str


class Panels(Protocol):
    """Pages that can be opened in front of the person."""

    def named(self, name: str) -> Panel:
        """One of those that everybody has."""

    def conversations(self, title: str) -> Sequence[Panel]:
        """A few of the person's with these words in their title; one alone where it is meant."""


class Research(Protocol):
    """All that the person and the assistant have said, for a tool that takes its time."""

    def count(self, since: date | None) -> int:
        """Conversations that `read` would give."""

    def read(self, since: date | None) -> Iterator[Mapping[str, Any]]:
        """Conversations, newest first: `title`, `date`, and `said` as (who, text), oldest first."""

    def words_of(self, text: str) -> list[str]:
        """As `has` wants them."""

    def has(self, text: str, words: list[str]) -> bool:
        """One of the words is in it, whatever its case and accents."""


class Archive(Protocol):
    """A file that the person can download, once it is kept."""

    @property
    def conversations(self) -> int: ...

    @property
    def address(self) -> str: ...

    @property
    def hours(self) -> int: ...

    def keep(self) -> None:
        """A result's `effect`."""


class Archives(Protocol):
    def make(self, form: str, progress: Progress) -> Archive:
        """Of every conversation, as `md`, `txt` or `jsonl`. Raises Cancelled."""


class Cancelled(Exception):
    """The person has cancelled the call, or another runner has it: nobody wants the result."""


class Progress(Protocol):
    """How far a slow tool is."""

    def report(self, fraction: float, said: str) -> None:
        """0 to 1, and what it is doing in a few words. Raises Cancelled: let it pass."""


@dataclass(frozen=True)
class ToolContext:
    """For whom a tool runs, and what of the application it may reach: a Protocol for each part.

    `chat/services` implements them, so that no tool imports the chat.
    """

    user: AbstractBaseUser
    history: History
    notices: Notices
    pages: Pages
    panels: Panels
    research: Research
    archives: Archives
    progress: Progress = field(default_factory=lambda: _Unseen())


@dataclass(frozen=True)
class ToolResult:
    """What the model and the person get: a result or an error, and one sentence.

    `effect`: what a slow tool changes in the database, done in the transaction that stores this
    result: once, however often the tool was begun.
    """

    success: bool
    message: str
    result: Any = None
    error: str = ""
    effect: Callable[[], None] | None = None

    def as_output(self) -> dict[str, Any]:
        found: dict[str, Any] = {"success": self.success, "message": self.message}
        return found | ({"result": self.result} if self.success else {"error": self.error})


def failure(error: str, message: str) -> ToolResult:
    """`error` is a stable code, `message` a sentence that the assistant can pass on."""
    return ToolResult(success=False, message=message, error=error)


@dataclass(frozen=True)
class Tool:
    """`parameters` is a JSON Schema (an object); `run` gets arguments that fit it.

    Of a browser tool `run` gives what the page has to do (`{"does": ...}`, docs/tab-socket.md).
    For people: `title` says what it does ("Look up the time"), `explained` what that means for them
    (else the description, which is for the model), `icon` is a name in the sprite.
    `asks_first`: while nobody has decided otherwise; None is when it has effects.
    `acts_outside`: its effects are not rows of this database, so that nobody can tell whether a run
    that broke off has had them: it is never run twice unasked.
    """

    name: str
    description: str
    parameters: Mapping[str, Any]
    run: Callable[[Mapping[str, Any], ToolContext], ToolResult]
    kind: Kind = Kind.FAST
    has_effects: bool = False
    acts_outside: bool = False
    asks_first: bool | None = None
    title: str = ""
    explained: str = ""
    icon: str = "wrench"

    @property
    def changes_rows(self) -> bool:
        """Here and now, while it runs: it does so in the transaction that stores its result."""
        return self.has_effects and not self.acts_outside and self.kind is Kind.FAST

    @cached_property
    def validator(self) -> Draft202012Validator:
        return Draft202012Validator(dict(self.parameters))

    def definition(self) -> dict[str, Any]:
        """As a session's `tools[]` wants it (protocol: section 2.1)."""
        return {
            "type": "function",
            "name": self.name,
            "description": self.description,
            "parameters": dict(self.parameters),
        }


class _Unseen:
    """Progress of a tool that nobody watches."""

    def report(self, fraction: float, said: str) -> None:
        return
