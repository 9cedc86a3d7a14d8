"""The order of the events within one response: what is opened is filled, then closed."""

from typing import Any

Event = dict[str, Any]
TEXTS = {
    "response.output_text": "text",
    "response.output_audio_transcript": "transcript",
    "response.function_call_arguments": "arguments",
}


class ResponseOrder:
    def __init__(self, created: Event) -> None:
        assert created["status"] == "in_progress"
        assert created["output"] == []
        assert created["usage"] is None
        self.id = str(created["id"])
        self.in_conversation = created["conversation_id"] is not None
        self.over = False
        self.has_part = False
        self.open: list[str] = []
        self.finished: list[Event] = []
        self.text = ""
        self.parts: set[str] = set()

    def see(self, event: Event) -> None:
        assert not self.over, f"{event['type']} after response.done"
        stem, _, tail = event["type"].rpartition(".")
        if stem in TEXTS:
            self.on_text(event, TEXTS[stem], tail)
        elif event["type"] == "response.done":
            self.on_done(event["response"])
        elif event["type"].startswith("response.output_audio."):
            assert self.parts == {event["item_id"]}, "sound outside of an open part"
        else:
            getattr(self, f"on_{stem.removeprefix('response.')}_{tail}")(event)

    def on_output_item_added(self, event: Event) -> None:
        assert self.open == [], "an item was opened within another"
        assert event["output_index"] == len(self.finished)
        assert event["item"]["status"] == "in_progress"
        self.open.append(event["item"]["id"])
        self.text = ""

    def on_content_part_added(self, event: Event) -> None:
        self.check_place(event)
        assert not self.parts, "a part was opened twice"
        self.parts.add(event["item_id"])
        self.has_part = True

    def on_text(self, event: Event, field: str, tail: str) -> None:
        self.check_place(event)
        if tail == "delta":
            self.text += event["delta"]
        else:
            assert event[field] == self.text, "the done is not the sum of its deltas"

    def on_content_part_done(self, event: Event) -> None:
        self.check_place(event)
        assert self.parts == {event["item_id"]}, "a part was closed that was not open"
        part = event["part"]
        assert part.get("text", part.get("transcript")) == self.text
        self.parts.clear()

    def on_output_item_done(self, event: Event) -> None:
        item = event["item"]
        assert self.open == [item["id"]], "an item was closed that was not open"
        assert not self.parts, "an item was closed before its part"
        assert event["output_index"] == len(self.finished)
        assert item["status"] in ("completed", "incomplete")
        self.open.clear()
        self.finished.append(item)

    def on_done(self, response: Event) -> None:
        assert self.open == [], "response.done with an open item"
        assert response["output"] == self.finished
        assert response["status"] != "in_progress"
        assert response["usage"]["total_tokens"] == (
            response["usage"]["input_tokens"] + response["usage"]["output_tokens"]
        )
        self.over = True

    def check_place(self, event: Event) -> None:
        assert self.open == [event["item_id"]], "an event of an item that is not open"
        assert event["output_index"] == len(self.finished)
