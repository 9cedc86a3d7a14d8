"""Tools of remote MCP servers: what they are, how they are called, and which are offered."""
