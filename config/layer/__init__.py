"""The channel layer of several web processes."""
