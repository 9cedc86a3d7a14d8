"""Reads a conversation's items: who said what, what was called, and what still waits."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.dialogue.exchange import Item

TEXT_FIELDS = ("text", "transcript")


@dataclass(frozen=True)
class PastCall:
    """A function call of this conversation, its arguments read back from JSON."""

    name: str
    arguments: dict[str, Any]
    call_id: str


class History:
    """A view of the items, oldest first; anything malformed reads as empty."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items

    def said_by(self, role: str) -> list[str]:
        texts = (text_of(item) for item in self._items if _is_message(item, role))
        return [text for text in texts if text]

    @property
    def last_user_text(self) -> str:
        last = next((item for item in reversed(self._items) if _is_message(item, "user")), None)
        return text_of(last) if last else ""

    @property
    def since_user(self) -> Sequence[Item]:
        """Everything after the last thing that the person said."""
        for index in range(len(self._items) - 1, -1, -1):
            if _is_message(self._items[index], "user"):
                return self._items[index + 1 :]
        return self._items

    @property
    def fresh_outputs(self) -> list[str]:
        """Outputs that arrived since anybody last said anything."""
        outputs: list[str] = []
        for item in reversed(self._items):
            if item.get("type") == "function_call_output":
                outputs.insert(0, str(item.get("output", "")))
            elif _is_message(item, "user") or _is_message(item, "assistant"):
                break
        return outputs

    @property
    def waiting_calls(self) -> list[PastCall]:
        """Calls since the person's last words that have no output yet."""
        since = self.since_user
        answered = {i.get("call_id") for i in since if i.get("type") == "function_call_output"}
        return [call for call in _calls(since) if call.call_id not in answered]

    @property
    def last_call(self) -> PastCall | None:
        calls = list(_calls(self._items))
        return calls[-1] if calls else None

    def before_last_answer(self) -> "tuple[str, History] | None":
        """The assistant's words just before the person's last ones, and all before those words."""
        messages = [i for i, item in enumerate(self._items) if item.get("type") == "message"]
        if len(messages) < 2 or not _is_message(self._items[messages[-1]], "user"):
            return None
        asked = messages[-2]
        if not _is_message(self._items[asked], "assistant"):
            return None
        return text_of(self._items[asked]), History(self._items[:asked])


def text_of(item: Item) -> str:
    """What a message says, typed or transcribed."""
    content = item.get("content")
    if isinstance(content, str):
        return content.strip()
    parts = content if isinstance(content, list | tuple) else []
    found = (part.get(name) for part in parts if isinstance(part, dict) for name in TEXT_FIELDS)
    return " ".join(text.strip() for text in found if isinstance(text, str) and text.strip())


def _is_message(item: Item, role: str) -> bool:
    return item.get("type", "message") == "message" and item.get("role") == role


def _calls(items: Iterable[Item]) -> Iterable[PastCall]:
    for item in items:
        if item.get("type") == "function_call":
            arguments = _read(item.get("arguments"))
            yield PastCall(str(item.get("name", "")), arguments, str(item.get("call_id", "")))


def _read(arguments: object) -> dict[str, Any]:
    try:
        read = json.loads(arguments) if isinstance(arguments, str) else arguments
    except ValueError:
        return {}
    return dict(read) if isinstance(read, dict) else {}
