"""Counts PCM16 mono at the protocol's 24 kHz in milliseconds and back."""

SAMPLE_HZ = 24_000
BYTES_PER_MS = SAMPLE_HZ * 2 // 1000


def milliseconds(pcm: bytes | bytearray) -> int:
    return len(pcm) // BYTES_PER_MS


def byte_offset(ms: int) -> int:
    return ms * BYTES_PER_MS
