"""Why nothing could be had from outside."""


class Unreachable(Exception):
    """`code` is stable, `message` one sentence that the assistant can pass on."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def forbidden() -> Unreachable:
    """One answer for every address that may not be reached: it must tell nobody what is there."""
    return Unreachable("forbidden_address", "That address may not be reached from here.")
