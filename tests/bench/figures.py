"""A figure: what was measured, what was wanted, and whether it is met."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

Judge = Callable[[Sequence[float]], float]


@dataclass(frozen=True)
class Figure:
    """`wanted` None: a part of another figure, shown only."""

    name: str
    runs: list[float]
    wanted: float | None = None
    unit: str = "ms"
    judge: Judge = median
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    @property
    def value(self) -> float:
        return self.judge(self.runs)

    @property
    def is_met(self) -> bool:
        return self.wanted is None or (bool(self.runs) and self.value <= self.wanted)
