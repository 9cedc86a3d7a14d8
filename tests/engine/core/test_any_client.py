"""Whatever a client does and whenever it does it, the order of events holds."""

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.orders import Speak, Think
from tests.effort import runs
from tests.engine.core.scene import WEBRTC, Scene

IDLE = {"type": "server_vad", "idle_timeout_ms": 5_000}
PATIENT = {"type": "realtime", "audio": {"input": {"transcription": {}, "turn_detection": IDLE}}}
STEPS = 30
RUNS = runs(quick=200, thorough=2_000)


class Anyone:
    """A client, a speaker and a world without plan or manners."""

    def __init__(self, webrtc: bool, pick: Callable[[int], int]) -> None:
        self.scene = Scene(PATIENT, WEBRTC if webrtc else None)
        self.pick = pick
        self.clock_ms = 0
        self.actions = [getattr(self, name) for name in dir(self) if name.startswith("do_")]

    def act(self) -> None:
        self.actions[self.pick(len(self.actions))]()

    def item_id(self) -> str:
        items = self.scene.session.conversation.items
        return items[self.pick(len(items))].id if items else "nobody"

    def client(self, kind: str, **fields: Any) -> None:
        self.scene.client(kind, **fields)

    def do_type(self) -> None:
        self.scene.type_text("hi")

    def do_hear(self) -> None:
        self.clock_ms += 1_000
        self.scene.hear()

    def do_start(self) -> None:
        self.scene.session.listening.speech_started(self.clock_ms)
        self.scene.settle()

    def do_stop(self) -> None:
        self.scene.session.listening.speech_stopped(self.clock_ms)
        self.scene.settle()

    def do_wait_too_long(self) -> None:
        self.scene.session.idling.timed_out()
        self.scene.settle()

    def do_recognise(self) -> None:
        waiting = [i for i in self.scene.session.conversation.items if i.awaits_transcript]
        if waiting:
            self.scene.session.listening.transcript(waiting[0].id, "some words", True)
        self.scene.settle()

    def do_hear_words(self) -> None:
        if item_id := self.scene.session.input.turn_item_id:
            self.scene.session.listening.heard_so_far(item_id, "some")
        self.scene.settle()

    def do_fail_to_recognise(self) -> None:
        waiting = [i for i in self.scene.session.conversation.items if i.awaits_transcript]
        if waiting:
            self.scene.session.listening.transcription_failed(waiting[0].id, "x", "y")
        self.scene.settle()

    def do_respond(self) -> None:
        self.client("response.create")

    def do_respond_beside(self) -> None:
        self.client("response.create", response={"conversation": "none"})

    def do_cancel(self) -> None:
        self.client("response.cancel")

    def do_clear_output(self) -> None:
        self.client("output_audio_buffer.clear")

    def do_clear_input(self) -> None:
        self.client("input_audio_buffer.clear")

    def do_commit(self) -> None:
        self.client("input_audio_buffer.commit")

    def do_delete(self) -> None:
        self.client("conversation.item.delete", item_id=self.item_id())

    def do_retrieve(self) -> None:
        self.client("conversation.item.retrieve", item_id=self.item_id())

    def do_truncate(self) -> None:
        end_ms = self.pick(1_500)
        place = {"item_id": self.item_id(), "content_index": 0, "audio_end_ms": end_ms}
        self.client("conversation.item.truncate", **place)

    def do_update(self) -> None:
        modality = ["audio", "text"][self.pick(2)]
        session = {"type": "realtime", "output_modalities": [modality]}
        self.client("session.update", session=session)

    def do_say(self) -> None:
        if orders := self.scene.ordered(Think):
            self.scene.session.responses.said(orders[-1].response_id, "A clause.")
        self.scene.settle()

    def do_call(self) -> None:
        if orders := self.scene.ordered(Think):
            self.scene.session.responses.called(orders[-1].response_id, "f", "{}")
        self.scene.settle()

    def do_finish_thinking(self) -> None:
        if orders := self.scene.ordered(Think):
            self.scene.session.responses.thought(orders[-1].response_id)
        self.scene.settle()

    def do_speak(self) -> None:
        for order in self.scene.ordered(Speak):
            pcm = bytes(48 * 500)
            self.scene.session.responses.spoken(order.response_id, order.index, pcm)
        self.scene.settle()

    def do_play(self) -> None:
        self.scene.play(self.pick(800))

    def finish(self) -> None:
        """Everybody does what is still expected of them."""
        for order in self.scene.ordered(Think):
            self.scene.session.responses.thought(order.response_id)
        while any(i.awaits_transcript for i in self.scene.session.conversation.items):
            self.do_recognise()
        for order in self.scene.ordered(Think):
            self.scene.session.responses.thought(order.response_id)
        self.do_speak()
        self.scene.play(100_000)


@settings(max_examples=RUNS, deadline=None)
@given(data=st.data(), webrtc=st.booleans())
def test_the_order_holds_whatever_happens(data: st.DataObject, webrtc: bool) -> None:
    anyone = Anyone(webrtc, lambda most: data.draw(st.integers(0, most - 1)))
    for _ in range(STEPS):
        anyone.act()
    anyone.finish()
    anyone.scene.witness.settle()
