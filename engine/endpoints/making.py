"""Gathers the thoughts of one answer, and counts what they cost."""

from dataclasses import dataclass, field

import msgspec

from engine.core.usage import text_tokens
from engine.dialogue import Request
from engine.dialogue.exchange import Item
from engine.dialogue.history import text_of
from engine.thinking.thought import Called, Cut, Said, Spent, Thought


@dataclass
class Making:
    request: Request
    text: str = ""
    calls: list[Called] = field(default_factory=list)
    cut: str | None = None
    _spent: Spent | None = None

    def take(self, thought: Thought) -> None:
        if isinstance(thought, Said):
            self.text += thought.text
        elif isinstance(thought, Called):
            self.calls.append(thought)
        elif isinstance(thought, Cut):
            self.cut = thought.reason
        else:
            self._spent = thought

    def spent(self) -> Spent:
        """As the thinker counted it, or an estimate."""
        if self._spent:
            return self._spent
        tools = msgspec.json.encode(self.request.tools).decode()
        given = self.request.instructions + tools + "".join(map(_words, self.request.items))
        made = self.text + "".join(call.name + call.arguments for call in self.calls)
        return Spent(text_tokens(given), text_tokens(made))


def _words(item: Item) -> str:
    """Everything in it that costs text tokens; images are not counted."""
    named = ("name", "arguments", "output")
    return text_of(item) + "".join(str(item.get(name) or "") for name in named)
