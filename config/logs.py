"""Keep keys, tokens and forged lines out of every log."""

import logging
import re
import textwrap

from django.conf import settings

SECRET = re.compile(
    r"\b(ek_|sk-)[\w-]+|(?i:bearer\s+)\S+|(?i:sessionid|csrftoken)['\"]?\s*[=:]\s*[^;\s,}]+"
)
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
CONTROL_BUT_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class Redact(logging.Filter):
    """Rewrites a record's message: secrets become [secret], control characters a space."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = CONTROL.sub(" ", redacted(_message(record))), None
        if record.exc_info:
            record.exc_text = _block(logging.Formatter().formatException(record.exc_info))
        if record.stack_info:
            record.stack_info = _block(record.stack_info)
        return True


def redacted(text: str) -> str:
    key: str = settings.OPENAI_API_KEY
    return SECRET.sub("[secret]", text.replace(key, "[secret]") if key else text)


def _message(record: logging.LogRecord) -> str:
    """A call with the wrong arguments is a fault of ours, but must not stop the work it tells of."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} (with arguments that do not fit it)"


def _block(text: str) -> str:
    """Several lines, indented: what an error quotes can then not pass for a line of the log."""
    return textwrap.indent(CONTROL_BUT_LINES.sub(" ", redacted(text)), "  ", lambda line: True)
