"""What Parley refuses, and how it says so."""


class Refusal(Exception):
    """A request that is not done. `code` is stable, `message` is one plain sentence for the person.

    `retry` says whether trying again can help; `status` is the HTTP answer's.
    """

    def __init__(self, code: str, message: str, *, status: int = 400, retry: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status
        self.retry = retry


class InputRefused(Refusal):
    """Input that never reaches a use case: not JSON, too large, too deep, a bad field."""


def missing() -> Refusal:
    """The same answer for what is another's and what is not there."""
    return Refusal("not_found", "There is no such conversation.", status=404)


def missing_session() -> Refusal:
    """Like `missing`, for a session: a browser gives up what it still holds for it."""
    return Refusal("unknown_session", "There is no such call.", status=404)


# The database is away or busy: the same words whichever way it was asked.
NOT_SAVED = Refusal("not_saved", "That could not be saved just now.", status=503, retry=True)
