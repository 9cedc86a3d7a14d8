"""Servers of the OpenAI kind that this engine asks itself: to think, to hear or to speak."""
