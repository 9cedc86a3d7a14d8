"""Everything that knows the provider: OpenAI's Realtime API, or a server that speaks it."""
