"""Decides what comes next in a conversation: something said, or a tool called."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.dialogue import abilities, intent, pleasantries, recitals, recollection, results
from engine.dialogue.exchange import Call, Reply, Request
from engine.dialogue.history import History
from engine.dialogue.sentence import Sentence
from engine.dialogue.toolbox import Candidate, Toolbox

DICTATED = re.compile(
    r"\b(?:say|repeat)(?: exactly| only)?: ?[\"'\u201c]?(.+?)[\"'\u201d]?$", re.I | re.S
)
OWN_NAME = re.compile(r"\b(?:[Yy]our name is|[Yy]ou are(?: called)?) ([A-Z]\w+)\b")
ASKS_OWN_NAME = re.compile(r"\b(?:what is your name|who are you|what are you|your name)\b")
QUOTED_WORDS = 12


@dataclass(frozen=True)
class Turn:
    """A request, read once for every step that looks at it."""

    request: Request
    history: History
    toolbox: Toolbox

    @cached_property
    def sentence(self) -> Sentence:
        return intent.last_sentence(self.history)

    @cached_property
    def earlier(self) -> list[Sentence]:
        return [Sentence.of(text) for text in self.history.said_by("user")[:-1]]

    @cached_property
    def facts(self) -> dict[str, str]:
        notes = [self.request.instructions, *self.history.said_by("system")]
        return recollection.known(self.history, notes)

    @property
    def text(self) -> str:
        return self.history.last_user_text

    @property
    def may_call(self) -> bool:
        return self.request.tool_choice != "none"


def reply(request: Request) -> Reply:
    """What is said or called next; an output that just came in is always spoken first."""
    history = History(request.items)
    if history.fresh_outputs:
        return Reply(results.say(history.fresh_outputs))
    turn = Turn(request, history, Toolbox(request.tools))
    if not request.understood or (turn.text and not turn.sentence.words):
        return Reply(["I did not catch that.", _suggestion(turn)])
    forced = _forced(turn)
    return Reply(calls=[forced]) if forced else _freely(turn)


def _freely(turn: Turn) -> Reply:
    opening = _dictated(turn) or _waiting(turn) or _opening(turn)
    if opening:
        return Reply(opening)
    courtesy = _courtesy(turn)
    if courtesy:
        return Reply(courtesy)
    return _action(turn) or Reply(_talk(turn) or _puzzled(turn))


def _forced(turn: Turn) -> Call | None:
    """What `required` or a named tool asks for, as well as the words allow."""
    choice = turn.request.tool_choice
    candidate: Candidate | None = None
    if isinstance(choice, Mapping):
        candidate = turn.toolbox.named(str(choice.get("name", "")))
    elif choice == "required":
        wish = intent.find(turn.history, turn.toolbox)
        candidate = wish.candidate if wish else turn.toolbox.nearest(turn.sentence)
        if wish and not wish.question:
            return wish.calls[0]
    home = turn.facts.get("home")
    return intent.fill(candidate, turn.sentence, home).forced if candidate else None


def _dictated(turn: Turn) -> list[str] | None:
    """`Say: ...` at the end of the instructions of one response."""
    found = DICTATED.search(turn.request.instructions.strip())
    return results.clauses(found[1]) if found else None


def _waiting(turn: Turn) -> list[str] | None:
    waiting = turn.history.waiting_calls
    if not waiting:
        return None
    title = (turn.toolbox.named(waiting[0].name) or waiting[0]).name.replace("_", " ")
    return [f"One moment: I am waiting for {title}."]


def _opening(turn: Turn) -> list[str] | None:
    if turn.text:
        return None
    begun = turn.history.said_by("assistant")
    return ["Are you still there?"] if begun else ["Hello!", "What can I do for you?"]


def _courtesy(turn: Turn) -> list[str] | None:
    """What comes before any tool: kindness, names, its own abilities, facts already told."""
    small = None if _in_question(turn) else pleasantries.answer(turn.sentence, turn.earlier)
    if small:
        return results.clauses(small)
    if abilities.QUESTION.search(turn.sentence.text):
        return abilities.describe(turn.toolbox.candidates)
    if ASKS_OWN_NAME.search(turn.sentence.text):
        return [f"I am {_own_name(turn)}, and I think with the small local engine."]
    return (
        _introduced(turn)
        or recitals.count(turn.sentence)
        or recollection.recall(turn.text, turn.facts)
        or recollection.quote(turn.sentence.text, turn.history, turn.facts)
    )


def _in_question(turn: Turn) -> bool:
    """Whether `yes` or `fine` may be the answer to a question about a tool's argument."""
    before = turn.history.before_last_answer()
    asked = intent.find(before[1], turn.toolbox) if before and turn.may_call else None
    open_question = asked is not None and asked.question is not None
    return open_question and not pleasantries.is_refusal(turn.sentence)


def _introduced(turn: Turn) -> list[str] | None:
    acknowledged = recollection.acknowledge(turn.text)
    return acknowledged if acknowledged and acknowledged[0].startswith("Nice") else None


def _action(turn: Turn) -> Reply | None:
    wish = intent.find(turn.history, turn.toolbox) if turn.may_call else None
    if wish is None:
        return None
    return Reply([wish.question]) if wish.question else Reply(calls=wish.calls)


def _talk(turn: Turn) -> list[str] | None:
    remark = pleasantries.remark(turn.sentence, turn.earlier)
    return (
        recitals.recite(turn.sentence, turn.earlier)
        or (results.clauses(remark) if remark else None)
        or recollection.acknowledge(turn.text)
        or recollection.admit(turn.text)
    )


def _puzzled(turn: Turn) -> list[str]:
    words = turn.text.split()
    heard = " ".join(words[:QUOTED_WORDS]).rstrip(".?!,") + (
        "..." if len(words) > QUOTED_WORDS else "."
    )
    return [
        f"I heard: {heard}",
        "I am only a small local engine, and I have no answer to that.",
        _suggestion(turn),
    ]


def _suggestion(turn: Turn) -> str:
    return abilities.suggest(turn.toolbox.candidates, len(turn.earlier))


def _own_name(turn: Turn) -> str:
    notes: Sequence[str] = [turn.request.instructions, *turn.history.said_by("system")]
    found = next((match for note in notes if (match := OWN_NAME.search(note))), None)
    return found[1] if found else "Parley"
