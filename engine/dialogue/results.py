"""Says what a tool gave back, whatever shape it has."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from engine.dialogue.sentence import word_set

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")
MARKS = re.compile(r"[*_`#>|]+|\[([^\]]*)\]\([^)]*\)|https?://\S+")
LONGEST_CHARS = 700
MOST_VALUES = 6
SAYING = ("message", "answer", "text", "summary", "content", "output")
WRAPPING = ("result", "data", "value", "results", "items", "response")
FAILING = ("error", "errors", "detail", "reason")
SILENT = word_set("success ok id uuid status code type object created_at updated_at")


def say(outputs: Sequence[str]) -> list[str]:
    """Clauses for all outputs, in their order."""
    return [clause for output in outputs for clause in clauses(_sentence(_read(output)))]


def clauses(text: str) -> list[str]:
    """Sentences short enough that speech can begin with the first one."""
    spoken = " ".join(MARKS.sub(lambda found: found[1] or "", text).split())
    if len(spoken) > LONGEST_CHARS:
        spoken = spoken[:LONGEST_CHARS].rsplit(" ", 1)[0] + ", and so on."
    return [one for one in SENTENCE.split(spoken) if one]


def _read(output: str) -> Any:
    try:
        return json.loads(output)
    except ValueError:
        return output


def _sentence(value: Any) -> str:
    if isinstance(value, Mapping):
        return _failure(value) or _success(value)
    if value is None or value == "" or value is True:
        return "That is done."
    if value is False:
        return "The answer is no."
    if isinstance(value, list):
        return _list(value)
    return _closed(str(value))


def _failure(value: Mapping[str, Any]) -> str | None:
    failed = value.get("success") is False or value.get("ok") is False
    reason = next((value[name] for name in FAILING if value.get(name)), None)
    if not failed and reason is None:
        return None
    if isinstance(reason, Mapping):
        reason = reason.get("message") or reason.get("code")
    why = value.get("message") or reason
    return f"That did not work. {_closed(_plain(why))}" if why else "That did not work."


def _success(value: Mapping[str, Any]) -> str:
    for name in SAYING:
        if isinstance(value.get(name), str) and value[name].strip():
            return _closed(value[name])
    for name in WRAPPING:
        if value.get(name) not in (None, ""):
            return _sentence(value[name])
    told = {k: v for k, v in value.items() if k not in SILENT and v not in (None, "", [], {})}
    if not told:
        return "That is done."
    facts = [f"the {_title(k)} is {_plain(v)}" for k, v in list(told.items())[:MOST_VALUES]]
    return _capital(_joined(facts)) + "."


def _list(values: list[Any]) -> str:
    if not values:
        return "There is nothing there."
    shown = [_plain(value) for value in values[:MOST_VALUES]]
    more = len(values) - len(shown)
    shown += [f"{more} more"] if more else []
    verb = "is one" if len(values) == 1 else f"are {len(values)}"
    return f"There {verb}: {_joined(shown)}."


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        named = next((value[n] for n in ("title", "name", *SAYING) if value.get(n)), None)
        pairs = (f"{_title(k)} {_plain(v)}" for k, v in value.items() if k not in SILENT)
        return str(named) if named is not None else ", ".join(pairs)
    if isinstance(value, list):
        return _joined([_plain(one) for one in value[:MOST_VALUES]]) or "nothing"
    return str(value).strip()


def _title(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return re.sub(r"[_\s-]+", " ", spaced).strip().lower()


def _joined(parts: list[str]) -> str:
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _closed(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else text + "."
