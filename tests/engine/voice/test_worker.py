"""A worker process: it ends with its parent, however that one ends."""

import os
import select
import subprocess
import sys
from io import BytesIO

from engine.voice import frames, worker
from engine.voice.certain_words import CertainWords
from engine.voice.decoding import Decoding
from engine.voice.worker_process import ROOT
from tests.engine.voice.sound import chunks, spoken

LONG = "what time is it in tokyo"

PARENT = """
import asyncio
from engine.voice.recognition import RecogniserPool

async def main():
    pool = RecogniserPool(2)
    await pool.start()
    print(*pool.pids, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


def started_parent() -> tuple["subprocess.Popen[str]", list[int]]:
    command = [sys.executable, "-c", PARENT]
    parent = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    return parent, [int(pid) for pid in parent.stdout.readline().split()]


def ended(pidfd: int) -> bool:
    return bool(select.select([pidfd], [], [], 20)[0])


def test_no_worker_outlives_a_parent_that_was_killed() -> None:
    parent, workers = started_parent()
    assert len(workers) == 2
    watched = [os.pidfd_open(pid) for pid in workers]
    parent.kill()
    parent.communicate()
    assert all(ended(pidfd) for pidfd in watched)
    for pidfd in watched:
        os.close(pidfd)


def test_it_drops_audio_of_an_utterance_that_is_over() -> None:
    said = spoken("stop")
    source = BytesIO(
        frames.pack(frames.OPEN, 1)
        + frames.pack(frames.ABANDON, 1)
        + frames.pack(frames.AUDIO, 1, spoken("what is my name"))
        + frames.pack(frames.FINISH, 1)
        + frames.pack(frames.OPEN, 2)
        + frames.pack(frames.AUDIO, 2, said)
        + frames.pack(frames.FINISH, 2)
    )
    sink = BytesIO()
    worker.serve(source, sink, Decoding())
    answers = [frames.load(line) for line in sink.getvalue().splitlines()]
    (heard,) = [answer for answer in answers if answer.final]
    assert {answer.utterance for answer in answers} == {2}
    assert (heard.utterance, heard.text) == (2, "stop")


def test_it_tells_what_both_models_agree_on_while_the_words_come() -> None:
    pieces = [frames.pack(frames.AUDIO, 1, piece) for piece in chunks(spoken(LONG), 3_200)]
    source = BytesIO(
        b"".join([frames.pack(frames.OPEN, 1), *pieces, frames.pack(frames.FINISH, 1)])
    )
    sink = BytesIO()
    worker.serve(source, sink, Decoding())
    *so_far, heard = [frames.load(line) for line in sink.getvalue().splitlines()]
    certain = CertainWords(())
    for each in so_far:
        certain.update(each.text)
    assert [each.final for each in so_far] == [False] * len(so_far)
    assert certain.words[:1] == ["what"]
    assert certain.completed(heard.text) == heard.text == LONG
