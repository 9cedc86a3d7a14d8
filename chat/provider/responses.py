"""The Responses API: what is asked, and what its stream says (`POST /responses`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from chat.provider.answer_events import AnswerEvent, Asked, Called, Ended, Said
from chat.provider.errors import from_answer, refusal

PATH = "/responses"

Item = dict[str, Any]


def body(asked: Asked) -> dict[str, Any]:
    """Nothing is stored at the provider. Our items' ids are ours: it refuses ids that it did not give."""
    options = {
        "temperature": asked.temperature,
        "max_output_tokens": asked.max_tokens,
        "tools": asked.tools or None,
    }
    return {
        "model": asked.model,
        "instructions": asked.instructions,
        "input": [_item(item) for item in asked.items],
        "stream": True,
        "store": False,
        **{name: value for name, value in options.items() if value is not None},
    }


class Reading:
    """Events of one stream, in order; what is not named here says nothing that we need."""

    def __init__(self) -> None:
        self._is_whole = False

    def hear(self, event: dict[str, Any]) -> Iterator[AnswerEvent]:
        kind = str(event.get("type"))
        self._is_whole |= READERS.get(kind) is _finish
        if read := READERS.get(kind):
            yield from read(event)

    def end(self) -> Iterator[AnswerEvent]:
        """A whole answer says so itself: a stream that ends without has broken off."""
        if not self._is_whole:
            raise refusal("provider_unreachable")
        return iter(())


def _say(event: dict[str, Any]) -> Iterator[AnswerEvent]:
    if text := event.get("delta"):
        yield Said(f"{event.get('item_id')} {event.get('content_index', 0)}", str(text))


def _finish_item(event: dict[str, Any]) -> Iterator[AnswerEvent]:
    item = event.get("item") or {}
    if item.get("type") == "function_call":
        named = (str(item.get(name) or "") for name in ("call_id", "name", "arguments"))
        yield Called(*named)


def _finish(event: dict[str, Any]) -> Iterator[AnswerEvent]:
    response = event.get("response") or {}
    details = response.get("incomplete_details") or {}
    yield Ended(response.get("usage") or {}, str(details.get("reason") or ""))


def _fail(event: dict[str, Any]) -> Iterator[AnswerEvent]:
    """`response.failed` carries its error in the response, `error` on its own."""
    error = (event.get("response") or {}).get("error") or event.get("error") or event
    raise from_answer(0, error.get("code") if isinstance(error, dict) else None)


def _item(item: Item) -> Item:
    if item["type"] != "message":
        return {name: value for name, value in item.items() if name != "id"}
    text = "".join(part["text"] for part in item["content"])
    return {"role": item["role"], "content": text}


READERS: dict[str, Callable[[dict[str, Any]], Iterator[AnswerEvent]]] = {
    "response.output_text.delta": _say,
    "response.refusal.delta": _say,
    "response.output_item.done": _finish_item,
    "response.completed": _finish,
    "response.incomplete": _finish,
    "response.failed": _fail,
    "error": _fail,
}
