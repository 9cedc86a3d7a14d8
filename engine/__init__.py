"""The embedded server that speaks OpenAI's Realtime protocol without a key."""
