"""`make bench`: the voice loop, measured where a person would feel it: inside a real browser."""
