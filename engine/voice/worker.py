"""A recogniser process: frames come in on stdin, lines go out on stdout, end of stdin ends it."""

import signal
import sys
from typing import BinaryIO

from engine.voice import frames
from engine.voice.decoding import Decoding
from engine.voice.frames import Heard

READY = b"ready\n"


def main() -> None:
    # Ctrl-C reaches the whole terminal's group; this process ends when its pipe closes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    decoding = Decoding()
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    serve(sys.stdin.buffer, sys.stdout.buffer, decoding)


def serve(source: BinaryIO, sink: BinaryIO, decoding: Decoding) -> None:
    current = 0
    while frame := frames.read(source):
        kind, utterance, payload = frame
        if kind == frames.OPEN:
            current = utterance
            decoding.open()
        elif utterance != current:
            continue
        elif kind == frames.AUDIO:
            decoding.feed(payload)
            _tell_so_far(sink, decoding, utterance)
        else:
            current = 0
            _answer(sink, decoding, kind, utterance)


def _tell_so_far(sink: BinaryIO, decoding: Decoding, utterance: int) -> None:
    if so_far := decoding.so_far():
        sink.write(frames.dump(Heard(utterance, so_far, 0.0, final=False)))
        sink.flush()


def _answer(sink: BinaryIO, decoding: Decoding, kind: int, utterance: int) -> None:
    if kind == frames.FINISH:
        best = decoding.finish()
        sink.write(frames.dump(Heard(utterance, best.text, best.score)))
        sink.flush()
    decoding.close()


if __name__ == "__main__":
    main()
