"""Decides what comes next in a conversation."""

from engine.dialogue.exchange import Reply, Request


def reply(request: Request) -> Reply:
    if not request.understood:
        return Reply(["I did not catch that.", "Could you say it again?"])
    return Reply(["Hello!", "I am the small local engine.", "How can I help you?"])
