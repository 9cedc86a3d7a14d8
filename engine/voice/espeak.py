"""espeak-ng by ctypes, from the espeakng-loader package: the voice that is always there."""

import ctypes
import threading

import espeakng_loader

SYNCHRONOUS = 2
CHARS_UTF8 = 1
RATE, VOLUME, PITCH, RANGE = 1, 2, 3, 4
POSITION_CHARACTER = 1
SLOWEST_WPM, FASTEST_WPM = 80, 450

_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Espeak:
    """One per process: the library keeps its voice and parameters in globals."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self.sample_hz: int = self._library.espeak_Initialize(SYNCHRONOUS, 0, data, 0)
        if self.sample_hz <= 0:
            raise OSError("espeak-ng could not be initialised")
        self._chunks: list[bytes] = []
        self._callback = _CALLBACK(self._collect)  # must outlive every synthesis
        self._library.espeak_SetSynthCallback(self._callback)
        self._lock = threading.Lock()

    def say(self, text: str, variant: str, pitch: int, words_per_minute: int) -> bytes:
        with self._lock:
            self._chunks = []
            self._choose(variant, pitch, words_per_minute)
            spoken = text.replace("\0", " ").encode() + b"\0"
            size = ctypes.c_size_t(len(spoken))
            self._library.espeak_Synth(
                spoken, size, 0, POSITION_CHARACTER, 0, CHARS_UTF8, None, None
            )
            return b"".join(self._chunks)

    def _choose(self, variant: str, pitch: int, words_per_minute: int) -> None:
        if self._library.espeak_SetVoiceByName(variant.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {variant}")
        rate = min(max(words_per_minute, SLOWEST_WPM), FASTEST_WPM)
        for parameter, value in ((RATE, rate), (PITCH, pitch), (RANGE, 50), (VOLUME, 100)):
            self._library.espeak_SetParameter(parameter, value, 0)

    def _collect(self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, _: object) -> int:
        if samples and count > 0:
            self._chunks.append(ctypes.string_at(samples, count * 2))
        return 0
