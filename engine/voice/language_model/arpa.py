"""A trigram model over weighted sentences, written in the ARPA format."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import log10
from typing import TextIO

START, END = "<s>", "</s>"
TRUST = {2: 0.9, 3: 0.9}  # how much the longer history is believed over the shorter one
DOMAIN_SHARE = 0.6  # of the single words' probability; the rest is general English
ORDER = 3

Gram = tuple[str, ...]


class Model:
    """Interpolated: an unseen word costs what was not trusted times its chance without history."""

    def __init__(
        self, sentences: Iterable[tuple[str, float]], general: Mapping[str, float]
    ) -> None:
        self._counts: dict[int, dict[Gram, float]] = {n: defaultdict(float) for n in (1, 2, 3)}
        for text, weight in sentences:
            self._count((START, *text.split(), END), weight)
        self._general = general
        self._totals = self._histories()
        self._words = sorted(set(general) | {gram[0] for gram in self._counts[1]} | {START, END})

    def probability(self, gram: Gram) -> float:
        """Of the last word after the ones before it."""
        if len(gram) == 1:
            seen = self._counts[1].get(gram, 0.0) / self._totals[()]
            return DOMAIN_SHARE * seen + (1 - DOMAIN_SHARE) * self._general.get(gram[0], 0.0)
        shorter = self.probability(gram[1:])
        if gram[:-1] not in self._totals:
            return shorter
        seen = self._counts[len(gram)].get(gram, 0.0) / self._totals[gram[:-1]]
        trust = TRUST[len(gram)]
        return trust * seen + (1 - trust) * shorter

    def write(self, out: TextIO) -> None:
        grams: dict[int, list[Gram]] = {1: [(word,) for word in self._words]}
        grams |= {n: sorted(self._counts[n]) for n in (2, 3)}
        out.write("\\data\\\n")
        out.writelines(f"ngram {n}={len(grams[n])}\n" for n in grams)
        for n, listed in grams.items():
            out.write(f"\n\\{n}-grams:\n")
            out.writelines(self._row(gram) for gram in listed)
        out.write("\n\\end\\\n")

    def _count(self, words: Gram, weight: float) -> None:
        for order, counts in self._counts.items():
            first = 1 if order == 1 else 0  # a sentence's start is never predicted
            for at in range(first, len(words) - order + 1):
                counts[words[at : at + order]] += weight

    def _histories(self) -> dict[Gram, float]:
        totals: dict[Gram, float] = defaultdict(float)
        for counts in self._counts.values():
            for gram, count in counts.items():
                totals[gram[:-1]] += count
        return dict(totals)

    def _row(self, gram: Gram) -> str:
        chance = _log(0.0 if gram == (START,) else self.probability(gram))
        if len(gram) == ORDER:
            return f"{chance:.4f} {' '.join(gram)}\n"
        back = 1 - TRUST[len(gram) + 1] if gram in self._totals else 1.0
        return f"{chance:.4f} {' '.join(gram)} {_log(back):.4f}\n"


def _log(chance: float) -> float:
    return log10(chance) if chance > 0 else -99.0
