"""Builds domain.arpa from domain.txt: `python -m engine.voice.language_model.build`."""

import sys
from pathlib import Path

from pocketsphinx import LogMath, NGramModel, get_model_path

from engine.voice.language_model import grammar
from engine.voice.language_model.arpa import Model

HERE = Path(__file__).parent
SOURCE = HERE / "domain.txt"
RESULT = HERE / "domain.arpa"
GENERAL_WORDS = 3_000


def main() -> None:
    """Adds the commonest words of general English, so that an unexpected one has a chance."""
    sentences = [each for line in grammar.read(SOURCE) for each in line.sentences()]
    pronounced = _pronounced()
    unknown = {word for text, _ in sentences for word in text.split()} - pronounced
    if unknown:
        sys.stderr.write(f"not in the dictionary, left out: {' '.join(sorted(unknown))}\n")
    known = [(text, weight) for text, weight in sentences if not unknown & set(text.split())]
    with RESULT.open("w", encoding="utf-8") as out:
        Model(known, _general(pronounced)).write(out)


def _pronounced() -> set[str]:
    dictionary = Path(get_model_path("en-us/cmudict-en-us.dict")).read_text(encoding="utf-8")
    words = (line.split()[0] for line in dictionary.splitlines() if line.strip())
    return {word for word in words if "(" not in word}


def _general(pronounced: set[str]) -> dict[str, float]:
    """Single words with their chance in the recogniser's own general model, adding up to 1."""
    general = NGramModel.readfile(get_model_path("en-us/en-us.lm.bin"))
    scale = LogMath()
    plain = [word for word in pronounced if word.replace("'", "").isalpha()]
    chances = {word: scale.exp(general.prob([word])) for word in plain}
    common = sorted(chances, key=lambda word: -chances[word])[:GENERAL_WORDS]
    total = sum(chances[word] for word in common)
    return {word: chances[word] / total for word in common}


if __name__ == "__main__":
    main()
