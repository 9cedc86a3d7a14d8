"""The built-in tools, one a file: a file in this folder is all that a new tool needs."""
