"""The utterances of one live session on their way to their words."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from engine.faculties import Recognisers, Recognition
from engine.voice.recognition import RecognitionUnavailable
from engine.voice.resample import resample

HEARD_HZ, RECOGNISED_HZ = 24_000, 16_000


class Words(Protocol):
    """What the session is told about an utterance."""

    def heard_so_far(self, item_id: str, text: str) -> None: ...

    def transcript(self, item_id: str, text: str, understood: bool) -> None: ...

    def transcription_failed(self, item_id: str, code: str, message: str) -> None: ...


class Recognising:
    def __init__(self, recognisers: Recognisers, words: Words, after: Callable[[], None]) -> None:
        self._recognisers = recognisers
        self._words = words
        self._after = after
        # None stands for an utterance that nobody could take.
        self._open: dict[str, Recognition | None] = {}
        self._finishing: dict[str, asyncio.Task[None]] = {}

    def open(self, item_id: str, pcm_16k: bytes, hints: Sequence[str]) -> None:
        """Begin with what was already heard of it."""
        try:
            self._open[item_id] = self._recognisers.open(hints)
        except RecognitionUnavailable:
            self._open[item_id] = None
        self._feed(item_id, pcm_16k)

    def feed(self, pcm_16k: bytes) -> None:
        for item_id in self._open:
            self._feed(item_id, pcm_16k)
            self._tell_certain(item_id)

    def close(self, item_id: str) -> None:
        """The turn is complete; its words or its failure will be told."""
        recognition = self._open.pop(item_id, None)
        task = asyncio.create_task(self._finish(item_id, recognition))
        self._finishing[item_id] = task
        task.add_done_callback(lambda _: self._finishing.pop(item_id, None))

    def whole(self, item_id: str, pcm_24k: bytes, hints: Sequence[str]) -> None:
        self.open(item_id, resample(pcm_24k, HEARD_HZ, RECOGNISED_HZ), hints)
        self.close(item_id)

    def drop(self, item_id: str) -> None:
        if recognition := self._open.pop(item_id, None):
            recognition.abandon()

    async def end(self) -> None:
        for item_id in list(self._open):
            self.drop(item_id)
        tasks = list(self._finishing.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _feed(self, item_id: str, pcm_16k: bytes) -> None:
        if recognition := self._open.get(item_id):
            recognition.feed(pcm_16k)

    def _tell_certain(self, item_id: str) -> None:
        recognition = self._open[item_id]
        if recognition and recognition.certain:
            self._words.heard_so_far(item_id, recognition.certain)
            self._after()

    async def _finish(self, item_id: str, recognition: Recognition | None) -> None:
        try:
            if recognition is None:
                raise RecognitionUnavailable("too many people are speaking at once")
            heard = await recognition.finish()
            self._words.transcript(item_id, heard.text, heard.understood)
        except RecognitionUnavailable as error:
            message = f"The speech could not be recognised: {error}."
            self._words.transcription_failed(item_id, "recognition_unavailable", message)
        self._after()
