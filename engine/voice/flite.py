"""flite by ctypes, where the system has its libraries: clearer voices than espeak-ng's."""

import ctypes
import threading
import unicodedata

BASES = ("slt", "rms", "awb")


class _Wave(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    ]


class _Voice(ctypes.Structure):
    # Only the head of cst_voice; the rest is never touched from here.
    _fields_ = [("name", ctypes.c_char_p), ("features", ctypes.c_void_p)]


class Flite:
    """Raises OSError where libflite or one of its voices is not installed."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL("libflite.so.1")
        self._library.flite_init()
        self._library.flite_text_to_wave.restype = ctypes.POINTER(_Wave)
        self._library.flite_text_to_wave.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
        self._library.flite_feat_set_float.argtypes = [
            ctypes.c_void_p,
            ctypes.c_char_p,
            ctypes.c_float,
        ]
        self._voices = {base: _register(base) for base in BASES}
        self._lock = threading.Lock()

    def say(self, text: str, base: str, stretch: float) -> tuple[bytes, int]:
        """16-bit mono PCM and its sample rate; a stretch of 2 speaks half as fast."""
        voice = self._voices[base]
        with self._lock:
            features = ctypes.cast(voice, ctypes.POINTER(_Voice)).contents.features
            self._library.flite_feat_set_float(features, b"duration_stretch", stretch)
            wave = self._library.flite_text_to_wave(_ascii(text), voice)
            if not wave:
                raise RuntimeError("flite made no sound")
            try:
                size = wave.contents.num_samples * 2
                return ctypes.string_at(wave.contents.samples, size), wave.contents.sample_rate
            finally:
                self._library.delete_wave(wave)


def _register(base: str) -> int:
    library = ctypes.CDLL(f"libflite_cmu_us_{base}.so.1")
    register = getattr(library, f"register_cmu_us_{base}")
    register.restype = ctypes.c_void_p
    register.argtypes = [ctypes.c_char_p]
    voice: int = register(None)
    return voice


def _ascii(text: str) -> bytes:
    # flite reads bytes: an accent would be spelled out as two unknown letters.
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'").replace("\0", " "))
    return plain.encode("ascii", "ignore")
