"""Longer things to say, a clause at a time: stories, counting, the alphabet, itself."""

import re
from collections.abc import Sequence

from engine.dialogue import numbers
from engine.dialogue.results import SENTENCE
from engine.dialogue.sentence import Sentence

FURTHEST = 200
COUNTED_TOGETHER = 5
STORIES = (
    "Once upon a time a lighthouse stood at the end of a long pier. Every evening its keeper, an old "
    "woman called Ada, climbed one hundred and twelve steps and lit the lamp. One night the fog "
    "was so thick that she could not see her own hand. Then she heard a small boat calling from "
    "the water. The lamp was no use in the fog, so Ada opened the window and began to sing. She "
    "sang every song that she knew, and when they were used up she sang the names of the ships "
    "in the harbour. In the morning the boat lay safely at the pier. The sailor in it said that "
    "he had never been so well guided by a voice. And since that night, when the fog comes, the "
    "whole village stands on the pier and sings.",
    "A young fox wanted to know where the river goes. So one morning he followed it down from the "
    "hills. He asked a duck, and the duck said that the river goes to the mill. He asked the "
    "miller's cat, and she said that the river goes to the town. He asked a dog under the bridge, "
    "and the dog said that the river simply goes away. At last he came to the sea, and there was "
    "no other side. The fox sat down in the sand and looked at it for a long time. Then he walked "
    "all the way home, and when the others asked him, he said: the river goes to where it is big.",
    "There was once a clock in a railway station that was always four minutes late. Everybody in "
    "the town knew it, and nobody ever missed a train. One day a clever man came and set the "
    "clock right. The next morning half of the town stood on the platform and watched the train "
    "disappear. They went to the clever man and told him what he had done. He thought about it, "
    "took his ladder, and put the clock back by four minutes. Since then he is known as the man "
    "who understood what time is for.",
)
JOKES = (
    "Why did the computer go to the doctor? Because it had a virus.",
    "What do you call a bear without teeth? A gummy bear.",
    "Why do birds fly south in winter? Because it is too far to walk.",
)
POEM = (
    "The rain came in the afternoon, it tapped upon the glass. It had no message of its own, it "
    "only liked to pass. I asked it where it wanted to be, it answered, drop by drop: I am on my "
    "way down to the sea, but thank you, I could stop. And so it stayed until the night, and "
    "talked, and talked to me. And then it went, without a light, on its way down to the sea."
)
ITSELF = (
    "I am the small engine that comes with Parley. I run on this computer and nowhere else, and "
    "nothing that you say leaves it. I hear you with a small recogniser, so I understand short and "
    "clear sentences best. My voice is made here as well, and you may interrupt me at any time. I "
    "remember what you tell me in this conversation, for example your name. When this session has "
    "tools, I choose one by its own description and use it for you. What I do not have is knowledge "
    "of the world: I am not a large model, and I will say so instead of inventing an answer. Whoever "
    "runs this server can connect a real model with a key, and then you can talk about everything."
)
COUNTING = re.compile(r"^(?:(?:please|can|could|would|will|you) )*count\b(?!.*\bmany\b)")
ALPHABET = "A, B, C, D, E, F, G. H, I, J, K, L, M, N, O, P. Q, R, S, T, U, V. W, X, Y and Z."
PATTERNS = (
    (r"\bstory\b|\bfairy tale\b", STORIES),
    (r"\bjoke\b|\bsomething funny\b|\bmake me laugh\b", JOKES),
    (r"\bpoem\b|\brhyme\b", (POEM,)),
    (r"\babout yourself\b|\babout you\b|\bintroduce yourself\b|\bhow do you work\b", (ITSELF,)),
    (r"\balphabet\b", (ALPHABET,)),
)


def recite(sentence: Sentence, earlier: Sequence[Sentence]) -> list[str] | None:
    """Clauses, or None when nothing of the kind was asked for; asked again it tells another one."""
    for pattern, texts in PATTERNS:
        if re.search(pattern, sentence.text):
            before = sum(1 for other in earlier if re.search(pattern, other.text))
            return SENTENCE.split(texts[before % len(texts)])
    return None


def count(sentence: Sentence) -> list[str] | None:
    """Clauses of a few numbers each, or None when no counting was asked for."""
    if not COUNTING.search(sentence.text):
        return None
    said = [round(number.value) for number in numbers.find(sentence.plain)]
    last = min(max(said, default=20), FURTHEST)
    first = min(said) if len(said) > 1 else 1
    names = [numbers.say(n) for n in range(max(first, 0), last + 1)]
    if re.search(r"\bbackwards?\b|\bcount ?down\b|\bdown\b", sentence.text):
        names.reverse()
    groups = (names[i : i + COUNTED_TOGETHER] for i in range(0, len(names), COUNTED_TOGETHER))
    counted = [" ".join(f"{name.capitalize()}." for name in group) for group in groups]
    return ["All right, I am going to count for you now.", *counted, "And that was all of it."]
