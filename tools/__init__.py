"""What the assistant may call: registry, permissions, running, and the built-in tools."""
