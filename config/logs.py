"""Keep keys, tokens and forged lines out of every log."""

import logging
import re

SECRET = re.compile(r"\b(ek_|sk-)[\w-]+|(?i:bearer\s+)\S+|(?i:sessionid=)[^;\s]+")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class Redact(logging.Filter):
    """Rewrites a record's message: secrets become [secret], control characters a space."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = CONTROL.sub(" ", redacted(record.getMessage())), None
        if record.exc_info and not record.exc_text:
            record.exc_text = redacted(logging.Formatter().formatException(record.exc_info))
        return True


def redacted(text: str) -> str:
    return SECRET.sub("[secret]", text)
