"""Leaves out what a reasoning model writes between think tags before it answers."""

OPENING, CLOSING = "<think>", "</think>"


class Hidden:
    """Feed it the text in pieces; it gives what is meant for others."""

    def __init__(self) -> None:
        self._held = ""
        self._step = self._begin

    def feed(self, piece: str) -> str:
        self._held += piece
        return self._step()

    def end(self) -> str:
        """The text is over: what was held is a short text, unless it was being thought."""
        return self._held if self._step == self._begin else ""

    def _begin(self) -> str:
        start = self._held.lstrip()
        if not OPENING.startswith(start[: len(OPENING)]):
            return self._go_on()
        if len(start) < len(OPENING):
            return ""
        self._step = self._think
        return self._think()

    def _think(self) -> str:
        _, closed, after = self._held.partition(CLOSING)
        if not closed:
            # Enough to know the closing tag by, should it come in two pieces.
            self._held = self._held[-len(CLOSING) :]
            return ""
        self._held, self._step = after, self._pause
        return self._pause()

    def _pause(self) -> str:
        """Empty lines stand between the thinking and the answer."""
        self._held = self._held.lstrip()
        return self._go_on() if self._held else ""

    def _go_on(self) -> str:
        self._step = self._go_on
        text, self._held = self._held, ""
        return text
