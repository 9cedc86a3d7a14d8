"""The order of server events (protocol.md section 4) as a state machine that only watches."""

from typing import Any

from tests.engine.ordering_output import ResponseOrder

Event = dict[str, Any]


class Ordering:
    def __init__(self) -> None:
        self.begun = False
        self.event_ids: set[str] = set()
        self.items: set[str] = set()
        self.done: set[str] = set()
        self.deleted: set[str] = set()
        self.turn: tuple[str, str] | None = None
        self.committed: str | None = None
        self.transcribed: set[str] = set()
        self.deltas: dict[str, str] = {}
        self.responses: dict[str, ResponseOrder] = {}
        self.audible: str | None = None

    def see(self, event: Event) -> None:
        kind = event["type"]
        assert event["event_id"] not in self.event_ids, "an event id came twice"
        self.event_ids.add(event["event_id"])
        assert self.begun or kind in ("session.created", "error"), f"{kind} before session.created"
        if self.committed and kind != "error":
            assert kind == "conversation.item.added", f"{kind} right after committed"
        name = "on_" + kind.replace(".", "_")
        if kind.startswith("response.") and kind != "response.created":
            self.responses[self.response_id(event)].see(event)
        elif check := getattr(self, name, None):
            check(event)

    def settle(self) -> None:
        assert self.items - self.deleted <= self.done, "an added item was never done"
        assert all(response.over for response in self.responses.values()), "no response.done"
        assert self.audible is None, "output_audio_buffer.stopped never came"
        assert self.committed is None, "a committed item was never added"

    def response_id(self, event: Event) -> str:
        named = event["response"]["id"] if "response" in event else event["response_id"]
        assert named in self.responses, f"{event['type']} of a response never created"
        return str(named)

    def on_session_created(self, event: Event) -> None:
        assert not self.begun, "session.created came twice"
        self.begun = True

    def on_conversation_item_added(self, event: Event) -> None:
        item_id = event["item"]["id"]
        assert item_id not in self.items, f"{item_id} was added twice"
        assert self.committed in (None, item_id), "another item was added than was committed"
        self.committed = None
        self.check_previous(event)
        self.items.add(item_id)

    def on_conversation_item_done(self, event: Event) -> None:
        item_id = event["item"]["id"]
        assert item_id in self.items, f"{item_id} was done before it was added"
        assert item_id not in self.done, f"{item_id} was done twice"
        assert event["item"].get("status") != "in_progress"
        self.check_previous(event)
        self.done.add(item_id)

    def check_previous(self, event: Event) -> None:
        previous = event["previous_item_id"]
        assert previous is None or previous in self.items, f"{previous} was never added"

    def on_conversation_item_deleted(self, event: Event) -> None:
        self.deleted.add(event["item_id"])

    def on_conversation_item_truncated(self, event: Event) -> None:
        assert event["item_id"] in self.items

    def on_input_audio_buffer_speech_started(self, event: Event) -> None:
        assert self.turn is None or self.turn[0] == "stopped", "two turns at once"
        self.turn = ("started", event["item_id"])

    def on_input_audio_buffer_speech_stopped(self, event: Event) -> None:
        assert self.turn == ("started", event["item_id"]), "stopped without started"
        self.turn = ("stopped", event["item_id"])

    def on_input_audio_buffer_timeout_triggered(self, event: Event) -> None:
        assert self.turn is None, "nobody is silent who speaks"
        assert event["audio_start_ms"] <= event["audio_end_ms"]
        self.turn = ("stopped", event["item_id"])

    def on_input_audio_buffer_cleared(self, event: Event) -> None:
        self.turn = None

    def on_input_audio_buffer_committed(self, event: Event) -> None:
        assert self.turn is None or self.turn[1] == event["item_id"], "not the announced item"
        self.turn = None
        self.committed = event["item_id"]
        self.check_previous(event)

    def on_conversation_item_input_audio_transcription_delta(self, event: Event) -> None:
        self.deltas[event["item_id"]] = self.deltas.get(event["item_id"], "") + event["delta"]

    def on_conversation_item_input_audio_transcription_completed(self, event: Event) -> None:
        self.on_conversation_item_input_audio_transcription_failed(event)
        assert self.deltas.get(event["item_id"], "") == event["transcript"]

    def on_conversation_item_input_audio_transcription_failed(self, event: Event) -> None:
        assert event["item_id"] in self.items, "a transcript of an item never added"
        assert event["item_id"] not in self.transcribed, "two transcripts of one item"
        self.transcribed.add(event["item_id"])

    def on_response_created(self, event: Event) -> None:
        made = ResponseOrder(event["response"])
        running = [one for one in self.responses.values() if not one.over and one.in_conversation]
        assert not (made.in_conversation and running), "two responses of one conversation"
        self.responses[made.id] = made

    def on_output_audio_buffer_started(self, event: Event) -> None:
        response = self.responses[self.response_id(event)]
        assert response.has_part, "audible before content_part.added"
        assert self.audible is None, "two responses audible at once"
        self.audible = response.id

    def on_output_audio_buffer_stopped(self, event: Event) -> None:
        assert self.audible == event["response_id"], "stopped what was not started"
        assert self.responses[event["response_id"]].over, "stopped before response.done"
        self.audible = None

    def on_output_audio_buffer_cleared(self, event: Event) -> None:
        assert self.audible in (None, event["response_id"])
        self.audible = None
