"""What a thinker gives, piece by piece, and what it may fail with."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

from engine.dialogue import Request


@dataclass(frozen=True)
class Said:
    """A piece of the answer's text, exactly as it follows the one before."""

    text: str


@dataclass(frozen=True)
class Called:
    """One function call, its arguments as JSON."""

    name: str
    arguments: str


@dataclass(frozen=True)
class Cut:
    """The answer ends before its end: `max_output_tokens` or `content_filter`."""

    reason: str


@dataclass(frozen=True)
class Spent:
    """Tokens, where the thinker counts them itself."""

    input: int
    output: int


class ThinkingFailed(Exception):
    """No answer, or no more of it. The text is for whoever runs the engine."""

    # What the person who waits is told; it says nothing about the machinery.
    apology = "I am sorry, I cannot think right now."


Thought = Said | Called | Cut | Spent
Thoughts = AsyncGenerator[Thought, None]
# Close the stream (`aclosing`) to end the thinking at once.
Thinker = Callable[[Request], Thoughts]
