"""The small local thinker: from a conversation and its tools to the next thing said or called."""

from engine.dialogue.answer import reply
from engine.dialogue.exchange import Call, Reply, Request

__all__ = ["Call", "Reply", "Request", "reply"]
