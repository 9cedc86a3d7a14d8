"""Reads the answer of a chat completions server, streamed or whole, into thoughts; no I/O."""

from collections.abc import Iterator
from typing import Any

import msgspec

from engine.thinking.hidden import Hidden
from engine.thinking.thought import Called, Cut, Said, Spent, Thought
from engine.upstream.server import UpstreamFailed, reason
from engine.upstream.sse import Events, TooLong

CUTS = {"length": "max_output_tokens", "content_filter": "content_filter"}
DONE = b"[DONE]"
LONGEST_ANSWER_CHARS = 400_000


class _Function(msgspec.Struct):
    name: str | None = None
    arguments: str | None = None


class _ToolCall(msgspec.Struct):
    index: int | None = None
    id: str | None = None
    function: _Function = msgspec.field(default_factory=_Function)


class _Delta(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None
    tool_calls: list[_ToolCall] | None = None


class _Choice(msgspec.Struct):
    delta: _Delta | None = None
    message: _Delta | None = None
    finish_reason: str | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Chunk(msgspec.Struct):
    choices: list[_Choice] = msgspec.field(default_factory=list)
    usage: _Usage | None = None
    error: Any = None


class ChatStream:
    """Feed it the body; `whole` is a server that did not stream although it was asked to."""

    def __init__(self, whole: bool = False) -> None:
        self._whole = whole
        self._body = b""
        self._events = Events()
        self._hidden = Hidden()
        self._calls: dict[tuple[int, str], _Function] = {}
        self._finished: str | None = None
        self._characters = 0
        self._has_text = False
        self.is_over = False

    def feed(self, piece: bytes) -> Iterator[Thought]:
        """What was said before something went wrong is given before that is raised."""
        if self._whole:
            self._body += piece
            self._bound(len(piece))
            return
        try:
            events = self._events.feed(piece)
        except TooLong as error:
            raise UpstreamFailed(f"the language model sent {error}") from error
        yield from self._read(events)

    def end(self) -> Iterator[Thought]:
        """The body is over: what is left, the calls last."""
        yield from self._read([self._body] if self._whole else self._events.end())
        if self._finished is None and not self.is_over:
            raise UpstreamFailed("the language model broke off in the middle of its answer")
        yield from self._text(self._hidden.end())
        for call in self._calls.values():
            if call.name:
                yield Called(call.name, call.arguments or "{}")
        if self._finished in CUTS:
            yield Cut(CUTS[self._finished])
        elif not self._calls and not self._has_text:
            raise UpstreamFailed("the language model answered nothing")

    def _read(self, events: list[bytes]) -> Iterator[Thought]:
        for data in events:
            if data.strip() == DONE:
                self.is_over = True
                return
            yield from self._chunk(_decoded(data))

    def _chunk(self, chunk: _Chunk) -> Iterator[Thought]:
        for choice in chunk.choices[:1]:
            delta = choice.delta or choice.message or _Delta()
            for place, call in enumerate(delta.tool_calls or ()):
                self._call(call, place)
            yield from self._text(self._hidden.feed(delta.content or delta.refusal or ""))
            self._finished = choice.finish_reason or self._finished
        if chunk.usage:
            yield Spent(chunk.usage.prompt_tokens, chunk.usage.completion_tokens)

    def _text(self, text: str) -> Iterator[Thought]:
        self._bound(len(text))
        if text:
            self._has_text = True
            yield Said(text)

    def _call(self, call: _ToolCall, place: int) -> None:
        """Some servers number nothing, and some give every call the same number but its own id."""
        index = place if call.index is None else call.index
        known = [key for key in self._calls if key[0] == index]
        key = known[-1] if known else (index, call.id or "")
        if call.id and key[1] and call.id != key[1]:
            key = (index, call.id)
        made = self._calls.setdefault(key, _Function("", ""))
        made.name = made.name or call.function.name
        made.arguments = (made.arguments or "") + (call.function.arguments or "")
        self._bound(len(call.function.arguments or ""))

    def _bound(self, more: int) -> None:
        self._characters += more
        if self._characters > LONGEST_ANSWER_CHARS:
            raise UpstreamFailed("the language model does not stop")


def _decoded(data: bytes) -> _Chunk:
    try:
        chunk = msgspec.json.decode(data, type=_Chunk)
    except (msgspec.DecodeError, RecursionError) as error:
        raise UpstreamFailed(f"the language model sent nonsense: {error}") from error
    if chunk.error:
        raise UpstreamFailed(f"the language model failed: {reason(data)}")
    return chunk
