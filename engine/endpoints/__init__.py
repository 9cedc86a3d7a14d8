"""The addresses beside Realtime, as the stock SDK expects them: chat, responses, audio, models."""
