"""Leaves out what a reasoning model writes between think tags before it answers."""

OPENING, CLOSING = "<think>", "</think>"


class Hidden:
    """Feed it the text in pieces; it gives what is meant for others."""

    def __init__(self) -> None:
        self._held = ""
        self._thinks: bool | None = None

    def feed(self, piece: str) -> str:
        if self._thinks is False:
            return piece
        self._held += piece
        start = self._held.lstrip()
        if self._thinks is None and OPENING.startswith(start[: len(OPENING)]):
            if len(start) < len(OPENING):
                return ""
            self._thinks = True
        return self._after() if self._thinks else self._all()

    def end(self) -> str:
        """The text is over: what was held is a short text, unless it was being thought."""
        return "" if self._thinks else self._all()

    def _after(self) -> str:
        _, closed, after = self._held.partition(CLOSING)
        if not closed:
            # Enough to know the closing tag by, should it come in two pieces.
            self._held = OPENING + self._held[-len(CLOSING) :]
            return ""
        self._held = after.lstrip()
        return self._all()

    def _all(self) -> str:
        self._thinks = False
        text, self._held = self._held, ""
        return text
