"""The small language model for what is said to an assistant: its sentences and how it is built."""

from pathlib import Path

DOMAIN = Path(__file__).parent / "domain.arpa"
