"""Says what the engine can do, which depends on the tools of the session."""

import re
from collections.abc import Sequence

from engine.dialogue.results import clauses
from engine.dialogue.toolbox import Candidate

QUESTION = re.compile(
    r"\bwhat (?:else )?(?:can|could|do|are) you (?:able to )?(?:do|know|offer|help)\b(?! about me)|"
    r"\bwhat (?:are|is) (?:your|you) (?:abilities|skills|tools|features|good for|capable of)\b|"
    r"\bwhat (?:tools|can i (?:ask|say|do))\b|\bhow can you help\b|\bwhat you can do\b|"
    r"\bwhat (?:are )?you can\b|^(?:please )?help(?: me)?(?: please)?$|\bwhich tools\b"
)
MOST_TOOLS = 3  # it is said aloud
LONGEST_WORDS = 16
OWN = (
    "I am the small local engine of Parley.",
    "I can chat a little, remember what you tell me in this conversation, tell a story or a joke, "
    "and count.",
)
WITHOUT_TOOLS = "In this session I have no tools."


def describe(candidates: Sequence[Candidate]) -> list[str]:
    """Clauses about itself and then about each tool, in the tool's own words."""
    if not candidates:
        return [*OWN, WITHOUT_TOOLS]
    told = [_tool(candidate) for candidate in candidates[:MOST_TOOLS]]
    more = len(candidates) - len(told)
    return [*OWN, "I also have tools.", *told, *([f"And {more} more."] if more else [])]


def suggest(candidates: Sequence[Candidate], turn: int) -> str:
    """One thing that is worth trying."""
    own = ("Ask me what I can do.", "You could say: tell me a story.", "Tell me your name.")
    tools = [f"I have a tool for this: {_purpose(candidate)}." for candidate in candidates]
    ideas = [tip for pair in zip(own, tools, strict=False) for tip in pair] or list(own)
    return ideas[turn % len(ideas)]


def _tool(candidate: Candidate) -> str:
    title = candidate.title.capitalize()
    return f"{title}: {_purpose(candidate)}." if candidate.description else f"{title}."


def _purpose(candidate: Candidate) -> str:
    first = (clauses(candidate.description) or [candidate.title])[0]
    words = first.rstrip(".!").split()
    if len(words) > LONGEST_WORDS:
        words = words[:LONGEST_WORDS]
    return (words[0][:1].lower() + words[0][1:] + " " + " ".join(words[1:])).strip()
